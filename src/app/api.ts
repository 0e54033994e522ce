/**
 * What the command line builds on: one function per command, each in its own file beside this one, loaded per command:
 *
 *   world.ts    openWorld(options): World
 *   lint.ts     lint(world, LintOptions): Promise<LintDocument>
 *   dry-run.ts  dryRun(world, DryRunOptions, TargetSink): Promise<DryRunEnd>
 *   plan.ts     plan(world, PlanCommandOptions, Tell<PlanDocument, R>): Promise<R>
 *   apply.ts    apply(world, ApplyOptions, Tell<ApplyDocument, R>): Promise<R>
 *   remove.ts   remove(world, RemoveOptions, Tell<ApplyDocument, R>): Promise<R>
 *   explain.ts  explain(world, ExplainOptions): Promise<ExplainDocument>
 *   vendors.ts  listVendors(world): Promise<VendorsDocument>; showVendor(world, name): Promise<VendorDocument>
 *   adopt.ts    adopt(world, AdoptOptions): Promise<AdoptDocument>
 *   trust.ts    trust(world, TrustOptions): Promise<TrustDocument>
 *   sim-olt.ts  simOlt(world, SimOltOptions): Promise<RunningSimulator>
 *
 * Documents are the public JSON shapes, ready to print; a text renderer reads the same values. Those that have an entry for each
 * subscriber of a batch are handed to a `Tell`: their entries are not in memory, and can be read until it has done its work. Everything the world refuses
 * is in `error` of a document; what is thrown is a bug (exit 70), except by `simOlt` and `openWorld`, which throw `Failure`.
 * Secrets are never in a document.
 */
import type { Severity } from '../kernel/finding.ts';
import type { Sequence } from '../kernel/sequence.ts';
import type { ExitCode } from '../kernel/exit.ts';
import type { Action, Cuts, Evidence } from '../plan/model.ts';
import type { ReplyClass } from '../transport/model.ts';
import type { Wave } from './run/waves.ts';

/** Gets a finished document, and gives back what its caller shall get. The document's `Sequence`s can be read until then. */
export type Tell<D, R> = (document: D) => R | Promise<R>;

// ---- documents ----------------------------------------------------------------------------------------------------

export interface FindingJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  /** Relative to the working directory; null for a finding about no file. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  /** JSON pointer. */
  readonly path: string | null;
  readonly related: readonly RelatedJson[];
}

export interface RelatedJson {
  readonly message: string;
  readonly file: string; readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number; readonly path: string;
}

export interface ErrorJson { readonly code: string; readonly message: string; readonly hint: string | null; }

export interface CommandJson {
  readonly mode: string;
  readonly line: string;
  /** Only on a line whose written form nobody has seen a device take. */
  readonly evidence?: 'inferred';
}

export interface ChangeJson {
  readonly resource: string;
  readonly key: Readonly<Record<string, string | number>>;
  readonly scope: 'shared' | 'ont';
  readonly action: Action;
  readonly cuts: Cuts;
  readonly commands: readonly CommandJson[];
  readonly undo: readonly CommandJson[];
}

export interface AttributeJson { readonly attribute: string; readonly from: string | null; readonly to: string | null; }

export interface PlannedChangeJson extends ChangeJson {
  readonly attributes: readonly AttributeJson[];
  /** Why it cannot be undone, when it cannot. */
  readonly oneWay: string | null;
}

export interface TargetHead {
  readonly key: string;
  readonly olt: string;
  readonly vendor: string;
  readonly dialect: string;
  readonly serial: string | null;
  readonly pon: string;
  readonly id: number | null;
}

/** One target of `dry-run --json`. */
export interface DryRunTarget extends TargetHead {
  readonly assumed: readonly { readonly resource: string; readonly attribute: string; readonly value: string | number }[];
  readonly changes: readonly ChangeJson[];
  readonly script: readonly string[];
}

/** A line of the device, secrets as `***`. */
export interface LineJson { readonly resource: string; readonly line: string; }

/** One target of `plan --json`. */
export interface PlannedTarget extends TargetHead {
  readonly assumed: DryRunTarget['assumed'];
  readonly changes: readonly PlannedChangeJson[];
  readonly script: readonly string[];
  readonly unmanaged: readonly LineJson[];
  /** Adopted, and in no profile. */
  readonly adopted: readonly LineJson[];
  readonly interrupts: readonly string[];
  readonly oneWay: readonly string[];
}

export interface Summary { readonly files: number; readonly errors: number; readonly warnings: number; readonly infos: number; }

/** The tail every document has. */
export interface Tail {
  readonly findings: readonly FindingJson[];
  readonly error: ErrorJson | null;
  readonly exitCode: ExitCode;
}

export interface LintDocument extends Tail { readonly formatVersion: 1; readonly summary: Summary; }

/** The dry run's document is `{formatVersion: 1, targets: [...handed to the sink...], ...this}`. */
export type DryRunEnd = Tail;

