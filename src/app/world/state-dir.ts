import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../../kernel/failure.ts';
import { errnoOf, reasonOf } from './errno.ts';

/**
 * Where a run leaves its traces: journal (`runs`), `leases`, `backups`, generated `secrets`, `simulators`, `unsaved`, `adopted`, `known_hosts`.
 * Nothing is created before something is written. Directories are 0700, files 0600. It may be a path shared by several machines.
 */
export interface StateDir {
  readonly root: string;
  /** A path below the root. Each part is made safe as one file name, whatever an OLT or key is called. */
  path(...parts: readonly string[]): string;
  /** The text of a file, null when there is none. */
  read(path: string): Promise<string | null>;
  /** Replaces a file as a whole: readers see the old or the new text, also after a crash. */
  write(path: string, text: string): Promise<void>;
  /** Creates the directory of `path`, 0700, and returns `path`. */
  ready(path: string): Promise<string>;
}

/** Flag, then ONT_PROV_STATE_DIR, then $XDG_STATE_HOME/ont-prov, then ~/.local/state/ont-prov. */
export function stateRoot(flag: string | undefined, env: Readonly<Record<string, string | undefined>>, home: string, cwd: string): string {
  const named = flag ?? nonEmpty(env['ONT_PROV_STATE_DIR']);
  if (named !== undefined) return resolve(cwd, named);
  // The XDG base directory specification says that relative values are to be ignored.
  const xdg = nonEmpty(env['XDG_STATE_HOME']);
  return join(xdg !== undefined && xdg.startsWith('/') ? xdg : join(home, '.local', 'state'), 'ont-prov');
}

export function stateDir(root: string): StateDir {
  const prepared = new Set<string>();
  let temporary = 0;

  async function ready(path: string): Promise<string> {
    const directory = dirname(path);
    if (prepared.has(directory)) return path;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      // A state directory that was made by hand keeps its place but not its openness.
      if (((await stat(root)).mode & 0o077) !== 0) await chmod(root, 0o700).catch(() => undefined);
    } catch (error) {
      throw unwritable(root, error);
    }
    prepared.add(directory);
    return path;
  }

  return {
    root,
    path: (...parts) => join(root, ...parts.map(fileName)),
    ready,
    async read(path) {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return null;
        throw new Failure(`cannot read ${path}: ${reasonOf(error)}`, { code: 'state-unreadable', exitCode: 2, cause: error });
      }
    },
    async write(path, text) {
      await ready(path);
      const fresh = `${path}.${process.pid}.${++temporary}.new`;
      try {
        const file = await open(fresh, 'w', 0o600);
        try {
          await file.writeFile(text);
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(fresh, path);
      } catch (error) {
        await rm(fresh, { force: true }).catch(() => undefined);
        throw unwritable(root, error);
      }
    },
  };
}

export function unwritable(root: string, error: unknown): Failure {
  return new Failure(`cannot write to the state directory ${root}: ${reasonOf(error)}`,
    { code: 'state-unwritable', exitCode: 2, hint: 'make room there or see to its permissions, or name another one with --state-dir or ONT_PROV_STATE_DIR', cause: error });
}

/** One path segment: letters, digits, `.`, `-`, `_` stay; anything else is percent-encoded, and so is a leading dot. */
function fileName(part: string): string {
  const safe = [...new TextEncoder().encode(part)]
    .map((byte) => (/[A-Za-z0-9._-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`))
    .join('');
  return shortened(safe.startsWith('.') ? `%2e${safe.slice(1)}` : safe === '' ? '%' : safe);
}

/** Octets that file systems allow are 255; the rest is for what is put behind a name while its file is written. */
const LONGEST_NAME = 180;

/** A name that is too long keeps its start and its ending; a digest tells it from others. `~` stands in no other name. */
function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const ending = /\.[a-z-]{1,12}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, 120)}~${createHash('sha256').update(name).digest('hex').slice(0, 24)}${ending}`;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
