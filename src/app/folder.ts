import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { errnoOf, reasonOf } from './world/errno.ts';

/** More than this in one folder is no pack and no example: somebody named the wrong one. */
const MOST_FILES = 2_000;
const MOST_OCTETS = 10_000_000;

/**
 * The files of a folder whose path `wanted` accepts, by path below it, with slashes.
 * @throws Failure `no-such-folder`, `file-unreadable`, `folder-too-large`, exit 2
 */
export async function readFolder(folder: string, wanted: (path: string) => boolean): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  try {
    if (!(await stat(folder)).isDirectory()) throw new Failure(`${folder} is no folder`, { code: 'no-such-folder', exitCode: EXIT.usage, hint: 'name the folder, not a file of it' });
    for (const path of await paths(folder, folder, wanted)) {
      const { size } = await stat(join(folder, path));
      if (files.size >= MOST_FILES || size > MOST_OCTETS) throw new Failure(`${folder} holds more than belongs there`, { code: 'folder-too-large', exitCode: EXIT.usage, hint: `${path} is where it was too much` });
      files.set(path, await readFile(join(folder, path)));
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = errnoOf(error);
    throw new Failure(code === 'ENOENT' ? `there is no folder ${folder}` : `cannot read ${folder}: ${code}`, { code: code === 'ENOENT' ? 'no-such-folder' : 'file-unreadable', exitCode: EXIT.usage, cause: error });
  }
  return files;
}

async function paths(root: string, folder: string, wanted: (path: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) found.push(...await paths(root, path, wanted));
    else if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
  }
  return found.filter(wanted);
}

/**
 * Writes files that do not exist yet. When one of them does, nothing at all is written.
 * @returns the paths written, in order
 * @throws Failure `file-exists` naming them, `file-unwritable`; exit 2
 */
export async function writeNewFiles(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Promise<string[]> {
  const there: string[] = [];
  for (const path of files.keys()) if (await stat(join(folder, path)).then(() => true, () => false)) there.push(path);
  if (there.length > 0) {
    throw new Failure(`${folder} has ${there.join(', ')} already`, { code: 'file-exists', exitCode: EXIT.usage, hint: 'nothing was written: name another folder, or move what is there' });
  }
  for (const [path, content] of files) {
    try {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content, { flag: 'wx' });
    } catch (error) {
      throw new Failure(`cannot write ${join(folder, path)}: ${reasonOf(error)}`, { code: 'file-unwritable', exitCode: EXIT.usage, cause: error });
    }
  }
  return [...files.keys()];
}
