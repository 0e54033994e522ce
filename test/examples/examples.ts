import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = 'profiles/examples';

/** Not to be provisioned by itself: it is what another example extends. */
const PARTS = ['extends-base.yaml'];

export interface Example { readonly name: string; readonly path: string; }

/** Every example that ships, by name: files, and directories that are whole projects. */
export function examples(): Example[] {
  return readdirSync(resolve(import.meta.dirname, '../..', folder)).filter((name) => !PARTS.includes(name)).sort()
    .map((name) => ({ name: name.replace(/\.yaml$/, ''), path: join(folder, name) }));
}
