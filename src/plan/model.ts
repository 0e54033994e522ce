/**
 * The plan as a value: print it, save it, diff it, review it, apply it. `apply` runs exactly what is in here.
 * Secrets appear as `***` in every text and as `Secret` in `parts`.
 */
import type { Finding } from '../kernel/finding.ts';
import type { Secret } from '../kernel/secret.ts';

/** How sure we are that a device takes a line in this form: seen in a device transcript, in a manual or several drivers, or inferred by us. */
export type Evidence = 'transcript' | 'manual' | 'inferred';

export interface Command {
  /** The literal line that enters the mode, '' for global configuration. */
  readonly mode: string;
  /** Exactly one line, secrets as `***`. */
  readonly line: string;
  /** What is really typed, when it holds secrets: text and secrets in turn. Otherwise `line` is typed. */
  readonly parts?: readonly (string | Secret)[];
  /** Prompt tail expected once the line was taken, without the host name: `(config-if-gpon-0/1)#`. */
  readonly prompt: string;
  /** Prompt tail of the mode the line is typed in. */
  readonly at: string;
  readonly intent: Intent;
  readonly evidence: Evidence;
  /** Types at the device's question whether to go on: only where the step is meant to do what is asked. */
  readonly yes: boolean;
  /** Ends a profile's body: from here on its contents are in force. */
  readonly closes?: true;
  /** Lines that leave this command's mode to global configuration, in order, with the prompt tail each leads to. */
  readonly leave: readonly Hop[];
  /** Lines that enter it from global configuration. */
  readonly enter: readonly Hop[];
}

export interface Hop { readonly line: string; readonly prompt: string; }

/** What a command is meant to do; with the class of the device's answer it gives the verdict (`verdict.ts`). */
export type Intent = 'create' | 'update' | 'delete' | 'collect' | 'read' | 'navigate' | 'save';

export type Action = 'create' | 'update' | 'replace' | 'delete' | 'collect';

export type Cuts = 'none' | 'service' | 'ont';

export interface AttributeChange { readonly attribute: string; readonly from: string | null; readonly to: string | null; }

export interface Change {
  readonly resource: string;
  readonly key: Readonly<Record<string, string | number>>;
  readonly scope: 'shared' | 'ont';
  readonly action: Action;
  readonly cuts: Cuts;
  readonly attributes: readonly AttributeChange[];
  readonly commands: readonly Command[];
  /** In the order in which they are typed to take this change back. */
  readonly undo: readonly Command[];
  /** Lines that throw away a half-typed body (a profile without commit), when a line inside `commands` is refused. */
  readonly abort: readonly Command[];
  /** Taken only while the ONT is up: a second phase when it is not. */
  readonly gate?: 'online';
  /** Why this change cannot be undone, when it cannot. */
  readonly oneWay?: string;
}

export interface Unmanaged { readonly resource: string; readonly line: string; }

export interface Assumed { readonly resource: string; readonly attribute: string; readonly value: string | number; }

/** What one target needs. An empty `changes` with no error finding means: nothing to do. */
export interface TargetPlan {
  readonly key: string;
  readonly olt: string;
  readonly vendor: string;
  readonly dialect: string;
  /** 16 upper-case hex, null on EPON. */
  readonly serial: string | null;
  readonly pon: string;
  /** null while unknown (refused before a number was chosen, or the ONT is absent). */
  readonly id: number | null;
  readonly assumed: readonly Assumed[];
  readonly changes: readonly Change[];
  readonly unmanaged: readonly Unmanaged[];
  /** In no profile either, but declared ours (`adopt`): kept by apply, taken away by remove. */
  readonly adopted: readonly Unmanaged[];
  /** In words: what stops working, and for whom, while this is applied. */
  readonly interrupts: readonly string[];
  readonly oneWay: readonly string[];
  /** Conflicts with the device and limits of the vendor. An error among them means: nothing may be sent for this target. */
  readonly findings: readonly Finding[];
}

/** One line to type, in order, with navigation: what `script` prints and `apply` sends. */
export interface ScriptStep {
  readonly line: string;
  readonly parts?: readonly (string | Secret)[];
  /** Prompt tail the line is typed at, and the one expected after it. */
  readonly at: string;
  readonly prompt: string;
  readonly intent: Intent;
  readonly yes: boolean;
  /** As of the command. */
  readonly closes?: true;
  /** Index into `changes` this line belongs to; null for navigation and save. */
  readonly change: number | null;
}
