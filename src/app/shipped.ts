import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../kernel/failure.ts';

/**
 * A folder that travels with the package, in a clone or installed: this file may be the source or a piece of the bundle, so the way
 * is up, to the first folder that has it.
 * @throws Failure `incomplete-installation`, exit 70
 */
export function shippedFolder(...parts: readonly string[]): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, ...parts);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) throw new Failure(`${parts.join('/')} is missing from this installation`, { code: 'incomplete-installation', exitCode: 70, hint: 'install ont-prov again' });
  }
}
