/**
 * What a vendor's simulator is to the kit: a box that opens sessions, and sessions that take lines and give turns.
 * Devices hold tables and words; bytes, echo, paging, latency, faults and sockets are the kit's.
 */
import type { Clock } from '../kernel/world.ts';

/** Any JSON value: states are plain data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Link {
  readonly kind: 'ssh' | 'telnet' | 'local';
  /** Address of the far side, for login tables. */
  readonly address: string;
  /** null: the device asks for name and password itself (Telnet). */
  readonly user: string | null;
  /** Whether this name and password open the box. */
  admits(user: string, password: string): boolean;
}

/** How the terminal of a session behaves now; commands of the device change it. Read anew for every output. */
export interface Screen {
  /** Columns. */
  readonly width: number;
  /** Lines of a page; 0 = no pager. */
  readonly rows: number;
  /** Output lines longer than `width` are cut into several. */
  readonly folds: boolean;
  /** What a full line of echo is continued with: a CR LF, or a blank and cursor-left. */
  readonly echoFold: string;
  /** The pager's words, and what is sent to wipe them. */
  readonly more: string;
  readonly wipe: string;
  /** Whether CR LF is two Enters (else one). */
  readonly crlfIsTwo: boolean;
  /** Whether `?` asks for help at once instead of being typed. */
  readonly helpKey: boolean;
  /** Octets kept of what is typed while a line is worked on; more are lost. 0 = all are kept. */
  readonly typeAhead: number;
}

/** The device's answer to one input. */
export interface Turn {
  /** Complete lines, without line ends. */
  readonly lines: readonly string[];
  /** What stands on the last line, waiting for input: a prompt or a question. */
  readonly ask: string;
  /** What is typed next is not echoed. */
  readonly hidden?: boolean;
  /** The output may be paged. */
  readonly paged?: boolean;
  /** The device hangs up after this output. */
  readonly close?: boolean;
}

/** Sabotage: what happens instead of, or around, the honest answer. */
export type FaultKind =
  | 'refuse' | 'failed' | 'busy' | 'garbage' | 'alarm' | 'ignore' | 'silent'
  | 'drop-before' | 'drop-in-echo' | 'drop-in-reply' | 'drop-after';

export interface DeviceSession {
  readonly screen: Screen;
  /** What is printed when the link stands. */
  start(): Turn;
  /** A line was entered at whatever was asked last. */
  line(text: string): Turn;
  /** Ctrl-C. */
  interrupt(): Turn;
  /** The help key was struck after `typed`. */
  help(typed: string): readonly string[];
  /** Whether entering `text` now would be a configuration command: those are what faults count. */
  configures(text: string): boolean;
  /** The device's own words for a fault: a refusal, a `failed: 1`, busy, an alarm block, something never seen before. */
  faultLines(kind: 'refuse' | 'failed' | 'busy' | 'garbage' | 'alarm'): readonly string[];
  /** The turn that shows the current prompt after `lines`, nothing having been done. */
  unmoved(lines: readonly string[]): Turn;
  /** Takes lines that come on their own (alarms, progress of a save); with `close` the device hangs up after them. One listener. */
  onLate(listener: (lines: readonly string[], close: boolean) => void): void;
  /** The link is gone. */
  ended(): void;
}

export interface DeviceSimulator {
  /** `MA5800V100R019`: for messages. */
  readonly title: string;
  /** First line of the SSH dialogue, and the question of keyboard-interactive. */
  readonly ssh: { readonly banner: string | null; readonly question: string };
  /** Grows whenever running or saved configuration changed. */
  readonly revision: number;
  open(link: Link): DeviceSession;
  /** Executes lines of a configuration dump leniently, without latency. @returns the lines it could not make sense of or refused. */
  seed(lines: readonly string[]): string[];
  /** The running configuration as plain tables. */
  tables(): { readonly [table: string]: Json };
  /** Running and saved configuration, for a state file; `restore` takes what `persist` gave. */
  persist(): Json;
  restore(state: Json): void;
}

export interface SimulatorOptions {
  readonly model?: string;
  readonly clock?: Clock;
  /** Options by name, as a command line gives them; each simulator documents its own. */
  readonly set?: Readonly<Record<string, string>>;
}

/** What `vendors/<id>/simulator.ts` exports as `createSimulator`. @throws Failure `simulator-option` for an option it does not know. */
export type SimulatorFactory = (options?: SimulatorOptions) => DeviceSimulator;
