/**
 * How a vendor's terminal behaves: the `session:` section of a pack. Plain JSON data, regular expressions as strings without
 * delimiters or flags; `compile-session.ts` checks and compiles it. Nothing here knows a vendor.
 */
import type { ReplyClass } from './model.ts';

/** Source of a JavaScript regular expression (flag `u`). */
export type Pattern = string;

export interface SessionSpec {
  readonly terminal: TerminalSpec;
  readonly login: LoginSpec;
  readonly prompt: PromptSpec;
  /** Base modes by name. Board, profile and similar modes are the pack's own; the session only needs the way to privileged mode. */
  readonly modes: Readonly<Record<string, ModeSpec>>;
  readonly home: HomeSpec;
  /** Typed after login in this order, from home. Each may be refused; that is remembered and its fallback stays in force. */
  readonly prepare: readonly PrepareSpec[];
  readonly logout: LogoutSpec;
  readonly pager?: PagerSpec;
  readonly dialog?: DialogSpec;
  readonly question: QuestionSpec;
  readonly echo?: EchoSpec;
  /** Blocks that may appear anywhere and belong to no command. */
  readonly alarms: readonly AlarmSpec[];
  /** Single lines that belong to no command: time-stamped notices and the like. */
  readonly notices: readonly Pattern[];
  /** Lines of an answer that say nothing: "please wait". Left out of `Reply.lines`. */
  readonly chatter: readonly Pattern[];
  readonly failures: FailureSpec;
  /** The first pattern that matches the joined failure text decides; a failure that matches none is `unknown`. */
  readonly replies: readonly (readonly [Pattern, ReplyClass])[];
  readonly busy: BusySpec;
  readonly timeouts: TimeoutSpec;
  /** The device says that it ends the session. */
  readonly closed: readonly Pattern[];
  readonly save?: SaveSpec;
  /** Absent: nobody knows, and lines are typed one by one. */
  readonly typeAhead?: TypeAheadSpec;
}

/** What a device keeps of what is typed while it is still at the line before. */
export interface TypeAheadSpec { readonly octets: number; readonly lines: number; }

export interface TerminalSpec {
  /** Columns and rows announced to the device. */
  readonly width: number;
  readonly height: number;
  /** TERM of the pseudo terminal. */
  readonly type: string;
  /** What Enter sends; exactly one key. */
  readonly enter: string;
  /** What stops a command or a question: Ctrl-C. */
  readonly interrupt: string;
  /** `off`: the device breaks off on keep-alive packets, and none are sent whatever a person wishes. */
  readonly keepAlive?: 'off';
}

export interface LoginSpec {
  /** Questions at the end of the output, matched on the open line. */
  readonly username: readonly Pattern[];
  readonly password: readonly Pattern[];
  /** Lines that mean: not with these credentials. Only lines of these forms count; banners may well say "fail". */
  readonly refused: readonly Pattern[];
  /** Lines that mean: not now (too many sessions or attempts). */
  readonly limit: readonly Pattern[];
  /** Questions of a banner, with what is typed as the answer. */
  readonly questions: readonly { readonly ask: Pattern; readonly answer: string }[];
}

export interface PromptSpec {
  /** The host name as it can appear in a prompt; captured at login, from then on taken literally. */
  readonly host: Pattern;
  /** Everything after the host name. */
  readonly tail: Pattern;
}

export interface ModeSpec {
  /** Literal prompt tail: `(config)#`. */
  readonly tail: string;
  /** The mode it is entered from; absent for the mode right after login. */
  readonly from?: string;
  readonly enter?: string;
  readonly leave?: string;
  /** Entering may ask for the enable password. */
  readonly password?: boolean;
}

/** Privileged mode, from which everything starts. */
export interface HomeSpec {
  readonly mode: string;
  /** Leads there from any deeper mode. */
  readonly line: string;
}

export interface PrepareSpec {
  readonly line: string;
  readonly mode: string;
  /** Typed at logout if `line` was taken. Absent where the setting ends with the session. */
  readonly undo?: string;
  /** What other releases of the device call it; typed when `line` is refused. */
  readonly instead?: { readonly line: string; readonly undo?: string };
  /** In words: what stays in force when it is refused. */
  readonly fallback: string;
}

export interface LogoutSpec { readonly line: string; readonly mode: string; }

export interface PagerSpec {
  /** The whole open line. */
  readonly text: Pattern;
  /** The key that shows the next page, sent without Enter. */
  readonly key: string;
  /** What the device sends to wipe the pager off the screen, right after its text. */
  readonly erase: readonly Pattern[];
}

/** `{ <cr>|name<K> }:`: the device asks for the rest of a line it finds short. */
export interface DialogSpec {
  /** The whole open line; the group `choices` holds what may be typed. */
  readonly text: Pattern;
  /** Among the choices: the line is complete, Enter runs it. */
  readonly complete: Pattern;
  /** After such an Enter the device shows the complete line under this heading. */
  readonly heading?: Pattern;
  /** Lines below the heading that belong to it. */
  readonly body?: Pattern;
}

/** Yes or no. `text` matches the end of the open line. */
export interface QuestionSpec { readonly text: Pattern; readonly yes: string; readonly no: string; }

/** Some devices cut an echo off, or show it in an altered form. */
export interface EchoSpec {
  /** Removed from the raw open line before anything else looks at it, beyond what a terminal does anyway. */
  readonly remove: readonly Pattern[];
}

export interface AlarmSpec {
  readonly start: Pattern;
  /** Last line of the block; absent for one-line alarms. */
  readonly end?: Pattern;
  /** Lines after which a block without end is taken for ordinary output again. */
  readonly limit?: number;
}

export interface FailureSpec {
  /** A line that reports a failure; the group `text`, or the whole line, is the message. */
  readonly line: readonly Pattern[];
  /** A following line that continues a folded failure. */
  readonly continued: Pattern;
  /** Texts that report a failure only when they are all the device says. */
  readonly alone: readonly Pattern[];
  /** Points at the spot of a syntax error, on the line above. */
  readonly caret?: Pattern;
  /** Counters with groups `failed`, or `total` and `success`: what failed is a failure though no line says so. */
  readonly counters: readonly Pattern[];
}

export interface BusySpec {
  /** ms before each repetition of a line the device was too busy for; its length is the number of repetitions. */
  readonly waits: readonly number[];
}

/** All in ms without a byte from the device, unless noted. What a device says without a pause may take 20 times as long. */
export interface TimeoutSpec {
  /** For the login as a whole, to its first prompt. */
  readonly login: number;
  readonly line: number;
  readonly read: number;
  readonly save: number;
  /** Quiet before an end of output is believed that is not the one to be expected. */
  readonly doubt: number;
  /** For each step of finding back to a prompt after a time-out; and for the echo of a line typed ahead. */
  readonly resync: number;
  /** For each step of logging out. */
  readonly logout: number;
}

export interface SaveSpec {
  /** Group `percent`. */
  readonly progress: Pattern;
  readonly done: readonly Pattern[];
  readonly failed: readonly Pattern[];
  /** ms after the prompt without a word of progress or completion: the device saves without saying so. */
  readonly patience: number;
}
