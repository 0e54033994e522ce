import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OMCI_ERRORS } from '../../src/omci/index.ts';
import { ont } from '../cli/fake.ts';

interface Frame { readonly name: string; readonly frame: string; readonly message?: object; readonly error?: string; }

const vectors = JSON.parse(readFileSync(new URL('fixtures/frames.json', import.meta.url), 'utf8')) as readonly Frame[];
const get = `${'8001490a01000000e000'.padEnd(80, '0')}00000028`;

describe('omci decode', () => {
  test('--ndjson: one object per line with nothing but the fields, errors in place, blank lines skipped, exit 0', async () => {
    const stdin = `\n${vectors.map((v) => v.frame).join('\n\n')}\nnot hex\n`;
    const ran = await ont('omci decode --ndjson -', {}, { stdin });
    expect(ran).toMatchObject({ code: 0, err: '' });
    const lines = ran.out.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(vectors.length + 1);
    vectors.forEach(({ message, error }, i) => {
      if (message) expect(lines[i]).toEqual(message);
      else expect(Object.keys(lines[i]!)).toEqual(['error', 'message']);
      if (error) expect(lines[i]!['error']).toBe(error);
    });
    expect(lines.at(-1)).toMatchObject({ error: 'bad-hex' });
    for (const { error } of lines) if (error !== undefined) expect(OMCI_ERRORS).toHaveProperty(error as string);
  });

  test('--json: a document with the frames; a bad frame makes it exit 1', async () => {
    const good = await ont(['omci', 'decode', '--json', get]);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out)).toMatchObject({ formatVersion: 1, frames: [{ place: null, hex: get, error: null, decoded: { action: 'get', attributeMask: 0xe000 } }], findings: [], error: null, exitCode: 0 });
    const bad = await ont('omci decode --json -', {}, { stdin: `${get}\n0001490a` });
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ frames: [{ place: 'line 1', error: null }, { place: 'line 2', decoded: null, error: { code: 'truncated' } }], exitCode: 1 });
  });

  test('--omci-ik is the key; without one the example key of the standard is tried', async () => {
    const signed = `${get}a85e2d33`;
    expect((await ont(['omci', 'decode', '--ndjson', signed])).out).toContain('"mic":"cmac-ok-downstream"');
    expect((await ont(['omci', 'decode', '--ndjson', '--omci-ik', '00'.repeat(16), signed])).out).toContain('"mic":"no-match"');
    expect((await ont(['omci', 'decode', '--omci-ik', '00', signed])).code).toBe(2);
    const refused = await ont(['omci', 'decode', '--require-mic', `${get}00000000`]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.out).toContain('bad-mic');
  });

  test('tolerances by name', async () => {
    const odd = `${get.slice(0, -1)}9`;
    expect((await ont(['omci', 'decode', odd])).code).toBe(1);
    expect(JSON.parse((await ont(['omci', 'decode', '--ndjson', '--allow', 'bad-baseline-length', odd])).out)).toMatchObject({ deviations: ['bad-baseline-length'] });
    expect((await ont(['omci', 'decode', '--relaxed', odd])).code).toBe(0);
    expect((await ont(['omci', 'decode', '--allow', 'everything', odd]))).toMatchObject({ code: 2 });
  });

  test('text for people names class, attributes and rows', async () => {
    const ran = await ont(['omci', 'decode', `${'0014480a00ab02010400f800000080018000400f000000080018'.padEnd(80, '0')}00000028`]);
    expect(ran.out).toBe(`set Extended VLAN tagging operation configuration data (171) instance 0x0201
  baseline, transaction 0x0014, integrity absent
  attributeMask: 0x0400 receivedFrameVlanTaggingOperationTable
  receivedFrameVlanTaggingOperationTable: f800000080018000400f000000080018  single-tagged, VID 3: remove one tag, add VID 3 priority copy-inner TPID copy-inner
`);
  });

  test('what is neither a file nor a frame is a usage error', async () => {
    expect(await ont(['omci', 'decode', 'nowhere.pcap'])).toMatchObject({ code: 2, out: '' });
  });

  test('control characters of the input do not reach the terminal', async () => {
    const ran = await ont('omci decode -', {}, { stdin: '\u001b[2Jzz' });
    expect(ran.code).toBe(1);
    expect(ran.out).not.toContain('\u001b');
  });
});

