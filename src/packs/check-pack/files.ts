/** The files of a vendor's folder, held in memory: paths are relative to it, with slashes. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Files } from '../../kernel/world.ts';
import { wholeFile } from '../../profile/source.ts';

export interface PackFiles {
  /** How findings name the folder: a path, absolute or as the user wrote it. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function fileName(pack: PackFiles, path: string): string {
  return `${pack.folder.replace(/\/+$/, '')}/${path}`;
}

export function textOfFile(pack: PackFiles, path: string): string | null {
  const bytes = pack.files.get(path);
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}

export function missingFile(pack: PackFiles, path: string, hint: string): Finding {
  return finding('ONT514', `there is no ${path}`, { hint, at: wholeFile(fileName(pack, path)) });
}

/** The folder as the profile reader wants its files. */
export function asFiles(pack: PackFiles): Files {
  const prefix = fileName(pack, '');
  return {
    read: async (path) => (path.startsWith(prefix) ? pack.files.get(path.slice(prefix.length)) ?? null : null),
    list: async () => null,
  };
}
