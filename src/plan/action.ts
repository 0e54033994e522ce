/** Actions of the device on an ONT that is there: a restart, the factory settings. They change no configuration and cannot be taken back. */
import type { Finding } from '../kernel/finding.ts';
import { actionCommand } from './commands.ts';
import type { Drop, Mode } from './kind.ts';
import type { TargetInput, TargetResult } from './target.ts';
import { findThere } from './target.ts';

export interface DeviceAction extends Drop { readonly mode: Mode; }

/** @param action undefined: the pack knows no line for it */
export function deviceAction(action: DeviceAction | undefined, input: TargetInput): TargetResult {
  const { row, kind, findings } = findThere(input);
  const base = { assumed: [], unmanaged: [], adopted: [], assumedLines: [], commit: () => undefined, revert: () => undefined };
  if (!action) return { ...base, id: null, changes: [], findings: [...findings, noAction()] };
  if (!row) return { ...base, id: null, changes: [], findings: findings.length > 0 ? findings : [notThere(input.pon)] };
  const key: Record<string, string | number> = {};
  for (const name of kind.key) {
    const value = row.values[name];
    if (typeof value === 'string' || typeof value === 'number') key[name] = value;
  }
  const id = key[kind.key[kind.key.length - 1]!];
  return {
    ...base, findings, id: typeof id === 'number' ? id : null,
    changes: [{
      resource: kind.name, key, scope: 'ont', action: 'update', cuts: 'ont', attributes: [],
      commands: [actionCommand(action, row.values, input.top)], undo: [], abort: [], oneWay: 'what a device does at once cannot be taken back',
    }],
  };
}

function notThere(pon: string): Finding {
  return { code: 'ONT413', severity: 'error', message: `no ONT of this serial is on ${pon}`, hint: 'look where it is with `ont-prov plan`; apply the profile first' };
}

function noAction(): Finding {
  return { code: 'ONT302', severity: 'error', message: 'this vendor\'s pack knows no line for that', hint: 'use the ACS, or the device\'s own terminal' };
}
