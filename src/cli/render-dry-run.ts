import type { DryRunTarget } from '../app/api.ts';
import { oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';
import { vendorForm } from '../kernel/serial.ts';

/** The device lines of one target, under comments that say whose they are and what was assumed. Comments start with `# `. */
export function renderDryRun(target: DryRunTarget, paint: Paint): string {
  const serial = target.serial === null ? '' : `, ${vendorForm(target.serial)}`;
  const comments = [
    `${target.key} on ${target.olt} (${[target.vendor, target.dialect].filter((w) => w !== '').join(' ')}), pon ${target.pon}${target.id === null ? '' : `, id ${target.id}`}${serial}`,
    ...assumptions(target),
    ...inferred(target),
    ...(target.changes.length === 0 ? ['nothing to do'] : []),
  ];
  return [...comments.map((c) => paint.faint(`# ${oneLine(c)}`)), ...target.script].map((line) => `${line}\n`).join('');
}

/** Device lines only, ready to paste. */
export function renderScript(target: DryRunTarget): string {
  return target.script.map((line) => `${line}\n`).join('');
}

/** One line per number; several entries with the same number are one assumption. */
function assumptions(target: DryRunTarget): string[] {
  return [...new Set(target.assumed.map((a) => `assumes ${a.resource} ${a.attribute} ${a.value}`))];
}

/** What a person has to try on a device first. */
function inferred(target: DryRunTarget): string[] {
  return target.changes.flatMap((change) => change.commands).filter((command) => command.evidence === 'inferred').map((command) => `inferred form, seen on no device: ${command.line}`);
}
