import type { AccessModel } from '../../access/model.ts';
import type { Driver, PlanOptions } from '../../packs/driver.ts';
import type { Intent } from '../../profile/intent.ts';

/** One subscriber, ready to be planned: what is meant, in the middle language, and the driver of the OLT that carries it. */
export interface Subject {
  readonly intent: Intent;
  readonly access: AccessModel;
  readonly driver: Driver;
}

/** What a run wants of its subjects; the same for all of them. */
export interface Aim {
  readonly goal: PlanOptions['goal'];
  readonly prune: boolean;
  readonly acceptUnconfirmed: boolean;
  readonly confirm: boolean;
  readonly formerSerial?: string;
}

/** What the device does once and keeps no trace of: nothing to read back, nothing to save. */
export function isAction({ goal }: Pick<Aim, 'goal'>): boolean {
  return goal === 'reboot' || goal === 'factory-reset';
}

/** Goals that type no secret of the subscriber; one may only be needed to take something back. */
export function typesNoSecret({ goal }: Pick<Aim, 'goal'>): boolean {
  return goal !== 'active' && goal !== 'move' && goal !== 'replace';
}

export function onlyOne(subjects: readonly Subject[]): Subject | undefined {
  return subjects.length === 1 ? subjects[0] : undefined;
}
