import type { Difference, DriftTarget } from '../app/drift.ts';
import type { OntState } from '../app/ont-states.ts';
import { vendorForm } from '../kernel/serial.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/** Longer lists of subscribers where all is well are counted instead of named. */
const NAMED = 5;

interface Told extends DriftTarget { readonly run?: OntState | null; }

/** Per subscriber what is not as the profile says; with `run` also how the ONT is doing. */
export function renderDrift(targets: readonly Told[], paint: Paint): string {
  const quiet = targets.filter((target) => target.state === 'match' && target.unmanaged.length === 0 && (target.run?.ready ?? true));
  const lines = targets.filter((target) => quiet.length <= NAMED || !quiet.includes(target)).flatMap((target) => renderTarget(target, paint));
  if (quiet.length > NAMED && quiet.length < targets.length) lines.push(`${count(quiet.length, 'more subscriber')}: ${paint.good('as the profile says')}`);
  if (targets.length > 1) lines.push(totals(targets, paint));
  return lines.map((line) => `${line}\n`).join('');
}

function renderTarget(target: Told, paint: Paint): string[] {
  const run = target.run ? `  ${(target.run.ready ? paint.good : paint.warn)(['run', 'config', 'match'].map((part) => target.run![part as 'run'] ?? '-').join('/'))}` : '';
  return [
    `${paint.strong(oneLine(target.key))}  ${oneLine(target.olt)}${target.serial === null ? '' : `  ${vendorForm(target.serial)}`}  ${stateText(target.state, paint)}${run}`,
    ...target.differences.map((each) => `  ${differenceText(each, paint)}`),
    ...target.adopted.map(({ line }) => `  ${paint.faint(`adopted: ${oneLine(line)}`)}`),
    ...target.unmanaged.map(({ line }) => `  ${paint.faint(`not in the profile: ${oneLine(line)}`)}`),
  ];
}

function stateText(state: DriftTarget['state'], paint: Paint): string {
  switch (state) {
    case 'match': return paint.good('as the profile says');
    case 'drift': return paint.warn('differs');
    case 'absent': return paint.bad('not registered');
    case 'unreadable': return paint.bad('could not be read');
  }
}

function differenceText({ resource, key, attribute, expected, actual }: Difference, paint: Paint): string {
  const name = `${resource} ${Object.values(key).join('/')}`.trim();
  if (actual === null && attribute === 'line') return `${paint.bad('-')} missing: ${oneLine(expected ?? name)}`;
  if (expected === null && attribute === 'line') return `${paint.good('+')} ${name}: ${oneLine(actual ?? '')}`;
  return `${paint.warn('~')} ${name} ${attribute}: is ${paint.bad(oneLine(actual ?? 'none'))}, should be ${paint.good(oneLine(expected ?? 'none'))}`;
}

function totals(targets: readonly Told[], paint: Paint): string {
  const n = (state: DriftTarget['state']): number => targets.filter((target) => target.state === state).length;
  const waiting = targets.filter((target) => target.state === 'match' && target.run && !target.run.ready).length;
  const parts = [
    [n('drift'), paint.warn(`${n('drift')} differ`)], [n('absent'), paint.bad(`${n('absent')} not registered`)],
    [n('unreadable'), paint.bad(`${n('unreadable')} not read`)], [waiting, paint.warn(`${waiting} not up`)],
  ].flatMap(([some, text]) => (some === 0 ? [] : [text]));
  return `${count(targets.length, 'subscriber')}: ${parts.length === 0 ? paint.good('all as the profiles say') : parts.join(', ')}`;
}
