/**
 * A plan as a file: what `plan --out` writes and `apply FILE.json` takes.
 *
 * It is made for review, and to be sure that what is applied is what was reviewed. It does not carry what is typed: `apply` reads
 * the profile it names again (secrets stay where they are), reads the device again, plans again, and types only when that comes to
 * the same. So a file that somebody changed can stop an apply but cannot make it type anything.
 *
 * A target is *stale*, exit 8, when its part of the profile, its part of the device, or the commands differ from the file.
 */
import { valueDigest } from './digest.ts';
import type { FindingJson, PlannedTarget } from '../api.ts';
import type { Seen } from '../run/seen.ts';

export const KIND = 'ont-prov plan';

export interface PlanFile {
  readonly formatVersion: 1;
  readonly kind: typeof KIND;
  /** Version of the program that made it. */
  readonly tool: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  /** As it was given, and the directory it was given in. */
  readonly profile: { readonly path: string; readonly cwd: string };
  readonly options: { readonly prune: boolean; readonly acceptUnconfirmed: boolean; readonly confirm: boolean };
  /** Vendor → digest of its pack. */
  readonly packs: Readonly<Record<string, string>>;
  /** What is to be done, for people: the shape of `plan --json`. */
  readonly targets: readonly PlannedTarget[];
  readonly findings: readonly FindingJson[];
  /** What each target rests on, in the order of planning. */
  readonly basis: readonly Basis[];
  /** SHA-256 of everything above. */
  readonly seal: string;
}

export interface Basis {
  readonly key: string;
  readonly olt: string;
  /** SHA-256 of the resolved subscriber, secrets by reference. */
  readonly intent: string;
  /** SHA-256 of the commands, in order. */
  readonly plan: string;
  /** What the device held of this ONT. */
  readonly seen: Seen;
}

export function sealed(file: Omit<PlanFile, 'seal'>): PlanFile {
  return { ...file, seal: valueDigest(file) };
}

/** Whether nothing in the file was changed by accident or by hand. */
export function isWhole({ seal, ...file }: PlanFile): boolean {
  return seal === valueDigest(file);
}
