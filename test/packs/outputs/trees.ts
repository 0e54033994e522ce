import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Tree } from '../../../src/packs/tree.ts';

/** The files of a pack's `outputs/`, as the build hands them over. */
export function packFiles(id: string): Record<string, Tree> {
  const folder = new URL(`../../../vendors/${id}/outputs/`, import.meta.url);
  return Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => [name.slice(0, -5), parse(readFileSync(new URL(name, folder), 'utf8')) as Tree]));
}

export function readListOf(id: string): RegExp[] {
  const tree = parse(readFileSync(new URL(`../../../vendors/${id}/resources.yaml`, import.meta.url), 'utf8')) as { readonly readList: readonly string[] };
  return tree.readList.map((rule) => new RegExp(rule));
}
