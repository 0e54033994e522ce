import type { TargetRecord } from '../run/record.ts';
import type { FormerPlace } from './former-place.ts';

/** One subscriber on its way from one OLT to another. */
export interface Passage {
  /** What is made at the new place. */
  readonly next: TargetRecord;
  /** What goes at the old place: first as it is planned, at last as it was done. */
  former: TargetRecord;
  /** Where the old place is; null: it is not there (any more), or nobody has looked yet. */
  place: FormerPlace | null;
}

/** The new place is as it should be, read back. */
export function isMade({ next }: Passage): boolean {
  return next.outcome === 'unchanged' || (next.outcome === 'applied' && next.verified);
}

/** `OLT x at 0/1/3 id 5` */
export function formerInWords({ former, place }: Passage): string {
  return `OLT ${former.olt.name}${place === null ? '' : ` at ${place.pon}${place.id === undefined ? '' : ` id ${place.id}`}`}`;
}
