import type { Clock } from '../kernel/world.ts';
import type { Matcher, MatcherEvent, Tail } from './matcher.ts';
import type { Channel } from './model.ts';
import { LONGEST_LINE } from './screen.ts';
import { duration, endless, sessionLost, silent } from './session-failures.ts';
import type { Recorder } from './transcript.ts';

/**
 * What to do about what the device said: finish, give up, type something, or (null) listen on. A reaction is dropped when more comes
 * before it has settled; whatever must be remembered about having typed belongs in `typed`.
 */
export type Reaction<T> = Action<T> & Settling | null;

type Action<T> = { readonly done: T } | { readonly fail: Error } | { readonly type: string; readonly shown: string; readonly typed?: () => void };

/** ms of quiet before the end of the output is believed to be the end; 0 is one turn of the event loop. Absent: at once. */
interface Settling { readonly settle?: number; }

export type Listener<T> = (events: readonly MatcherEvent[], tail: Tail) => Reaction<T>;

export interface Conversation {
  /** ms without a byte before it is given up. */
  readonly silence: number;
  /** ms before it is given up though the device keeps talking; absent: `PATIENCE` times the silence. */
  readonly within?: number;
  /** Octets it may take; absent: `MOST_SAID`. */
  readonly most?: number;
  /** In words, for failures: `after "save"`. */
  readonly doing: string;
  /** For all reactions that do not say otherwise: 0 for long answers, which may hold anything, a prompt included. */
  readonly settle?: number;
}

interface Pending { readonly conversation: Conversation; hear(events: readonly MatcherEvent[]): void; fail(error: Error): void; }

/** Channel, matcher and clock: one conversation at a time with a device that speaks whenever it likes. */
export class Terminal {
  readonly matcher: Matcher;
  readonly recorder: Recorder;
  readonly peer: string;
  readonly #channel: Channel;
  readonly #clock: Clock;
  #queued: MatcherEvent[] = [];
  #pending: Pending | null = null;
  #ended: { readonly why: string; readonly cause: Error | null; /** What is thrown from then on, if it is more than a lost session. */ readonly broken?: Error } | null = null;
  /** Position of the matcher when we reacted last: the same prompt or question is never answered twice. */
  #reacted = -1;
  #lastByte: number;
  /** When the conversation began. */
  #began: number;
  /** Octets since somebody took what was said, and what keeping each line costs. */
  #said = 0;
  #watch: { readonly due: number; readonly cancel: () => void } | null = null;

