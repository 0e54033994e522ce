import { describe, expect, test } from 'vitest';
import type { AdoptOptions } from '../../src/app/adopt.ts';
import type { AdoptDocument, AdoptTarget } from '../../src/app/adopted/documents.ts';
import type { DriftDocument } from '../../src/app/drift.ts';
import type { FindDocument } from '../../src/app/find.ts';
import type { StatusDocument, StatusTarget } from '../../src/app/status.ts';
import type { VerifyDocument } from '../../src/app/verify.ts';
import { ont } from './fake.ts';

const files = { 'home.yaml': 'version: 1\n' };
const tail = { formatVersion: 1, findings: [], error: null, exitCode: 0 } as const;
const head = { key: 'K1', olt: 'ma1', serial: '48575443A1B2C3D4' };

describe('drift', () => {
  const drift = async (): Promise<DriftDocument> => ({ ...tail, exitCode: 3, failures: [], targets: [
    { ...head, state: 'drift', unmanaged: [{ resource: 'unknown', line: 'ont fec 3 5' }], adopted: [], differences: [
      { resource: 'ont', key: { id: 5 }, attribute: 'desc', expected: 'first', actual: 'by hand' },
      { resource: 'service-port', key: { idx: 7 }, attribute: 'line', expected: 'service-port 7 vlan 100', actual: null },
    ] },
    { ...head, key: 'K2', state: 'absent', differences: [], unmanaged: [], adopted: [] },
  ] });

  test('says what differs, what is missing and what nobody asked for', async () => {
    expect(await ont('drift home.yaml', { drift }, { files })).toMatchObject({ code: 3, out: `K1  ma1  HWTC-A1B2C3D4  differs
  ~ ont 5 desc: is by hand, should be first
  - missing: service-port 7 vlan 100
  not in the profile: ont fec 3 5
K2  ma1  HWTC-A1B2C3D4  not registered
2 subscribers: 1 differ, 1 not registered
` });
  });

  test('--json is the document, with the same exit code', async () => {
    const ran = await ont('drift home.yaml --only K1 --json', { drift }, { files });
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.out)).toEqual(await drift());
    expect(ran.calls.at(-1)!.options).toMatchObject({ path: 'home.yaml', only: ['K1'] });
  });
});

test('verify hands on how long to wait, in seconds, and shows how the ONT is doing', async () => {
  const run = { pon: '0/1/3', id: 5, control: 'active', run: 'offline', config: 'initial', match: 'initial', ready: false };
  const verify = async (): Promise<VerifyDocument> => ({ ...tail, exitCode: 9, failures: [], targets: [{ ...head, state: 'match', differences: [], unmanaged: [], adopted: [], verified: true, run }] });
  const ran = await ont('verify home.yaml --wait 2m', { verify }, { files });
  expect(ran).toMatchObject({ code: 9, out: 'K1  ma1  HWTC-A1B2C3D4  as the profile says  offline/initial/initial\n' });
  expect(ran.calls.at(-1)!.options).toMatchObject({ wait: 120 });
  expect(await ont('verify home.yaml --wait soon', { verify }, { files })).toMatchObject({ code: 2, out: '' });
});

describe('status', () => {
  const target: StatusTarget = {
    ...head, state: 'registered', pon: '0/1/3', id: 5, control: 'active', run: 'online', config: 'normal', match: 'match', distance: 1840, rx: -23.01, tx: 2.1, equipment: 'EG8141A5',
    upTime: null, downTime: null, downCause: 'dying-gasp', addresses: ['10.9.0.25/20'], connections: [{ service: 'Tr069', status: 'Connected', address: '10.9.0.25', vlan: 900 }],
    tr069: { service: 'Tr069', status: 'Connected', address: '10.9.0.25', vlan: 900 }, macs: [{ service: 'internet', vlan: 100, mac: '112233445566' }],
  };
  const off: StatusTarget = { ...target, key: 'K2', run: 'offline', config: 'initial', match: 'initial', rx: null, tx: null, distance: null, tr069: null };
  const of = (targets: StatusTarget[]) => async (): Promise<StatusDocument> => ({ ...tail, targets, failures: [] });

  test('one subscriber: everything that is known', async () => {
    expect((await ont('status home.yaml', { status: of([target]) }, { files })).out).toBe(`K1  ma1 0/1/3 id 5  HWTC-A1B2C3D4  online/normal/match
  power          rx -23.01 dBm, tx 2.10 dBm
  distance       1840 m
  terminal       EG8141A5
  down cause     dying-gasp
  addresses      10.9.0.25/20
  connection     Tr069  Connected  10.9.0.25  VLAN 900
  learned        112233445566  VLAN 100  internet
`);
  });

  test('several: a table, unknown is a dash', async () => {
    expect((await ont('status home.yaml', { status: of([target, off]) }, { files })).out).toBe(`key  place        run/config/match         rx dBm  distance  TR-069     down cause
K1   ma1 0/1/3 5  online/normal/match      -23.01  1840 m    Connected
K2   ma1 0/1/3 5  offline/initial/initial  -       -         -          dying-gasp
2 subscribers, 1 online
`);
  });
});

