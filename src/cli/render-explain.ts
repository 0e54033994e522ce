import type { ExplainedValue } from '../app/api.ts';
import { oneLine, width } from './one-line.ts';
import type { Paint } from './paint.ts';

/** Three columns: the value's path, the value, where it was written. */
export function renderExplain(values: readonly ExplainedValue[], paint: Paint): string {
  const rows = values.map((v) => [
    oneLine(v.path.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')),
    oneLine(v.value),
    `${oneLine(v.from)}${v.file === null ? '' : ` ${oneLine(v.file)}:${v.line ?? 1}${v.column === null ? '' : `:${v.column}`}`}`,
  ] as const);
  const first = Math.max(0, ...rows.map(([path]) => width(path)));
  const second = Math.min(40, Math.max(0, ...rows.map(([, value]) => width(value))));
  return rows.map(([path, value, from]) => `${pad(path, first)}  ${paint.strong(pad(value, second))}  ${paint.faint(from)}\n`).join('');
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}
