/** The fake and the driver must not share a mistake: the simulator knows the device, not the pack. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

function reached(from: readonly string[]): Map<string, string> {
  const seen = new Map<string, string>();
  const queue = [...from];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    const source = readFileSync(file, 'utf8');
    seen.set(file, source);
    for (const [, specifier] of source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) queue.push(resolve(dirname(file), specifier!));
  }
  return seen;
}

const kit = readdirSync(join(root, 'src/sim'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(root, 'src/sim', name));
const simulators = readdirSync(join(root, 'vendors')).map((vendor) => join(root, 'vendors', vendor, 'simulator.ts')).filter((file) => {
  try { return readFileSync(file).length > 0; } catch { return false; }
});

describe('no simulator knows a pack', () => {
  const files = reached([...kit, ...simulators]);
  test('there is something to look at', () => {
    expect(simulators.length).toBeGreaterThan(0);
    expect(files.size).toBeGreaterThan(30);
  });
  test('imports stay within the kit, the kernel, the shape of a channel and the simulators themselves', () => {
    const strangers = [...files.keys()].map((file) => file.slice(root.length + 1)).filter((file) => !/^(src\/(sim|kernel)\/|src\/transport\/model\.ts$|vendors\/[\w-]+\/simulator(\.ts$|\/))/.test(file));
    expect(strangers).toEqual([]);
  });
  test('only the store of states reads files, and nothing names a pack', () => {
    const readers = [...files].filter(([, source]) => /'node:fs|readFile|\bimport\(/.test(source)).map(([file]) => file.slice(root.length + 1));
    expect(readers).toEqual(['src/sim/store.ts']);
    for (const [file, source] of files) expect(source, file).not.toMatch(/\.ya?ml|resources\.|src\/packs|\/packs\//);
  });
});
