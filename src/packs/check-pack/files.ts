/** The files of a vendor's folder, held in memory: paths are relative to it, with slashes. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Files } from '../../kernel/world.ts';
import { wholeFile } from '../../profile/source.ts';

export interface PackFiles {
  /** How findings name the folder: a path, absolute or as the user wrote it. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Profiles that travel with the product, by path below their folder: a golden script may be of one of them. */
  readonly examples?: ReadonlyMap<string, Uint8Array>;
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

/** Files in memory as the profile reader wants them; `prefix` stands before every path. */
export function memoryFiles(files: ReadonlyMap<string, Uint8Array>, prefix: string): Files {
  const below = (path: string): string | null => (path.startsWith(prefix) ? path.slice(prefix.length) : null);
  return {
    read: async (path) => files.get(below(path) ?? '') ?? null,
    list: async (path) => {
      const folder = `${below(path) ?? path}/`;
      const names = [...files.keys()].filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length)).filter((name) => !name.includes('/'));
      return names.length > 0 ? names.sort() : null;
    },
  };
}
