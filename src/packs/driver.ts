/** What the rest of the product sees of a vendor: a compiled pack. Everything here is pure; the session does the typing. */
import type { AccessModel } from '../access/model.ts';
import type { Finding } from '../kernel/finding.ts';
import type { Claims } from '../plan/beside.ts';
import type { Footprint } from '../plan/footprint.ts';
import type { Holdings } from '../plan/holdings.ts';
import type { Change, ScriptStep, TargetPlan } from '../plan/model.ts';
import type { Intent } from '../profile/intent.ts';
import type { SessionSpec } from '../transport/spec.ts';
import type { ReadSide } from './read-side.ts';
import type { Survey } from './survey.ts';
import type { TargetedReads } from './targeted.ts';

/** One read-only command of the pack's read list. */
export interface ReadStep {
  readonly name: string;
  readonly line: string;
  /** Prompt tail to be at: `#`. */
  readonly at: string;
}

/** The raw answer to one read. */
export interface ReadResult { readonly name: string; readonly lines: readonly string[]; }

/** What is known of a running device: rows of configuration, how complete the reading was, and what dialect it speaks. */
export interface Observation {
  readonly dialect: string;
  /** false: some read was cut or not understood as a whole. Nothing may be planned on it; read again. */
  readonly complete: boolean;
  /** Why it is not complete, or why this device must be refused (distributed mode, unknown family). Errors refuse every target. */
  readonly findings: readonly Finding[];
}

export type Goal = 'active' | 'remove' | 'suspend' | 'resume' | 'move' | 'replace' | 'reboot' | 'factory-reset';

export interface PlanOptions {
  /** Also delete what is on the ONT and not in the profile. */
  readonly prune: boolean;
  /** What people have adopted of this ONT. */
  readonly claims?: Claims;
  /** Allow lines whose write form rests on inference. */
  readonly acceptUnconfirmed: boolean;
  /**
   * `active` makes it so, `remove` takes the ONT away (whatever the row's state), `suspend` and `resume` override the row's state,
   * `move` takes the ONT from where its serial is to where the row says, `replace` puts the row's serial in the place of
   * `formerSerial`, `reboot` and `factory-reset` are actions of the device.
   */
  readonly goal: Goal;
  /** 16 upper-case hex digits of the ONT that is there now. */
  readonly formerSerial?: string;
  /** Opened secrets by `Secret.key`, for comparing with values a device shows in clear; absent ones are unverifiable. */
  readonly opened?: ReadonlyMap<string, string>;
  /** Take over an ONT that waits in the list of found ones, instead of adding it. */
  readonly confirm?: boolean;
  /** Offline: list the numbers that were assumed. */
  readonly offline: boolean;
  /** Also collect every shared object of ours on the device that nothing refers to: an earlier run was broken off. */
  readonly sweep?: boolean;
}

export interface Planned {
  readonly plan: TargetPlan;
  /** Brings the observation to the state after this plan, so that the next target of the same OLT is planned on it. */
  commit(): void;
}

export interface Driver extends ReadSide {
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly session: SessionSpec;
  /** Why nothing is typed at devices of this vendor yet; null when it is. */
  readonly readOnly: string | null;
  /** Reads a plan needs: everything about the configuration, in order. */
  readonly reads: readonly ReadStep[];
  /** How one ONT is read without the rest of its box; null: only the whole configuration tells. */
  targeted(intent: Intent, access: AccessModel): TargetedReads | null;
  /** A line of the device as it may be shown: `***` for its secrets, also those that the device shows in clear. */
  shown(line: string): string;
  /** Whether a line is on the pack's read list. Whatever only reads must ask before typing. */
  mayRead(line: string): boolean;
  /** Limits, charsets and capabilities of the vendor (no device involved): what lint adds for this OLT. */
  check(intent: Intent, access: AccessModel): Finding[];
  /** Makes sense of what the device answered. */
  observe(results: readonly ReadResult[], model: string | undefined): Observation;
  /** How much of what the device answered this pack understands. Its lines are as the device showed them. */
  survey(results: readonly ReadResult[]): Survey;
  /** A device that holds only the required objects of these targets. Grows when later targets are planned on it. */
  assumed(model: string | undefined): Observation;
  /** Configuration lines that seed a simulator with what these targets take to exist: VLANs, boards, objects the site names in `use:`. */
  requiredLines(targets: Iterable<{ readonly intent: Intent; readonly access: AccessModel }>): string[];
  plan(intent: Intent, access: AccessModel, on: Observation, options: PlanOptions): Planned;
  /** What is on the device for this subscriber already: the profile's by meaning, adopted, unmanaged. Plans nothing. */
  holdings(intent: Intent, access: AccessModel, on: Observation, options: PlanOptions): Holdings;
  /** What the device holds of the ONT that goes by one of these (serial, LOID, MAC), and the objects of `about`: to tell later whether they are as they were. */
  footprint(identities: readonly string[], on: Observation, about: readonly Pick<Change, 'resource' | 'key'>[]): Footprint;
  /** Lines from privileged mode through save: entering and leaving modes, one command per line. Without plans: the save alone. */
  script(plans: readonly TargetPlan[], options: { readonly save: boolean }): ScriptStep[];
  /** The undo commands of these changes, in the order to type them (reverse), with navigation; from privileged mode, without save. */
  undoScript(changes: readonly TargetPlan['changes'][number][]): ScriptStep[];
  /** The steps of a script for these changes in groups: the lines of one may be on their way to the device together. */
  windows(changes: readonly Change[], steps: readonly ScriptStep[]): readonly (readonly ScriptStep[])[];
  /** For `vendors show`: every line the pack can type, with its evidence. */
  readonly lines: readonly { readonly resource: string; readonly line: string; readonly evidence: string; readonly source: string }[];
}
