/** Folders of packs in memory, with changes made to them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../src/kernel/finding.ts';
import type { PackFiles } from '../../src/packs/check-pack/files.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export function filesOf(folder: string): Map<string, Uint8Array> {
  return new Map(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(?:yaml|txt|md|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)).map((path) => [relative(folder, path), new Uint8Array(readFileSync(path))]));
}

export function packOf(id: string): PackFiles {
  return { folder: join(root, 'vendors', id), files: filesOf(join(root, 'vendors', id)), examples: filesOf(join(root, 'profiles/examples')) };
}

/**
 * The skeleton, installed under its own id, with texts of its files replaced. A text that is not there is a mistake of the test.
 * @param more further files
 */
export function skeleton(changes: readonly (readonly [file: string, from: string, to: string])[] = [], without: readonly string[] = [], more: Readonly<Record<string, string>> = {}): PackFiles {
  const files = filesOf(join(root, 'vendors/_template'));
  for (const [file, text] of Object.entries(more)) files.set(file, new TextEncoder().encode(text));
  for (const [file, from, to] of changes) {
    const text = new TextDecoder().decode(files.get(file));
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    files.set(file, new TextEncoder().encode(text.replace(from, () => to)));
  }
  for (const file of without) files.delete(file);
  return { folder: '/packs/example-olt', files };
}

/** The text a finding points at, and its file below the pack's folder. */
export function pointedAt(pack: PackFiles, { at }: Finding): { file: string; text: string } {
  const file = at!.file.slice(pack.folder.length + 1);
  const line = new TextDecoder().decode(pack.files.get(file)).split('\n')[at!.line - 1] ?? '';
  return { file, text: [...line].slice(at!.column - 1, at!.endLine === at!.line ? at!.endColumn - 1 : undefined).join('') };
}
