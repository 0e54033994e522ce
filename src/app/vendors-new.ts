import { basename, resolve } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Tail } from './api.ts';
import { attempt } from './attempt.ts';
import { readFolder, writeNewFiles } from './folder.ts';
import { relativeFile } from './json.ts';
import { shippedFolder } from './shipped.ts';
import type { World } from './world.ts';

export interface VendorNewOptions {
  readonly folder: string;
  /** The pack's id; the folder's name when absent. */
  readonly id?: string;
}

export interface VendorNewDocument extends Tail {
  readonly formatVersion: 1;
  readonly id: string;
  /** Files written, relative to the working directory. */
  readonly files: readonly string[];
}

/** The id in the files of the skeleton. */
const PLACEHOLDER = /example-olt/g;

/** Writes a complete pack of an OLT that does not exist: it passes the check, and every line of it waits to be replaced. */
export async function newVendor(world: World, { folder, id: wanted }: VendorNewOptions): Promise<VendorNewDocument> {
  const path = resolve(world.cwd, folder);
  const id = wanted ?? basename(path).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const { value, error, ...failed } = await attempt(world, async () => {
    if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new Failure(`${JSON.stringify(id)} is no id for a pack`, { code: 'bad-id', exitCode: EXIT.usage, hint: 'lower-case letters, digits and dashes, beginning with a letter: --id acme' });
    const taken = (await world.packs.heads()).find((head) => [head.id, ...head.aliases].some((name) => name.toLowerCase() === id));
    if (taken) throw new Failure(`${id} is the name of an installed pack (${taken.title})`, { code: 'id-taken', exitCode: EXIT.usage, hint: 'choose another with --id' });
    const skeleton = await readFolder(shippedFolder('vendors', '_template'), () => true);
    const files = new Map([...skeleton].map(([name, bytes]) => [name, new TextDecoder().decode(bytes).replace(PLACEHOLDER, id)]));
    return (await writeNewFiles(path, files)).map((name) => relativeFile(`${path}/${name}`, world.cwd));
  });
  return { formatVersion: 1, id, files: value ?? [], findings: [], error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.ok };
}
