import { describe, expect, test } from 'vitest';
import { applied, ont } from './fake.ts';
import type { Outside } from './fake.ts';

const profile = { 'home.yaml': '' };

async function options(line: string, outside: Outside): Promise<{ apply: Record<string, unknown>; world: Record<string, unknown>; code: number; err: string }> {
  const ran = await ont(line, { apply: async () => applied() }, { ...outside, files: { ...profile, ...outside.files } });
  return {
    apply: (ran.calls.find((c) => c.name === 'apply')?.options ?? {}) as Record<string, unknown>,
    world: (ran.calls.find((c) => c.name === 'openWorld')?.options ?? {}) as Record<string, unknown>, code: ran.code, err: ran.err,
  };
}

describe('an option comes', () => {
  const project = { 'ont-prov.yaml': '# of this project\nmax-changes: 20\nstate-dir: "/srv/state"  # shared\n' };
  const user = { '/home/u/.config/ont-prov/config.yaml': 'max-changes: 10\nparallel: 2\n' };
  const env = { HOME: '/home/u' };

  test('from the flag first', async () => {
    const got = await options('apply home.yaml --max-changes 40', { files: { ...project, ...user }, env: { ...env, ONT_PROV_MAX_CHANGES: '30' } });
    expect(got.apply).toMatchObject({ maxChanges: 40 });
  });

  test('then from the environment', async () => {
    expect((await options('apply home.yaml', { files: { ...project, ...user }, env: { ...env, ONT_PROV_MAX_CHANGES: '30' } })).apply).toMatchObject({ maxChanges: 30 });
  });

  test('then from the project, then from the user, then it is not there', async () => {
    const got = await options('apply home.yaml', { files: { ...project, ...user }, env });
    expect(got.apply).toMatchObject({ maxChanges: 20, parallel: 2 });
    expect(got.world).toMatchObject({ stateDir: '/srv/state' });
    expect((await options('apply home.yaml', {})).apply).not.toHaveProperty('maxChanges');
  });

  test('before the name of the command too', async () => {
    expect((await options('--state-dir /tmp/s apply home.yaml', {})).world).toMatchObject({ stateDir: '/tmp/s' });
    expect((await options('apply home.yaml --state-dir /tmp/s', {})).world).toMatchObject({ stateDir: '/tmp/s' });
  });

  test('as true or false when it is a switch', async () => {
    expect((await options('apply home.yaml', { env: { ONT_PROV_ACCEPT_NEW_HOST_KEY: 'yes' } })).apply).toMatchObject({ acceptNewHostKey: true });
    expect((await options('apply home.yaml', { env: { ONT_PROV_ACCEPT_NEW_HOST_KEY: '0' } })).apply).toMatchObject({ acceptNewHostKey: false });
    expect((await options('apply home.yaml', { terminal: true, env: { ONT_PROV_NO_INPUT: '1' } })).apply).toMatchObject({ consent: { kind: 'none' } });
  });
});

describe('consent and deletion', () => {
  test('are taken from the command line only', async () => {
    const got = await options('apply home.yaml', { env: { ONT_PROV_YES: '1', ONT_PROV_PRUNE: '1' } });
    expect(got.apply).toMatchObject({ consent: { kind: 'none' } });
    expect(got.apply).not.toHaveProperty('prune');
  });
});

describe('a wrong setting', () => {
  test.each([
    ['an unknown one', 'max-chnges: 20\n', 'did you mean max-changes?'],
    ['one that is consent', 'yes: true\n', 'unknown option yes'],
    ['a line that is none', 'hello\n', 'ont-prov.yaml:1'],
    ['a number that is none', 'max-changes: lots\n', 'max-changes in ont-prov.yaml'],
    ['a choice that is none', 'color: purple\n', 'auto, always, never'],
  ])('%s is exit 2 and says where', async (_, text, words) => {
    const got = await options('apply home.yaml', { files: { 'ont-prov.yaml': text } });
    expect(got.code).toBe(2);
    expect(got.err).toContain(words);
  });
});
