import type { CommandJson, PlannedChangeJson, PlannedTarget } from '../app/api.ts';
import type { Sequence } from '../kernel/sequence.ts';
import { vendorForm } from '../kernel/serial.ts';
import type { Action, Cuts } from '../plan/model.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/** Longer lists of targets with nothing to do are counted instead of named. */
const NAMED_UNCHANGED = 5;

/**
 * A plan for people: per ONT what is created, changed (old → new) and deleted with the commands, what it cuts, what stays.
 * @returns portions of it, made one by one
 */
export function* renderPlan(targets: Sequence<PlannedTarget>, paint: Paint): Iterable<string> {
  const sums = { onts: targets.length, created: 0, changed: 0, deleted: 0, commands: 0, cut: 0 };
  const idle: string[] = [];
  let [busy, unnamed] = [0, 0];
  for (const target of targets) {
    addTo(sums, target);
    if (target.changes.length > 0 || target.unmanaged.length > 0 || target.adopted.length > 0) {
      busy++;
      yield `${renderTarget(target, paint).join('\n')}\n\n`;
    } else if (idle.length <= NAMED_UNCHANGED) idle.push(`${heading(target, paint)}  ${paint.faint('nothing to do')}\n`);
    else unnamed++;
  }
  if (idle.length > 0 && idle.length <= NAMED_UNCHANGED) yield `${idle.join('')}\n`;
  else if (idle.length > 0 && busy > 0) yield `${count(idle.length + unnamed, 'more ONT')}: ${paint.faint('nothing to do')}\n\n`;
  if (targets.length > 0) yield `${totals(sums, paint)}\n`;
}

function renderTarget(target: PlannedTarget, paint: Paint): string[] {
  const lines = [heading(target, paint)];
  if (target.changes.length === 0) lines.push(`  ${paint.faint('nothing to do')}`);
  for (const change of target.changes) lines.push(...renderChange(change, paint));
  lines.push(...section('interrupts', target.interrupts, paint.warn, paint));
  lines.push(...section('cannot be undone', target.oneWay, paint.warn, paint));
  lines.push(...section('kept, adopted (remove takes it along)', target.adopted.map((u) => u.line), paint.faint, paint));
  lines.push(...section('kept, not in the profile (--prune deletes it)', target.unmanaged.map((u) => u.line), paint.faint, paint));
  return lines;
}

export function heading(target: Omit<PlannedTarget, 'changes' | 'assumed'>, paint: Paint): string {
  const serial = target.serial === null ? '' : `  ${vendorForm(target.serial)}`;
  const id = target.id === null ? '' : ` id ${target.id}`;
  return `${paint.strong(oneLine(target.key))}  ${oneLine(target.olt)} ${oneLine(target.pon)}${id}${serial}  ${paint.faint(`${target.vendor} ${target.dialect}`.trim())}`;
}

function renderChange(change: PlannedChangeJson, paint: Paint): string[] {
  const [sign, colour] = signOf(change.action, paint);
  const remarks = [change.scope === 'shared' ? 'shared by ONTs of the OLT' : '', CUTS[change.cuts], change.action === 'collect' ? 'used by nobody any more' : ''].filter((r) => r !== '');
  const lines = [`  ${colour(sign)} ${change.resource} ${keyText(change.key)}${remarks.length > 0 ? `  ${(change.cuts === 'none' ? paint.faint : paint.warn)(`(${remarks.join('; ')})`)}` : ''}`];
  lines.push(...attributes(change, paint));
  const entered = new Set<string>();
  for (const command of change.commands) {
    lines.push(`      ${commandLine(command, entered.has(command.mode), paint)}`);
    entered.add(command.line);
  }
  if (change.oneWay !== null) lines.push(`      ${paint.warn(`cannot be undone: ${oneLine(change.oneWay)}`)}`);
  return lines;
}

/** Creation says its values on one line; a change says old → new, each on its own. */
function attributes(change: PlannedChangeJson, paint: Paint): string[] {
  const named = change.attributes.filter((a) => !(a.attribute in change.key));
  if (change.action === 'delete' || change.action === 'collect') return [];
  if (change.action === 'create') {
    const values = named.filter((a) => a.to !== null).map((a) => `${a.attribute} ${oneLine(a.to!)}`);
    return values.length === 0 ? [] : [`      ${paint.faint(values.join(', '))}`];
  }
  return named.filter((a) => a.from !== a.to).map((a) =>
    `      ${a.attribute}: ${paint.bad(a.from === null ? 'none' : oneLine(a.from))} → ${paint.good(a.to === null ? 'none' : oneLine(a.to))}`);
}

/** @param within  the line that enters its mode stands above: the command is indented under it instead of naming it again */
function commandLine(command: CommandJson, within: boolean, paint: Paint): string {
  const where = command.mode === '' ? '' : within ? '  ' : paint.faint(`${oneLine(command.mode)} ▸ `);
  return `${paint.faint('>')} ${where}${paint.mark(oneLine(command.line))}${command.evidence === 'inferred' ? paint.warn('  (inferred form)') : ''}`;
}

function section(title: string, items: readonly string[], colour: (text: string) => string, paint: Paint): string[] {
  if (items.length === 0) return [];
  return [`  ${paint.strong(`${title}:`)}`, ...items.map((item) => `    ${colour(oneLine(item))}`)];
}

interface Sums { readonly onts: number; created: number; changed: number; deleted: number; commands: number; cut: number; }

function addTo(sums: Sums, { changes }: PlannedTarget): void {
  for (const { action, commands } of changes) {
    sums[COUNTED_AS[action]]++;
    sums.commands += commands.length;
  }
  if (changes.some(({ cuts }) => cuts !== 'none')) sums.cut++;
}

const COUNTED_AS: Readonly<Record<Action, 'created' | 'changed' | 'deleted'>> = { create: 'created', update: 'changed', replace: 'changed', delete: 'deleted', collect: 'deleted' };

/** `12 created, 1 changed, 2 deleted · 38 commands · interrupts 1 ONT`. */
function totals({ onts, created, changed, deleted, commands, cut }: Sums, paint: Paint): string {
  const kinds = [paintIf(created, 'to create', paint.good), paintIf(changed, 'to change', paint.warn), paintIf(deleted, 'to delete', paint.bad)].filter((k) => k !== '');
  const parts = [
    `${count(onts, 'ONT')}: ${kinds.length === 0 ? 'nothing to do' : kinds.join(', ')}`,
    kinds.length > 0 ? count(commands, 'command') : '',
    cut > 0 ? paint.warn(`interrupts service on ${count(cut, 'ONT')}`) : '',
  ];
  return parts.filter((p) => p !== '').join(' · ');
}

function paintIf(n: number, words: string, colour: (text: string) => string): string {
  return n === 0 ? '' : colour(`${n} ${words}`);
}

function signOf(action: Action, paint: Paint): [string, (text: string) => string] {
  switch (action) {
    case 'create': return ['+', paint.good];
    case 'update': return ['~', paint.warn];
    case 'replace': return ['±', paint.warn];
    case 'delete': case 'collect': return ['-', paint.bad];
  }
}

const CUTS: Readonly<Record<Cuts, string>> = { none: '', service: 'interrupts this service', ont: 'interrupts the whole ONT' };

function keyText(key: PlannedChangeJson['key']): string {
  const entries = Object.entries(key);
  if (entries.length === 1) return oneLine(String(entries[0]![1]));
  return entries.map(([name, value]) => `${name} ${oneLine(String(value))}`).join(' ');
}
