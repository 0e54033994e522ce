/** What people must know of a plan before they say yes. */
import type { Finding } from '../kernel/finding.ts';
import type { Change } from '../plan/model.ts';

export function interruptsOf(changes: readonly Change[]): string[] {
  const out = new Set<string>();
  if (changes.some((change) => change.cuts === 'ont')) out.add('the whole ONT: all its services stop while it takes its new configuration (seconds to a minute)');
  else for (const change of changes) if (change.cuts === 'service') out.add(`${change.resource} ${Object.values(change.key).join('/')}: its service stops between two commands`);
  return [...out];
}

export function oneWaysOf(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => (change.oneWay === undefined ? [] : [`${change.resource} ${Object.values(change.key).join('/')}: ${change.oneWay}`]));
}

/** Lines whose written form rests on inference need a word of the user. */
export function unconfirmedOf(changes: readonly Change[]): Finding[] {
  const lines = new Set(changes.flatMap((change) => change.commands).filter((command) => command.evidence === 'inferred').map((command) => command.line));
  return [...lines].map((line) => ({
    code: 'ONT408', severity: 'error' as const, message: `no device or manual is known to show this line: ${line}`,
    hint: 'try it by hand on a test ONT first; --accept-unconfirmed sends it',
  }));
}