export interface PlanDocument extends Tail {
  readonly formatVersion: 1;
  readonly targets: Sequence<PlannedTarget>;
  /** OLTs whose targets could not be planned. `error` is the first of them. */
  readonly failures: readonly (ErrorJson & { readonly olt: string })[];
}

export type Outcome = 'unchanged' | 'applied' | 'pending' | 'undone' | 'left-changed' | 'refused' | 'unreachable' | 'stale' | 'skipped';

export interface AppliedChangeJson extends PlannedChangeJson { readonly result: 'ok' | 'refused' | 'undone' | 'skipped'; }

export interface AppliedTarget {
  readonly key: string;
  readonly olt: string;
  readonly serial: string | null;
  readonly id: number | null;
  readonly outcome: Outcome;
  readonly changes: readonly AppliedChangeJson[];
  readonly verified: boolean;
  readonly messages: readonly string[];
}

export interface ApplyDocument extends Tail {
  readonly formatVersion: 1;
  /** Name of the run in the journal; '' when nothing was started (findings, usage). */
  readonly run: string;
  readonly targets: Sequence<AppliedTarget>;
  readonly saved: boolean;
}

export interface ExplainedValue {
  /** JSON pointer into the resolved subscriber: `/services/internet/down`. */
  readonly path: string;
  /** As text, the way people write it; `***` for a secret. */
  readonly value: string;
  /** `row | pon | olt | profile home-100 | type | default`. */
  readonly from: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

export interface ExplainDocument extends Tail { readonly formatVersion: 1; readonly key: string; readonly values: readonly ExplainedValue[]; }

export interface VendorJson { readonly id: string; readonly title: string; readonly aliases: readonly string[]; }
export interface VendorsDocument extends Tail { readonly formatVersion: 1; readonly vendors: readonly VendorJson[]; }
export interface VendorDocument extends Tail {
  readonly formatVersion: 1;
  readonly vendor: (VendorJson & {
    readonly reads: readonly string[];
    readonly lines: readonly { readonly resource: string; readonly line: string; readonly evidence: Evidence | string; readonly source: string }[];
    readonly simulator: boolean;
  }) | null;
}

export interface TrustDocument extends Tail {
  readonly formatVersion: 1;
  readonly olt: string;
  readonly host: string;
  readonly port: number;
  readonly key: HostKeyJson | null;
  /** What the known-hosts files said before. */
  readonly state: 'known' | 'unknown' | 'changed' | null;
  readonly recorded: boolean;
}

export interface HostKeyJson { readonly type: string; /** `SHA256:…`, as OpenSSH prints it. */ readonly fingerprint: string; }

// ---- options ------------------------------------------------------------------------------------------------------

export interface WorldOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--state-dir`; wins over ONT_PROV_STATE_DIR and XDG_STATE_HOME. */
  readonly stateDir?: string;
  /** Reads all of standard input, for the path `-`. */
  readonly stdin?: () => Promise<Uint8Array>;
  /** Where compiled vendor packs are, instead of the installed ones. */
  readonly packs?: string;
}

export interface LintOptions { readonly paths: readonly string[]; }

export interface ProjectOptions {
  readonly path: string;
  /** Keys of the subscribers meant; empty or absent = all. A key nobody has is a finding. */
  readonly only?: readonly string[];
  readonly prune?: boolean;
  readonly acceptUnconfirmed?: boolean;
  /** Take over ONTs that wait in the OLT's list of found ones (`ont confirm`), instead of adding them. */
  readonly confirm?: boolean;
}

export type DryRunOptions = ProjectOptions;

/**
 * Called once per target, in order; awaited, so that a slow writer holds the compiler back.
 * `saving`: how many lines at the end of its script save the configuration; who types several scripts in a row saves once.
 */
export type TargetSink = (target: DryRunTarget, saving?: number) => void | Promise<void>;

export interface ConnectOptions {
  /** Accept and record an unknown host key; a changed one is never accepted. */
  readonly acceptNewHostKey?: boolean;
  /** File that receives everything sent and received, secrets masked. */
  readonly transcript?: string;
  /** OLTs worked on at the same time, at most (default 4). */
  readonly parallel?: number;
  /** Ctrl-C: the current ONT is finished, the rest is skipped, exit 130. */
  readonly interrupt?: AbortSignal;
  readonly onProgress?: (event: Progress) => void;
}

export interface PlanCommandOptions extends ProjectOptions, ConnectOptions {
  /** Also writes the plan to this file, for `apply`. Nothing is written when there is an error or an OLT could not be planned. */
  readonly out?: string;
  /** 3 instead of 0 when there is something to do. */
  readonly detailedExitCode?: boolean;
}

/** `none`: neither a terminal nor `--yes`; then only simulators are written to, anything else is exit 2. */
export type Consent =
  | { readonly kind: 'yes' }
  | { readonly kind: 'none' }
  | { readonly kind: 'ask'; readonly ask: (plan: ConsentRequest) => Promise<boolean> };

export interface ConsentRequest { readonly targets: Sequence<PlannedTarget>; readonly findings: readonly FindingJson[]; }

export interface ApplyOptions extends ProjectOptions, ConnectOptions {
  /** `apply` also takes the file of a plan (`plan --out`) as `path`; the plan's own options hold then. */
  readonly consent: Consent;
  /** Refuse the whole run, before anything is written, when the plans hold more changes than this. */
  readonly maxChanges?: number;
  /** Begin with no further subscriber once this many have failed, over all OLTs of the run; an OLT that fails as a whole counts once. */
  readonly maxFail?: number;
  /**
   * Ends of waves, counted over the subscribers that need something, in the order of the rows. The next wave begins when everybody of
   * the one before is applied and read back; else the rest is skipped. What is beyond the last wave is skipped too.
   */
  readonly waves?: readonly Wave[];
  /** Subscribers of one OLT after which a long run saves on its way (default 200). */
  readonly checkpoint?: number;
}

/** `only` must name at least one key. */
export interface RemoveOptions extends ApplyOptions { readonly only: readonly string[]; }

export interface OperateOptions extends RemoveOptions {
  readonly goal: 'suspend' | 'resume' | 'move' | 'replace' | 'reboot' | 'factory-reset';
  /** For `replace`: the serial that is on the device now, in any spelling. */
  readonly was?: string;
  /** For `move`: the OLT that is left, when the row says another one by now. The options below need it. */
  readonly from?: string;
  /** Delete the old place without looking whether the ONT is up at the new one: no service until its fibre is there. */
  readonly now?: boolean;
  /** Seconds to wait for the ONT to come up at the new place; absent = look once. */
  readonly wait?: number;
}

export interface ExplainOptions { readonly path: string; readonly key: string; }

export interface TrustOptions {
  readonly path: string;
  readonly olt: string;
  /** Shown the key before it is recorded; false leaves the files as they are. Not asked when the key is known already. */
  readonly confirm: (key: HostKeyJson, state: 'unknown' | 'changed') => Promise<boolean>;
}

export interface SimOltOptions {
  readonly vendor: string;
  readonly model?: string;
  /** 0 = any free port; absent = not offered. With neither of the two, both are offered on any port. */
  readonly sshPort?: number;
  readonly telnetPort?: number;
  /** Running and saved configuration live in this file. */
  readonly state?: string;
  /** Configuration text to start with. */
  readonly seed?: string;
  /** ms the device takes for each line. */
  readonly latency?: number;
  /** Habits of the box by name; each vendor's simulator documents its own. */
  readonly set?: Readonly<Record<string, string>>;
  /** As written on the command line: `drop-after@12`. */
  readonly faults?: readonly string[];
  readonly user?: string;
  /** Name of the environment variable that holds the password; without it the simulator's own default. */
  readonly passwordEnv?: string;
}

export interface RunningSimulator {
  readonly vendor: string;
  readonly ports: { readonly ssh?: number; readonly telnet?: number };
  close(): Promise<void>;
}

// ---- progress -----------------------------------------------------------------------------------------------------

/** What happens during plan, apply and remove, for whoever watches. Lines are shown forms: no secrets. */
export type Progress =
  | { readonly kind: 'run'; readonly run: string; readonly olts: number; readonly targets: number }
  | { readonly kind: 'connecting'; readonly olt: string; readonly peer: string; readonly attempt: number }
  | { readonly kind: 'connected'; readonly olt: string; readonly host: string }
  /** `grave`: something that was asked for is missing; said also to those who want no progress. */
  | { readonly kind: 'note'; readonly olt: string; readonly message: string; readonly grave?: true }
  /** `one`: what concerns the subscriber `because`; `whole`: all of the configuration, for the reason `because`. */
  | { readonly kind: 'scope'; readonly olt: string; readonly scope: 'one' | 'whole'; readonly because: string }
  | { readonly kind: 'reading'; readonly olt: string; readonly name: string; readonly index: number; readonly of: number }
  | { readonly kind: 'planned'; readonly olt: string; readonly target: string; readonly changes: number; readonly commands: number }
  | { readonly kind: 'target'; readonly olt: string; readonly target: string; readonly commands: number }
  | { readonly kind: 'command'; readonly olt: string; readonly target: string; readonly mode: string; readonly line: string; readonly class: ReplyClass; readonly index: number; readonly of: number; readonly undo: boolean }
  | { readonly kind: 'refusal'; readonly olt: string; readonly target: string; readonly line: string; readonly message: string }
  | { readonly kind: 'undoing'; readonly olt: string; readonly target: string; readonly commands: number }
  | { readonly kind: 'outcome'; readonly olt: string; readonly target: string; readonly outcome: Outcome; readonly messages: readonly string[] }
  | { readonly kind: 'verifying'; readonly olt: string; readonly targets: number }
  /** `percent`: how far the device says it is. */
  | { readonly kind: 'saving'; readonly olt: string; readonly percent?: number }
  | { readonly kind: 'saved'; readonly olt: string; readonly saved: boolean }
  | { readonly kind: 'closed'; readonly olt: string };