  constructor(channel: Channel, matcher: Matcher, clock: Clock, recorder: Recorder) {
    this.#channel = channel;
    this.#clock = clock;
    this.matcher = matcher;
    this.recorder = recorder;
    this.peer = channel.peer;
    this.#lastByte = this.#began = clock.ticks();
    channel.onEnd((error) => this.#end(error ? error.message : 'the device closed the connection', error));
    channel.onData((chunk) => this.#receive(chunk));
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** @throws Failure `session-lost`; a conversation still under way is a bug of the caller */
  checkFree(doing: string): void {
    if (this.#ended) throw this.#lost(doing);
    if (this.#pending) throw new Error(`a line is still under way, ${doing}`);
  }

  /** What came while nobody listened. */
  take(): readonly MatcherEvent[] {
    const events = this.#queued;
    this.#queued = [];
    this.#said = 0;
    return events;
  }

  type(text: string, shown: string): void {
    this.recorder.sent(shown);
    if (!this.#ended) this.#channel.write(text);
  }

  /**
   * Listens, and reacts to the end of the output whenever something new came, until the listener is done.
   * @throws Failure `session-lost`, `silent`, `endless` (which ends the session), and whatever the listener throws
   */
  converse<T>(conversation: Conversation, listener: Listener<T>): Promise<T> {
    if (this.#pending) throw new Error('two conversations on one terminal');
    return new Promise<T>((resolve, reject) => {
      let unsettle: (() => void) | null = null;
      const end = (): void => {
        unsettle?.();
        this.#pending = null;
      };
      const act = (reaction: Exclude<Reaction<T>, null>): void => this.#guarded(() => {
        this.#reacted = this.matcher.position;
        if ('done' in reaction) {
          end();
          resolve(reaction.done);
        } else if ('fail' in reaction) {
          pending.fail(reaction.fail);
        } else {
          this.type(reaction.type, reaction.shown);
          reaction.typed?.();
        }
      });
      const pending: Pending = {
        conversation,
        hear: (events) => {
          unsettle?.();
          unsettle = null;
          try {
            const reaction = listener(events, this.matcher.position > this.#reacted ? this.matcher.tail() : NOTHING_NEW);
            if (reaction === null) return;
            const settle = reaction.settle ?? conversation.settle;
            if (settle === undefined) act(reaction);
            else unsettle = this.#clock.after(settle, () => act(reaction));
          } catch (error) {
            pending.fail(error instanceof Error ? error : new Error(String(error)));
          }
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      this.#pending = pending;
      pending.hear(this.take());
      if (this.#pending !== pending) return;
      if (this.#ended) pending.fail(this.#lost(conversation.doing));
      else this.#keepWatch(conversation, true);
    });
  }

  /** Lets time pass, listening for the end of the session only. */
  pause(ms: number, doing: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#lost(doing));
      const cancel = this.#clock.after(ms, () => {
        this.#pending = null;
        resolve();
      });
      this.#pending = {
        conversation: { silence: Number.POSITIVE_INFINITY, doing },
        hear: (events) => { this.#queued.push(...events); },
        fail: (error) => {
          cancel();
          this.#pending = null;
          reject(error);
        },
      };
    });
  }

  /** Ends whatever is going on, for closing. */
  abort(why: string): void {
    const pending = this.#pending;
    pending?.fail(sessionLost(this.peer, pending.conversation.doing, why));
  }

  async close(): Promise<void> {
    this.#watch?.cancel();
    this.#watch = null;
    await this.#channel.close();
    this.recorder.flush();
  }

  /** Runs on the channel's events, where an exception would end the process instead of the session. */
  #receive(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#guarded(() => {
      this.#lastByte = this.#clock.ticks();
      this.recorder.received(chunk);
      const events = this.matcher.push(chunk);
      this.#said += chunk.length + events.length * EACH_LINE;
      const most = this.#pending?.conversation.most ?? MOST_SAID;
      if (this.matcher.overlong) return this.#giveUp(`a line of more than ${LONGEST_LINE} characters`);
      if (this.#said > most) return this.#giveUp(`more than ${most / MEGA} MB`);
      if (this.#pending) this.#pending.hear(events);
      else for (const event of events) this.#queued.push(event);
    });
  }

  /** A bug ends the session, and is thrown to whoever uses it. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      const broken = error instanceof Error ? error : new Error(String(error));
      this.#end('internal error', broken, broken);
    }
  }

  #giveUp(what: string): void {
    const failure = endless(this.peer, this.#pending?.conversation.doing ?? 'while nothing was asked of it', what);
    this.#end('it was given up', failure, failure);
  }

  #end(why: string, cause: Error | null, broken?: Error): void {
    if (this.#ended) return;
    this.#ended = { why, cause, ...(broken ? { broken } : {}) };
    this.#watch?.cancel();
    this.#watch = null;
    const pending = this.#pending;
    pending?.fail(this.#lost(pending.conversation.doing));
  }

  #lost(doing: string): Error {
    return this.#ended?.broken ?? sessionLost(this.peer, doing, this.#ended?.why ?? 'closed', this.#ended?.cause ?? undefined);
  }

  /** One timer for many lines: it is left alone while it is due early enough, and looks at the last byte when it fires. */
  #keepWatch(conversation: Conversation, fresh: boolean): void {
    if (fresh) this.#lastByte = this.#began = this.#clock.ticks();
    const due = Math.min(this.#lastByte + conversation.silence, this.#began + wholeOf(conversation));
    if (this.#watch && this.#watch.due <= due) return;
    this.#watch?.cancel();
    this.#watch = { due, cancel: this.#clock.after(Math.max(1, due - this.#clock.ticks()), () => this.#look()) };
  }

  #look(): void {
    this.#watch = null;
    const pending = this.#pending;
    if (!pending || pending.conversation.silence === Number.POSITIVE_INFINITY) return;
    const { conversation } = pending;
    const [now, whole] = [this.#clock.ticks(), wholeOf(conversation)];
    if (now - this.#lastByte >= conversation.silence) pending.fail(silent(this.peer, conversation.doing, conversation.silence));
    else if (now - this.#began >= whole) this.#giveUp(`no prompt within ${duration(whole)}`);
    else this.#keepWatch(conversation, false);
  }
}

/** A configuration of the largest chassis, at the pace of a slow management channel, takes some tens of minutes and some tens of MB. */
const PATIENCE = 20;
const MEGA = 1024 * 1024;
const MOST_SAID = 128 * MEGA;
/** Octets: an answer of empty lines fills the memory too. */
const EACH_LINE = 32;

function wholeOf({ within, silence }: Conversation): number {
  return within ?? PATIENCE * silence;
}

const NOTHING_NEW: Tail = { kind: 'text', text: '' };
