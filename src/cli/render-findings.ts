import type { FindingJson, RelatedJson, Summary } from '../app/api.ts';
import { count, oneLine, width } from './one-line.ts';
import type { Paint } from './paint.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Lines of a file, null when it cannot be read again. */
export type SourceLines = (file: string) => Promise<readonly string[] | null>;

/**
 * Findings for people: place, severity, code and message on one line that editors can follow; the line of the file with the
 * place underlined; what to do; and other places that take part.
 * @param columns  width of the terminal; longer excerpts are cut around the place
 */
export async function renderFindings(findings: readonly FindingJson[], source: SourceLines, paint: Paint, columns: number): Promise<string> {
  const blocks: string[] = [];
  for (const finding of findings) blocks.push(await block(finding, source, paint, columns));
  return blocks.join('\n');
}

export function renderSummary(summary: Summary, paint: Paint): string {
  const files = count(summary.files, 'file');
  const parts = [
    summary.errors > 0 ? paint.bad(count(summary.errors, 'error')) : '',
    summary.warnings > 0 ? paint.warn(count(summary.warnings, 'warning')) : '',
    summary.infos > 0 ? count(summary.infos, 'note') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? `${paint.good('✓')} no problems in ${files}\n` : `${parts.join(', ')} in ${files}\n`;
}

async function block(finding: FindingJson, source: SourceLines, paint: Paint, columns: number): Promise<string> {
  const colour = { error: paint.bad, warning: paint.warn, info: paint.mark }[finding.severity];
  const place = finding.file === null ? '' : `${paint.strong(placeName(finding.file, finding.line, finding.column))} `;
  const lines = [`${place}${colour(`${finding.severity} ${finding.code}`)} ${oneLine(finding.message)}`];
  if (finding.file !== null && finding.line !== null) {
    lines.push(...await excerpt(finding as PlaceInFile, finding.code, source, paint, colour, columns));
  }
  if (finding.hint !== null) lines.push(`  ${paint.mark('hint:')} ${oneLine(finding.hint)}`);
  for (const related of finding.related) lines.push(...await relatedPlace(related, finding.code, source, paint, columns));
  return `${lines.join('\n')}\n`;
}

async function relatedPlace(related: RelatedJson, code: string, source: SourceLines, paint: Paint, columns: number): Promise<string[]> {
  return [
    `  ${paint.mark('see:')} ${oneLine(related.message)} ${paint.strong(placeName(related.file, related.line, related.column))}`,
    ...await excerpt(related, code, source, paint, paint.mark, columns),
  ];
}

function placeName(file: string, line: number | null, column: number | null): string {
  return `${oneLine(file)}${line === null ? '' : `:${line}${column === null ? '' : `:${column}`}`}`;
}

interface PlaceInFile { readonly file: string; readonly line: number; readonly column: number | null; readonly endLine: number | null; readonly endColumn: number | null; readonly path: string | null; }

/** The line with the place underlined and secrets hidden. Nothing when the file is gone or shorter by now. */
async function excerpt(at: PlaceInFile, code: string, source: SourceLines, paint: Paint, colour: (text: string) => string, columns: number): Promise<string[]> {
  const file = await source(at.file);
  const text = file?.[at.line - 1];
  if (text === undefined || text.trim() === '') return [];
  const plain = oneLetterEach(text);
  const length = [...plain].length;
  const begins = Math.min(Math.max((at.column ?? 1) - 1, 0), length);
  const last = at.endLine === at.line && at.endColumn !== null ? at.endColumn - 1 : length;
  const { text: safe, from, to } = withoutSecrets({
    text: plain, file: at.file, header: oneLetterEach(file?.find((line) => !line.startsWith('#')) ?? ''), path: at.path, code,
    ofRow: sectionOf(file ?? [], at.line) === 'targets', from: begins, to: Math.max(Math.min(last, length), begins + 1),
  });
  const letters = [...safe];

  const number = String(at.line);
  const room = Math.max(columns - number.length - 6, 20);
  const start = letters.length <= room || from < room - 10 ? 0 : from - Math.floor(room / 3);
  const cut = letters.slice(start, start + room);
  const head = start > 0 ? '…' : '';
  const tail = start + room < letters.length ? '…' : '';
  const blank = ' '.repeat(width(head + letters.slice(start, from).join('')));
  const marks = '^'.repeat(Math.max(1, width(letters.slice(from, Math.min(to, start + room)).join(''))));
  return [
    `  ${paint.faint(`${number} │`)} ${head}${cut.join('')}${tail}`,
    `  ${paint.faint(`${' '.repeat(number.length)} │`)} ${blank}${colour(marks)}`,
  ];
}

/** The top-level key that a line of a YAML file is under: what cannot be read has no path. A file has as many findings as it has lines, so it is gone through once. */
function sectionOf(file: readonly string[], line: number): string | undefined {
  let sections = sectionsOf.get(file);
  if (!sections) sectionsOf.set(file, (sections = file.flatMap((text, i) => (/^[\w"']/.test(text) ? [{ from: i + 1, name: /^["']?(\w+)/.exec(text)?.[1] }] : []))));
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sections[middle]!.from <= line) low = middle + 1; else high = middle;
  }
  return sections[low - 1]?.name;
}

const sectionsOf = new WeakMap<readonly string[], readonly { readonly from: number; readonly name: string | undefined }[]>();

/** Letter for letter, so that columns still count; tabs and control characters become harmless ones. */
function oneLetterEach(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
