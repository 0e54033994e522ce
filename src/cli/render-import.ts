import type { ImportDocument } from '../app/import.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/** What was written, and how much of the box it says. */
export function renderImport(document: ImportDocument, paint: Paint): string {
  if (document.error !== null) return '';
  const { profiles, imported, notImported, files } = document;
  return [
    ...profiles.map(({ name, subscribers }) => `${paint.strong(oneLine(name))}  ${count(subscribers, 'subscriber')}`),
    ...files.map((file) => paint.faint(`wrote ${oneLine(file)}`)),
    `${count(imported, 'ONT')} imported as ${count(profiles.length, 'profile')}${notImported.length === 0 ? '' : paint.warn(`, ${notImported.length} left out (not-imported.txt says which and why)`)}`,
  ].map((line) => `${line}\n`).join('');
}
