import type { AdoptOutcome, AdoptTarget } from '../app/adopted/documents.ts';
import { vendorForm } from '../kernel/serial.ts';
import { count, oneLine } from './one-line.ts';
import type { Paint } from './paint.ts';

/** Longer lists of subscribers with nothing to say are counted instead of named. */
const NAMED = 5;

/** Per subscriber: what is ours by meaning, what is adopted, and what cannot be. */
export function renderAdopt(targets: readonly AdoptTarget[], paint: Paint): string {
  const quiet = targets.filter((target) => target.outcome === 'unchanged' && target.adopted.length === 0 && target.kept.length === 0 && target.reused.length === 0);
  const lines = targets.filter((target) => quiet.length <= NAMED || !quiet.includes(target)).flatMap((target) => renderTarget(target, paint));
  if (quiet.length > NAMED && quiet.length < targets.length) lines.push(`${count(quiet.length, 'more subscriber')}: ${paint.faint(WORDS.unchanged)}`);
  if (targets.length > 0) lines.push(totals(targets));
  return lines.map((line) => `${line}\n`).join('');
}

function renderTarget(target: AdoptTarget, paint: Paint): string[] {
  const id = target.id === null ? '' : ` id ${target.id}`;
  const serial = target.serial === null ? '' : `  ${vendorForm(target.serial)}`;
  const released = target.outcome === 'released';
  return [
    `${paint.strong(oneLine(target.key))}  ${oneLine(target.olt)} ${oneLine(target.pon)}${id}${serial}  ${colour(target.outcome, paint)(WORDS[target.outcome])}`,
    ...(target.paired.length === 0 ? [] : [`  ${paint.faint(`${count(target.paired.length, 'object')} of it ${target.paired.length === 1 ? 'is' : 'are'} the profile's by meaning, under whatever number`)}`]),
    ...target.reused.map(({ object, name }) => `  ${paint.faint(`used as it is, somebody else's: ${oneLine(object)}${name === null ? '' : ` "${oneLine(name)}"`}`)}`),
    ...target.claimed.map(({ line, service, changed }) => `  ${released ? paint.bad('-') : paint.good('+')} ${oneLine(line)}${remarks(service, changed, paint)}`),
    ...target.adopted.map(({ line }) => `  ${paint.good('=')} ${oneLine(line)}  ${paint.faint('(adopted before)')}`),
    ...target.kept.map(({ line, why }) => `  ${paint.warn('!')} ${oneLine(line)}  ${paint.warn(`(cannot be adopted: ${oneLine(why)})`)}`),
  ];
}

function remarks(service: string | null, changed: boolean, paint: Paint): string {
  const told = [service === null ? '' : `belongs to ${oneLine(service)}, as it seems`, changed ? 'adopted before, and changed since' : ''].filter((remark) => remark !== '');
  return told.length === 0 ? '' : `  ${paint.faint(`(${told.join('; ')})`)}`;
}

function totals(targets: readonly AdoptTarget[]): string {
  const sum = (some: (target: AdoptTarget) => number): number => targets.reduce((total, target) => total + some(target), 0);
  const claimed = (outcome: AdoptOutcome): number => sum((target) => (target.outcome === outcome ? target.claimed.length : 0));
  const parts: readonly (readonly [number, string])[] = [
    [claimed('adopted'), 'adopted'], [claimed('planned'), 'to adopt'], [claimed('skipped'), 'not adopted'], [claimed('released'), 'given back'],
    [sum(({ adopted }) => adopted.length), 'adopted before'], [sum(({ kept }) => kept.length), 'that cannot be adopted'],
  ];
  const told = parts.filter(([some]) => some > 0).map(([some, words], index) => `${index === 0 ? count(some, 'line') : some} ${words}`);
  return `${count(targets.length, 'ONT')}: ${told.length === 0 ? 'nothing to adopt' : told.join(', ')}`;
}

function colour(outcome: AdoptOutcome, paint: Paint): (text: string) => string {
  switch (outcome) {
    case 'adopted': case 'released': return paint.good;
    case 'unchanged': return paint.faint;
    case 'planned': case 'skipped': return paint.warn;
    case 'absent': case 'refused': case 'unreadable': return paint.bad;
  }
}

const WORDS: Readonly<Record<AdoptOutcome, string>> = {
  adopted: 'adopted', planned: 'would be adopted', skipped: 'not confirmed', unchanged: 'nothing to adopt', released: 'given back', absent: 'not registered',
  refused: 'not looked through', unreadable: 'could not be read',
};
