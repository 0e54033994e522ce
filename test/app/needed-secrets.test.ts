import { describe, expect, it } from 'vitest';
import { openSecrets, subscriberSecrets } from '../../src/app/needed-secrets.ts';
import { createTypist } from '../../src/app/run/typing.ts';
import { Failure } from '../../src/kernel/failure.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { Acs, Host } from '../../src/access/model.ts';
import { FakeOlt, NO_ACCESS, fakeDriver, fakeIntent } from './fake-olt.ts';

const env = (name: string) => new Secret({ from: 'env', name });

describe('the secrets of a run', () => {
  it('are found wherever the access model holds them, each once, in circles too', () => {
    const host = { label: 'h', how: 'pppoe', password: env('PPP') } as unknown as Host & { self?: unknown };
    host.self = host;
    const acs: Acs = { label: 'a', url: 'https://x/', password: env('ACS'), host };
    const subject = { intent: fakeIntent('K1', {}), access: { ...NO_ACCESS, hosts: [host], acs: [acs] }, driver: fakeDriver() };
    expect(subscriberSecrets(subject).map(({ secret }) => secret.describe())).toEqual(['environment variable PPP', 'environment variable ACS']);
  });

  it('are opened once each; every one that is not set is a finding', async () => {
    const opens: string[] = [];
    const source = { open: (secret: Secret) => {
      opens.push(secret.describe());
      return secret.key.includes('GOOD') ? Promise.resolve('value') : Promise.reject(new Failure('not set', { code: 'secret-unset', exitCode: 1 }));
    } };
    const wanted = ['GOOD', 'BAD', 'GOOD', 'BAD', 'WORSE'].map((name) => ({ secret: env(name), place: () => undefined }));
    const { values, findings, missing } = await openSecrets(source, wanted);
    expect(opens).toHaveLength(3);
    expect([...values.values()]).toEqual(['value']);
    expect(findings.map((finding) => finding.code)).toEqual(['ONT410', 'ONT410']);
    expect(missing.size).toBe(2);
  });

  it('that a terminal would take for something else are refused before anything is typed; a login may hold them', async () => {
    const place = () => undefined;
    for (const value of ['ab"cd', 'what?', 'a\\b', 'a|b', 'a\u0003b']) {
      const source = { open: () => Promise.resolve(value) };
      const { values, findings, missing } = await openSecrets(source, [{ secret: env('PW'), place }, { secret: env('PW'), place, typed: true }]);
      expect(findings.map(({ code, message }) => ({ code, told: message.includes(value) }))).toEqual([{ code: 'ONT303', told: false }]);
      expect(missing.size).toBe(1);
      expect((await openSecrets(source, [{ secret: env('PW'), place }])).findings).toEqual([]);
      expect([...values.values()]).toEqual([value]);
    }
  });

  it('reach the device in their place of a line, and nothing else', async () => {
    const olt = new FakeOlt();
    const session = await olt.dial();
    const notes: unknown[] = [];
    const secret = env('PW');
    const typist = createTypist({
      olt: 'x', opened: new Map([[secret.key, 'geheim']]), mask: (text) => text, emit: (event) => notes.push(event),
      journal: { run: 'r', note: (entry) => notes.push(entry), sync: () => Promise.resolve(), close: () => Promise.resolve() },
      lease: { fence: 1, assertHeld: () => undefined, release: () => Promise.resolve() },
    });
    const step = { line: 'set a ***', parts: ['set a ', secret], at: '#', prompt: '#', intent: 'create', yes: false, change: 0 } as const;
    await typist.type(session, step, { target: 'K1', mode: '', undo: false, index: 1, of: 1 });
    expect(olt.typed).toEqual(['set a geheim']);
    expect(JSON.stringify(notes)).not.toContain('geheim');
    const unopened = { ...step, parts: ['set a ', env('OTHER')] };
    await expect(typist.type(session, unopened, { target: 'K1', mode: '', undo: false, index: 1, of: 1 })).rejects.toMatchObject({ code: 'secret-unset' });
  });
});