describe('adopt', () => {
  const target: AdoptTarget = {
    ...head, pon: '0/1/3', id: 5, outcome: 'adopted', paired: ['ont 0 1 3 5', 'service-port 7'], reused: [{ resource: 'line-profile', object: 'line-profile 60', name: 'HOME' }],
    claimed: [{ resource: 'service-port', line: 'service-port 90 vlan 100', service: 'internet', changed: true }],
    adopted: [{ resource: 'native-vlan', line: 'ont port native-vlan 3 5 eth 2' }], kept: [{ resource: 'unknown', line: 'ont fec 3 5', why: 'it is not understood' }],
  };
  const document = (targets: AdoptTarget[]): AdoptDocument => ({ ...tail, run: 'r1', failures: [], targets });

  test('says what is ours now, what was before, and what cannot be', async () => {
    const ran = await ont('adopt home.yaml --yes --only K1', { adopt: async () => document([target]) }, { files });
    expect(ran).toMatchObject({ code: 0, err: '', out: `K1  ma1 0/1/3 id 5  HWTC-A1B2C3D4  adopted
  2 objects of it are the profile's by meaning, under whatever number
  used as it is, somebody else's: line-profile 60 "HOME"
  + service-port 90 vlan 100  (belongs to internet, as it seems; adopted before, and changed since)
  = ont port native-vlan 3 5 eth 2  (adopted before)
  ! ont fec 3 5  (cannot be adopted: it is not understood)
1 ONT: 1 line adopted, 1 adopted before, 1 that cannot be adopted
` });
    expect(ran.calls.at(-1)!.options).toMatchObject({ path: 'home.yaml', only: ['K1'], consent: { kind: 'yes' } });
    expect(JSON.parse((await ont('adopt home.yaml --yes --json', { adopt: async () => document([target]) }, { files })).out)).toEqual(document([target]));
  });

  test('shows it to a person and takes only a yes; elsewhere there is nobody', async () => {
    const asked = async (answer: string | null, terminal = true): Promise<boolean | string> => {
      let agreed: boolean | string = 'not asked';
      const adopt = async (_: unknown, { consent }: AdoptOptions): Promise<AdoptDocument> => {
        agreed = consent.kind === 'ask' ? await consent.ask([{ ...target, outcome: 'planned' }]) : consent.kind;
        return document([]);
      };
      const { err } = await ont('adopt home.yaml --no-color', { adopt }, { files, terminal, answers: [answer] });
      if (terminal) expect(err).toContain('1 line to adopt');
      return agreed;
    };
    expect([await asked('y'), await asked(''), await asked(null), await asked('y', false)]).toEqual([true, false, false, 'none']);
  });
});

test('discover joins serials with subscribers', async () => {
  const base = { pon: '0/1/3', loid: null, mac: null, vendor: null, equipment: 'F660', version: null, time: null };
  const discover = async () => ({ ...tail, olt: 'ma1', found: [
    { ...base, serial: '48575443A1B2C3D4', key: 'K1', expected: null }, { ...base, serial: '5A544547C0FFEE01', key: 'K2', expected: { olt: 'ma1', pon: '0/1/4' } }, { ...base, serial: '5A544547C0FFEE02', key: null, expected: null },
  ] });
  expect((await ont('discover ma1 home.yaml', { discover }, { files })).out).toBe(`0/1/3  HWTC-A1B2C3D4  K1  F660
0/1/3  ZTEG-C0FFEE01  K2, whose row says ma1 0/1/4  F660
0/1/3  ZTEG-C0FFEE02  no row has this serial  F660
3 ONTs wait to be registered
`);
});

test('find shows the row and the place', async () => {
  const find = async (): Promise<FindDocument> => ({ ...tail, query: 'K1', as: 'key', failures: [], rows: [{ ...head, profile: 'home', state: 'active', pon: '0/1/3', id: null }], places: [
    { how: 'configured', olt: 'ma1', pon: '0/1/4', id: 7, serial: head.serial, description: 'by hand', vlan: null, key: 'K1' },
  ] });
  expect((await ont('find K1 home.yaml', { find }, { files })).out).toBe(`row         K1  ma1 0/1/3  HWTC-A1B2C3D4  profile home
configured  ma1 0/1/4 id 7  HWTC-A1B2C3D4  subscriber K1  by hand
`);
});

test('import says how much of the box it wrote down, and where', async () => {
  const importOlt = async () => ({
    ...tail, olt: 'ma1', files: ['imported-ma1/olts.yaml'], profiles: [{ name: 'internet-100-100M', subscribers: 12 }], imported: 12, secrets: [],
    notImported: [{ pon: '0/1/3', id: 9, serial: null, line: 77, why: 'x' }],
  });
  const ran = await ont('import ma1 home.yaml', { importOlt }, { files });
  expect(ran.out).toBe(`internet-100-100M  12 subscribers
wrote imported-ma1/olts.yaml
12 ONTs imported as 1 profile, 1 left out (not-imported.txt says which and why)
`);
  expect(ran.calls.at(-1)!.options).toMatchObject({ olt: 'ma1', path: 'home.yaml', out: 'imported-ma1' });
});
