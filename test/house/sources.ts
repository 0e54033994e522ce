import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface Source {
  /** Relative to the repository, with slashes. */
  readonly file: string;
  readonly text: string;
  /** Module names as written, type-only and dynamic ones included. */
  readonly imports: readonly string[];
  /** The same without type-only imports. */
  readonly values: readonly string[];
}

/** Every TypeScript file below `folder`, with what it imports. */
export function sources(folder: string): Source[] {
  return files(join(root, folder)).filter((path) => path.endsWith('.ts')).map((path) => {
    const text = readFileSync(path, 'utf8');
    return { file: relative(root, path).split(sep).join('/'), text, imports: imported(text), values: imported(text.replace(/^(import|export) type [^;]*;/gm, '')) };
  });
}

function imported(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map((i) => i.fileName);
}

/** The repository-relative file a relative import means. */
export function target(source: Source, name: string): string {
  return relative(root, resolve(root, dirname(source.file), name)).split(sep).join('/');
}

export function vendorIds(): string[] {
  return readdirSync(join(root, 'vendors')).filter((name) => !name.startsWith('_') && statSync(join(root, 'vendors', name)).isDirectory());
}

/** Vendors that come with a simulator of their own. */
export function simulatedVendors(): string[] {
  return vendorIds().filter((id) => statSync(join(root, 'vendors', id, 'simulator.ts'), { throwIfNoEntry: false })?.isFile());
}

function files(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'generated') return [];
    return entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)];
  });
}
