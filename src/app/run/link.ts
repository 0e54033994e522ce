import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { Clock } from '../../kernel/world.ts';
import type { Session } from '../../transport/model.ts';
import type { Progress } from '../api.ts';
import { pause } from '../world/clock.ts';

/** Opens a session: channel, login, preparation. Throws `Failure`. */
export type Dial = () => Promise<Session>;

/** The connection of one run to one OLT: one session at a time, used again for everything, dialled again when it was lost. */
export interface Link {
  /** The open session; dials when there is none. */
  session(): Promise<Session>;
  /** Dials anew after a loss. @throws the last Failure when all attempts failed */
  again(because: Failure): Promise<Session>;
  /** Logs out. Never throws. */
  close(): Promise<void>;
}

export interface LinkOptions {
  readonly olt: string;
  readonly peer: string;
  readonly dial: Dial;
  readonly clock: Clock;
  readonly emit: (event: Progress) => void;
  readonly interrupt?: AbortSignal | undefined;
}

/** ms before each attempt to reconnect. A box that counts sessions per account needs some seconds to notice that one has died. */
const BEFORE_ATTEMPT: readonly number[] = [0, 2_000, 8_000];

export function createLink({ olt, peer, dial, clock, emit, interrupt }: LinkOptions): Link {
  let current: Session | null = null;
  let opened = false;

  async function open(attempt: number): Promise<Session> {
    emit({ kind: 'connecting', olt, peer, attempt });
    const session = await dial();
    current = session;
    opened = true;
    emit({ kind: 'connected', olt, host: session.host });
    for (const line of session.refusedPreparation) emit({ kind: 'note', olt, message: `the device does not know "${line}"; going on without it` });
    return session;
  }

  /** Nothing was typed yet, so nobody has to wait for a host that does not answer. A connection that comes too late is closed. */
  function unlessInterrupted(opening: Promise<Session>): Promise<Session> {
    if (!interrupt || opened) return opening;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        reject(new Failure('interrupted while connecting', { code: 'interrupted', exitCode: EXIT.interrupted }));
        opening.then((session) => session.close(), () => undefined);
      };
      if (interrupt.aborted) return stop();
      interrupt.addEventListener('abort', stop, { once: true });
      opening.then(resolve, reject).finally(() => interrupt.removeEventListener('abort', stop));
    });
  }

  async function drop(): Promise<void> {
    const session = current;
    current = null;
    await session?.close();
  }

  return {
    session: () => (current ? Promise.resolve(current) : unlessInterrupted(open(1))),
    async again(because) {
      emit({ kind: 'note', olt, message: because.message });
      await drop();
      let last = because;
      for (const [index, wait] of BEFORE_ATTEMPT.entries()) {
        await pause(clock, wait, interrupt);
        try {
          return await open(index + 1);
        } catch (error) {
          // Wrong password, changed host key: another attempt would only lock the account.
          if (!(error instanceof Failure) || error.exitCode !== 5) throw error;
          last = error;
        }
      }
      throw last;
    },
    async close() {
      if (!current) return;
      await drop();
      emit({ kind: 'closed', olt });
    },
  };
}
