import type { ProbeReport } from '../app/probe.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/** Shapes shown of each sort; `--json` has them all. */
const MOST = 40;

export function renderProbe(olt: string, report: ProbeReport, paint: Paint): string {
  const { configuration: found } = report;
  const mark = (good: boolean): string => (good ? paint.good('✓') : paint.bad('✗'));
  const lines = [
    `${paint.strong(oneLine(olt))}  ${report.vendor}, dialect ${report.dialect}, over ${report.peer}`,
    ...report.banner.map((line) => paint.faint(`  ${oneLine(line)}`)),
    '', paint.strong('modes'), ...report.modes.map(({ name, prompt, reached }) => `  ${mark(reached)} ${name} ${paint.faint(prompt)}${reached ? '' : paint.faint('  not seen')}`),
    '', paint.strong('reads'), ...report.reads.map((read) => `  ${mark(read.works)} ${paint.mark(read.line)}  ${read.works ? count(read.lines, 'line') : oneLine(read.message)}`),
    ...(report.refusedPreparation.length > 0 ? ['', paint.strong('preparation it does not know'), ...report.refusedPreparation.map((line) => `  ${paint.mark(oneLine(line))}`)] : []),
    '', `${paint.strong('configuration')}  ${count(found.lines, 'line')}${found.complete ? '' : `, ${paint.bad('not read to its end')}`}`,
    `  ${found.known} known, ${found.residue} unknown in ${count(found.residueShapes.length, 'shape')}, ${found.half > 0 ? paint.warn(`${found.half} half-known`) : '0 half-known'}`,
    ...section('half-known: their objects are not touched', found.halfShapes), ...section('unknown: kept, and in the way when their ONT is removed', found.residueShapes),
  ];
  return lines.map((line) => `${line}\n`).join('');

  function section(title: string, shapes: ProbeReport['configuration']['residueShapes']): string[] {
    if (shapes.length === 0) return [];
    const shown = shapes.slice(0, MOST);
    const more = shapes.length - shown.length;
    return ['', paint.strong(title), ...shown.map((each) => `  ${String(each.count).padStart(5)} × ${paint.faint(`[${each.where}]`)} ${oneLine(each.shape)}`), ...(more > 0 ? [paint.faint(`  … and ${count(more, 'shape')} more: --json has them all`)] : [])];
  }
}
