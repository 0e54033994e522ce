/** Channels carry bytes; a session drives a device's terminal over one. */
import type { Failure } from '../kernel/failure.ts';

/** A byte pipe to a terminal. `onData` and `onEnd` have one listener each; data before the listener is kept. */
export interface Channel {
  /** `ssh admin@10.0.0.1:22`: for messages and logs. */
  readonly peer: string;
  /** true: whoever speaks here has logged in already (SSH). false: the terminal itself asks (Telnet). Absent: either. */
  readonly authenticated?: boolean;
  write(bytes: string | Uint8Array): void;
  onData(listener: (chunk: Uint8Array) => void): void;
  /** Called once. `error` is null when the far side closed in an orderly way. */
  onEnd(listener: (error: Error | null) => void): void;
  close(): Promise<void>;
}

/** What the device's answer to one line means, before asking what we wanted of it. */
export type ReplyClass =
  | 'ok' | 'exists' | 'same' | 'absent' | 'empty' | 'conflict' | 'in-use' | 'dependency' | 'offline'
  | 'unsupported' | 'denied' | 'syntax' | 'busy' | 'unknown';

export interface LineRequest {
  /** What is typed, without line end. */
  readonly text: string;
  /** What logs and errors show: secrets as `***`. */
  readonly shown: string;
  /** Prompt tail the session must be at, checked before typing; and the one a taken line leads to. */
  readonly at: string;
  readonly prompt: string;
  readonly intent: 'create' | 'update' | 'delete' | 'collect' | 'read' | 'navigate' | 'save' | 'prepare';
  /** Answer yes to a yes/no question of the device. Without it a question is answered no and the line counts as refused. */
  readonly yes: boolean;
  /** ms without a byte from the device; default of the pack. */
  readonly silence?: number;
}

export interface Reply {
  readonly class: ReplyClass;
  /** The device's own words when the class is not `ok`: failure lines joined, caret line kept. */
  readonly message: string;
  /** Output between echo and prompt, pager and alarms taken out, neither trimmed nor unfolded. */
  readonly lines: readonly string[];
  /** Asynchronous blocks that came in between. */
  readonly alarms: readonly string[];
  /** Prompt tail the device is at now. */
  readonly prompt: string;
  /** Times the line was sent (busy retries). */
  readonly tries: number;
}

/** What came of lines that were typed without waiting for each other's answers. */
export interface Answers {
  /** In the order of the lines; fewer than those when `failure` is set: what became of the others is not known. */
  readonly replies: readonly Reply[];
  /** `session-lost`, `silent`, `endless`, `unexpected-prompt`, `echo-mismatch`; also when a taken line led to another prompt than it should. */
  readonly failure: Failure | null;
}

export interface Session {
  /** Host name captured at login. */
  readonly host: string;
  /** What the device printed before its first prompt. */
  readonly banner: string;
  /** Preparation lines the device refused; their fallbacks are in force. */
  readonly refusedPreparation: readonly string[];
  /** Prompt tail now: `#`, `(config)#`. */
  readonly at: string;
  /**
   * Types one line, waits for the exact prompt, classifies the answer.
   * @throws Failure `session-lost` (link dropped or the device closed it; state unknown), `silent` (no byte for `silence` ms),
   *         `endless` (it never stops talking; the session is over then), `unexpected-prompt`. All exit 5. A refused line is no exception: look at `class`.
   */
  send(request: LineRequest): Promise<Reply>;
  /**
   * Types all lines at once and takes their answers one by one, each at its own echo and prompt. All of them are typed, whatever the
   * answers: whoever calls sees to it that a refusal makes no later one harmful, and that the device keeps what is typed ahead. Nothing
   * that the device asks is answered while lines are on their way; a busy device is not asked again.
   */
  sendTogether(requests: readonly LineRequest[]): Promise<Answers>;
  /** From wherever the terminal is, to privileged mode (after a time-out: Ctrl-C, Enter, then the pack's way home). */
  home(): Promise<void>;
  /** Clean logout; never throws; returns when the link is closed. */
  close(): Promise<void>;
}
