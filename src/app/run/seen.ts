import { createHash } from 'node:crypto';
import type { Footprint } from '../../plan/footprint.ts';

/**
 * What a device held of one ONT at some moment: objects by name, each with a digest of its content. Enough to say later which
 * object changed, and too little to learn what it held.
 */
export interface Seen {
  /** The ONT and what lives under it. */
  readonly own: Readonly<Record<string, string>>;
  /** Shared objects it leads to, and objects somebody asked about. */
  readonly other: Readonly<Record<string, string>>;
}

export function seenOf({ own, other }: Footprint): Seen {
  return { own: digests(own), other: digests(other) };
}

/** In words, one line for each object that is not as it was. */
export function changesSince(before: Seen, now: Seen): string[] {
  const [was, is] = [{ ...before.own, ...before.other }, { ...now.own, ...now.other }];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) => {
    if (was[name] === is[name]) return [];
    return [was[name] === undefined ? `${name} is new` : is[name] === undefined ? `${name} is gone` : `${name} changed`];
  });
}

function digests(texts: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...texts].map(([name, text]) => [name, contentDigest(text)]));
}

/** The first 16 hex digits of SHA-256: for telling apart, not for protecting. */
export function contentDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
