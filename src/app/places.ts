import type { Driver, Observation } from '../packs/driver.ts';
import type { ConfiguredOnt } from '../packs/read-side.ts';
import { identitiesOf } from '../profile/identities.ts';
import type { Look } from './looking.ts';
import type { Subject } from './run/subject.ts';

/** Configured ONTs by what proves who they are. */
export function placesOf(driver: Driver, on: Observation): ReadonlyMap<string, ConfiguredOnt> {
  return new Map(driver.onts(on).flatMap((ont) => [ont.serial, ont.loid, ont.mac].flatMap((name) => (name === null ? [] : [[name, ont] as const]))));
}

/** Where the device has a subscriber's ONT, whichever of its identities it is registered with. */
export function placeOf({ intent }: Subject, places: ReadonlyMap<string, ConfiguredOnt>): ConfiguredOnt | undefined {
  return identitiesOf(intent).map((name) => places.get(name)).find((place) => place !== undefined);
}

/**
 * Numbers of those who are not known by their serial, on the PON of their row: tables of states tell ONTs by serial and number, never by
 * LOID. Reads the configuration once, and only when there are such subscribers. Who is missing in the result is not registered there.
 */
export async function numbersOf({ device, driver }: Look, subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, number>> {
  const nameless = subjects.filter(({ intent }) => intent.serial === undefined || intent.authentication.by === 'loid');
  if (nameless.length === 0) return new Map();
  const places = placesOf(driver, (await device.read()).observation);
  return new Map(nameless.flatMap((subject) => {
    const place = placeOf(subject, places);
    return place && place.id !== null && place.pon === subject.intent.pon ? [[subject, place.id] as const] : [];
  }));
}
