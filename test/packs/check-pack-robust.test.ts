import { describe, expect, it } from 'vitest';
import { checkPack } from '../../src/packs/check-pack/check-pack.ts';
import { skeleton } from './pack-files.ts';

const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** Damages of one line, none of which may end in a crash: whatever a pack holds is a finding or is fine. */
const damages: readonly (readonly [string, (line: string) => string | null])[] = [
  ['without the line', () => null],
  ['with its value gone', (line) => (/^\s*[\w-]+: .+/.test(line) ? line.replace(/: .*/, ':') : line)],
  ['with a list for its value', (line) => (/^\s*[\w-]+: \S/.test(line) ? line.replace(/: .*/, ': [[a, {b: c}], ~]') : line)],
  ['with a mapping for its value', (line) => (/^\s*[\w-]+: \S/.test(line) ? line.replace(/: .*/, ": { a: { put: '{', is: [~] } }") : line)],
  ['with its brackets taken for others', (line) => line.replaceAll('[', '{').replaceAll('(', '[')],
];

describe.each(['pack.yaml', 'session.yaml', 'resources.yaml'])('a damaged %s', (file) => {
  it.each(damages)('%s never ends in a crash, and an error always has a place', async (_, damage) => {
    const lines = decode(skeleton().files.get(file)).split('\n');
    let said = 0;
    for (const [index, line] of lines.entries()) {
      // A third of the lines each: enough, and soon done.
      if ((index + damages.findIndex(([, each]) => each === damage)) % 3 !== 0) continue;
      if (line.trim() === '' || line.trim().startsWith('#')) continue;
      const other = damage(line);
      if (other === line) continue;
      const text = [...lines.slice(0, index), ...(other === null ? [] : [other]), ...lines.slice(index + 1)].join('\n');
      const { findings } = await checkPack(skeleton([], [], { [file]: text }));
      for (const found of findings) expect(found.at, `${line}: ${found.message}`).toMatchObject({ file: expect.stringMatching(/\S/u) as string, line: expect.any(Number) as number });
      for (const found of findings) expect(found.at!.line, found.message).toBeGreaterThan(0);
      said += findings.length;
    }
    // The damages are such that they are found.
    expect(said).toBeGreaterThan(0);
  }, 60_000);
});

it('a pack of nothing, of noise and of only one thing is a list of findings', async () => {
  for (const text of ['', '~', '[]', 'a: &a [*a]', '\u0000\u0001', '{}', 'modes: {}\nresources: {}', `x: ${'['.repeat(500)}`]) {
    const { findings, driver } = await checkPack(skeleton([], [], { 'resources.yaml': text, 'pack.yaml': text, 'session.yaml': text }));
    expect(driver).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
  }
});
