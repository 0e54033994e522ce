import { lower } from '../../access/lower.ts';
import type { Driver, Observation } from '../../packs/driver.ts';
import { elsewhere } from '../../profile/elsewhere.ts';
import type { Intent, OltIntent } from '../../profile/intent.ts';
import type { Project } from '../../profile/project.ts';
import { resolve } from '../../profile/resolve/resolve.ts';
import { placeOf, placesOf } from '../places.ts';
import type { Subject } from '../run/subject.ts';

/** The OLT that subscribers leave. */
export interface Leaving { readonly olt: OltIntent; readonly driver: Driver; }

/** Where an OLT has an ONT. */
export interface FormerPlace { readonly pon: string; readonly id: number | undefined; }

/**
 * A subscriber as the files would have it on the OLT it leaves: VLANs and variables may be others there. Files that say nothing usable
 * for that place any more (a variable was taken out) say what they say of the new one; the plan calls the rest unmanaged then.
 *
 * @param place null: not known (yet)
 */
export function subjectAt(project: Project, { intent }: Subject, { olt, driver }: Leaving, place: FormerPlace | null): Subject {
  const at = { olt: olt.name, pon: place?.pon ?? intent.pon, id: place?.id };
  const [there] = resolve(elsewhere(project, intent.key, at), { only: intent.key });
  const meant = there?.intent && !there.blocked ? there.intent : asItIs(intent, olt, at);
  return { intent: meant, access: lower(meant), driver };
}

function asItIs({ id: _, ...intent }: Intent, olt: OltIntent, { pon, id }: FormerPlace): Intent {
  return { ...intent, olt, pon, ...(id === undefined ? {} : { id }), origin: () => ({ from: 'olt' }) };
}

/** Where the OLT that is left has this subscriber; null: nowhere. By what proves who it is, never by a number of the row. */
export function formerPlace(subject: Subject, { driver }: Leaving, on: Observation): FormerPlace | null {
  const ont = placeOf(subject, placesOf(driver, on));
  return ont && ont.pon !== null ? { pon: ont.pon, id: ont.id ?? undefined } : null;
}

/** A PON of the OLT to plan for who is not there: what an earlier run left unused is collected all the same. null: it shows none. */
export function anyPon({ intent }: Subject, { driver }: Leaving, on: Observation): string | null {
  if (driver.ponParts(intent.pon)) return intent.pon;
  return driver.onts(on).find(({ pon }) => pon !== null)?.pon ?? null;
}
