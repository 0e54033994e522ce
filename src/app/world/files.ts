import { readFile, readdir } from 'node:fs/promises';
import { Failure } from '../../kernel/failure.ts';
import type { Files } from '../../kernel/world.ts';
import { errnoOf, reasonOf } from './errno.ts';

/** The file system. The path `-` is standard input, read once and kept. */
export function nodeFiles(stdin?: () => Promise<Uint8Array>): Files {
  let input: Promise<Uint8Array> | undefined;
  return {
    async read(path) {
      if (path === '-' && stdin) return (input ??= stdin());
      try {
        return await readFile(path);
      } catch (error) {
        return absentOr(error, `cannot read ${path}`);
      }
    },
    async list(path) {
      try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name).sort();
      } catch (error) {
        return absentOr(error, `cannot list ${path}`);
      }
    },
  };
}

/** "No such thing" is an answer; everything else is a refusal of the world. */
function absentOr(error: unknown, what: string): null {
  const code = errnoOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  const hint = HINTS[code];
  throw new Failure(`${what}: ${reasonOf(error)}`, { code: 'file-unreadable', exitCode: 2, cause: error, ...(hint === undefined ? {} : { hint }) });
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'make it readable for this user (chmod, chown), directories on the way included', EPERM: 'make it readable for this user',
  EISDIR: 'name a file in it', ELOOP: 'mend the symbolic links', EMFILE: 'raise the limit of open files: ulimit -n',
};
