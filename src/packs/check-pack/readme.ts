/** README.md of a pack: every line it can type, with where it comes from and how sure that is. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { wholeFile } from '../../profile/source.ts';
import type { Driver } from '../driver.ts';
import { fileName, missingFile, textOfFile, type PackFiles } from './files.ts';

const HEADING = '## Every line';
const UPDATE = 'ont-prov vendors check --update writes the table';

/** The text as it should be: what stands above the table stays as it is; without a README it is made of title and `about`. */
export function readmeText(pack: PackFiles, driver: Driver, about: string): string {
  const there = textOfFile(pack, 'README.md');
  const cut = there?.indexOf(`\n${HEADING}`) ?? -1;
  const above = there !== null && cut >= 0 ? there.slice(0, cut + 1).trimEnd() : [`# ${driver.title}`, '', about.trim()].join('\n').trimEnd();
  return [above, '', HEADING, '', '| resource | line | evidence | source |', '|---|---|---|---|', ...rowsOf(driver), ''].join('\n');
}

export function checkReadme(pack: PackFiles, driver: Driver): Finding[] {
  const text = textOfFile(pack, 'README.md');
  if (text === null) return [missingFile(pack, 'README.md', UPDATE)];
  const file = fileName(pack, 'README.md');
  const lines = text.split(/\r?\n/);
  const rows = rowsOf(driver);
  const missing = rows.filter((row) => !lines.includes(row));
  const stale = lines.map((line, index) => ({ line, index })).filter(({ line }) => /^\| [\w.]+ \| `.*` \|/.test(line) && !rows.includes(line));
  return [
    ...stale.map(({ line, index }) => finding('ONT513', 'the pack has no such line any more, or says something else of it', {
      hint: UPDATE, at: { file, line: index + 1, column: 1, endLine: index + 1, endColumn: line.length + 1, path: '' },
    })),
    ...missing.map((row) => finding('ONT513', `README.md does not list: ${row}`, { hint: UPDATE, at: wholeFile(file) })),
  ];
}

function rowsOf(driver: Driver): string[] {
  return driver.lines.map(({ resource, line, evidence, source }) => `| ${resource} | \`${cell(line)}\` | ${evidence} | ${cell(source)} |`);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