describe('omci encode', () => {
  test('from options', async () => {
    const ran = await ont('omci encode --action set --class 262 --instance 0x8001 --tid 17 --attr allocId=1024');
    expect(ran).toMatchObject({ code: 0, out: `${'0011480a010680018000040000'.padEnd(80, '0')}00000028384683d6\n` });
  });

  test('names alone ask for attributes', async () => {
    expect((await ont('omci encode --action get --class onuG --attr vendorId --attr version --attr serialNumber --tid 0x8001 --mic cmac')).out).toBe(`${get}a85e2d33\n`);
  });

  test('decode → JSON → encode gives the frames back', async () => {
    const good = vectors.filter((v) => v.message !== undefined && (v.message as { mic: string }).mic !== 'no-match');
    const text = good.map((v) => v.frame).join('\n');
    const document = await ont('omci decode --json -', {}, { stdin: text });
    expect((await ont('omci encode -', {}, { stdin: document.out })).out).toBe(`${text}\n`);
    const lines = await ont('omci decode --ndjson -', {}, { stdin: text });
    expect((await ont('omci encode all.ndjson', {}, { files: { 'all.ndjson': lines.out } })).out).toBe(`${text}\n`);
  });

  test('too much for one message: how to split it', async () => {
    const ran = await ont(['omci', 'encode', '--action', 'set', '--class', '148', '--attr', 'username1=text:joe', '--attr', 'password=text:secret', '--json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toMatchObject({ frames: [{ hex: null, error: { code: 'does-not-fit', groups: [['username1'], ['password']] } }] });
  });

  test('wrong input is said, not thrown', async () => {
    expect(await ont('omci encode --class 1')).toMatchObject({ code: 2 });
    expect(await ont('omci encode --action fly --class 1')).toMatchObject({ code: 2 });
    expect(await ont('omci encode --action set --class 262 --attr alloc=1')).toMatchObject({ code: 1 });
    expect(await ont('omci encode --action set --class 262 --instance 70000')).toMatchObject({ code: 2 });
    expect(await ont('omci encode --action set --class 262 --attr allocId=70000')).toMatchObject({ code: 1 });
    expect(await ont('omci encode -', {}, { stdin: '{"action": "get"}' })).toMatchObject({ code: 1 });
    expect(await ont('omci encode -', {}, { stdin: 'nonsense' })).toMatchObject({ code: 1 });
    expect(await ont('omci encode --action reboot --class 256 --field rebotCondition=1')).toMatchObject({ code: 1, out: '', err: 'ont-prov: bad-field: a reboot message has no field rebotCondition\n' });
    expect(await ont('omci encode none.json')).toMatchObject({ code: 2 });
  });
});

describe('omci explain', () => {
  test('every octet is in one stretch', async () => {
    for (const { frame } of vectors) {
      const ran = await ont(['omci', 'explain', '--json', frame]);
      const { frames } = JSON.parse(ran.out) as { frames: readonly { hex: string; stretches: readonly { offset: number; length: number; octets: string }[] }[] };
      expect(frames[0]!.stretches.map((s) => s.octets).join('')).toBe(frame);
    }
  });

  test('says what the octets are', async () => {
    const { out } = await ont(['omci', 'explain', '00032e0b000200000015000401068000e000ffff0101000101080101400000']);
    expect(out).toContain('   2  2e                                               messageType          MIB upload next, response\n');
    expect(out).toContain('  18  ff ff                                            allocId              Alloc-ID (1): 65535\n');
    expect(out).toContain('  30  00                                               administrativeState  Administrative state (2): 0\n');
  });

  test('a damaged frame is explained as far as it goes', async () => {
    const ran = await ont(['omci', 'explain', `${'0001480a0100000000010102'.padEnd(80, '0')}00000028`]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('attributeMask  attribute 16');
    expect(ran.out).toContain('unknown-attribute ONU-G (class 256) has no attribute 16');
  });
});

describe('omci me and errors', () => {
  test('one class with its attributes and alarms', async () => {
    const { out } = await ont('omci me 11');
    expect(out).toContain('Physical path termination point Ethernet UNI (class 11)');
    expect(out).toContain('  5  0800  administrativeState');
    expect(out).toContain('  0  LAN-LOS');
  });

  test('search, list, JSON, and classes nobody describes', async () => {
    expect((await ont('omci me vlan tagging filter data')).out).toContain('(class 84)');
    expect((await ont('omci me')).out.trimEnd().split('\n')).toHaveLength(213);
    expect(JSON.parse((await ont('omci me gemPortNetworkCtp --json')).out)).toMatchObject({ formatVersion: 1, managedEntities: [{ classId: 268, attributes: [{ key: 'portId', type: 'uint', size: 2 }, {}, {}, {}, {}, {}, {}, {}, {}, {}] }] });
    expect(await ont('omci me 240')).toMatchObject({ code: 1 });
    expect(await ont('omci me nonsense')).toMatchObject({ code: 1 });
  });

  test('every error class is listed', async () => {
    const { out } = await ont('omci errors --json');
    expect((JSON.parse(out) as { errors: { code: string }[] }).errors.map((e) => e.code)).toEqual(Object.keys(OMCI_ERRORS));
    expect(Object.keys(OMCI_ERRORS).filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
    expect((await ont('omci errors')).out).toContain('bad-baseline-length');
  });
});
