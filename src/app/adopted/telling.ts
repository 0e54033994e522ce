/** What an adoption has found, per subscriber. */
import { isAdopted, type Beside } from '../../plan/beside.ts';
import type { Holdings } from '../../plan/holdings.ts';
import type { LineJson } from '../api.ts';
import type { Look } from '../looking.ts';
import type { Subject } from '../run/subject.ts';
import { claimName } from './book.ts';
import type { AdoptOutcome, AdoptTarget } from './documents.ts';

export interface LookedAt { readonly subject: Subject; readonly holdings: Holdings; }

export async function looked({ device, subjects }: Look): Promise<LookedAt[]> {
  const { observation } = await device.read();
  return subjects.map((subject) => ({ subject, holdings: device.holdings(subject, observation) }));
}

export function listedTarget({ subject, holdings }: LookedAt, outcome: AdoptOutcome): AdoptTarget {
  const open = holdings.beside.filter((each) => !isAdopted(each));
  const nameless = claimName(subject.intent) === null ? 'its row names no serial, MAC or LOID to remember it by' : null;
  return {
    ...headOf(subject), id: holdings.id ?? subject.intent.id ?? null, outcome, paired: holdings.paired, reused: holdings.reused,
    claimed: open.filter(({ cannot }) => cannot === null && nameless === null)
      .flatMap((each) => linesOf(each).map((line) => ({ ...line, service: each.service, changed: each.claim === 'changed' }))),
    adopted: holdings.beside.filter(isAdopted).flatMap(linesOf),
    kept: open.flatMap((each) => {
      const why = each.cannot ?? nameless;
      return why === null ? [] : linesOf(each).map((line) => ({ ...line, why }));
    }),
  };
}

/** A subscriber of an OLT that could not be looked at. */
export function notLooked(subject: Subject): AdoptTarget {
  return { ...headOf(subject), id: subject.intent.id ?? null, outcome: 'unreadable', paired: [], reused: [], claimed: [], adopted: [], kept: [] };
}

export function headOf({ intent }: Subject): Pick<AdoptTarget, 'key' | 'olt' | 'serial' | 'pon'> {
  return { key: intent.key, olt: intent.olt.name, serial: intent.serial ?? null, pon: intent.pon };
}

function linesOf({ resource, lines }: Beside): LineJson[] {
  return lines.map((line) => ({ resource, line }));
}
