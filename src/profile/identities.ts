import type { Intent } from './intent.ts';

/** What of an intent tells which ONT is meant. */
export type Identified = Pick<Intent, 'serial' | 'mac' | 'authentication'>;

/**
 * Everything that may prove which ONT is a subscriber's, as devices hold it. An OLT shows only what the ONT is registered with, and
 * that need not be what the profile asks for: whoever looks for an ONT looks for all of these.
 */
export function identitiesOf({ serial, mac, authentication }: Identified): string[] {
  return [serial, authentication.by === 'loid' ? authentication.loid : undefined, mac].filter((name) => name !== undefined);
}
