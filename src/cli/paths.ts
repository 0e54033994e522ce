import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Io } from './io.ts';
import { didYouMean } from '../profile/suggest.ts';

/** The paths as they are, once each names something. @throws Failure exit 2 with the name that was probably meant */
export async function existingPaths(io: Io, paths: readonly string[]): Promise<readonly string[]> {
  for (const path of paths) await existingPath(io, path);
  return paths;
}

export async function existingPath(io: Io, path: string): Promise<string> {
  if (path === '-' || await io.exists(path)) return path;
  const trimmed = path.replace(/\/+$/, '');
  const cut = trimmed.lastIndexOf('/');
  const name = trimmed.slice(cut + 1);
  const folder = cut < 0 ? '.' : trimmed.slice(0, cut) || '/';
  const names = await io.names(folder);
  const near = didYouMean(name, names);
  throw new Failure(`no such file or directory: ${path}`, {
    code: 'no-such-file', exitCode: EXIT.usage,
    hint: near === undefined ? 'name a profile, or a directory that holds one' : `did you mean ${trimmed.slice(0, cut + 1)}${near}?`,
  });
}
