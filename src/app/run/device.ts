import { Failure } from '../../kernel/failure.ts';
import type { Driver, Observation, Planned, PlanOptions, ReadResult } from '../../packs/driver.ts';
import type { ScriptStep } from '../../plan/model.ts';
import type { Intent } from '../../profile/intent.ts';
import type { Session } from '../../transport/model.ts';
import type { Holdings } from '../../plan/holdings.ts';
import type { ClaimBook } from '../adopted/book.ts';
import type { Progress } from '../api.ts';
import type { Link } from './link.ts';
import { readOnly, type Reader } from './read-only.ts';
import { readOne } from './reading-one.ts';
import { readDevice, type Reading } from './reading.ts';
import type { Aim, Subject } from './subject.ts';

/** One OLT in the hands of a run: its terminal, and what is planned on what it shows. */
export interface Device {
  readonly olt: string;
  readonly driver: Driver;
  session(): Promise<Session>;
  /** After a loss: a new session. @throws Failure when there is none to be had */
  again(because: Failure): Promise<Session>;
  /** What the device holds now, read completely; dials again when the link is lost meanwhile. @throws Failure */
  read(): Promise<Reading>;
  /** From now on the whole configuration is read. */
  widen(because: string): void;
  /** `sweep`: also collect what a run that was broken off has left unused. */
  plan(subject: Subject, on: Observation, sweep?: boolean): Planned;
  /** What is there for this subscriber already. */
  holdings(subject: Subject, on: Observation): Holdings;
}

export interface DeviceOptions {
  readonly olt: string;
  readonly model: string | undefined;
  readonly driver: Driver;
  readonly link: Link;
  readonly aim: Aim;
  readonly opened: ReadonlyMap<string, string>;
  /** What was adopted on this OLT; without it nothing was. */
  readonly claims?: ClaimBook;
  readonly emit: (event: Progress) => void;
  /** The only one whom this is about: a few reads may tell all that is needed. Absent: the whole configuration is read. */
  readonly alone?: Subject | undefined;
}

export const AFTER_A_BREAK = 'an earlier run was broken off, and may have left something unused';

/** Links that break in the middle of one reading before it is given up. */
const LOSSES = 3;

export function createDevice({ olt, model, driver, link, aim, opened, claims, emit, alone }: DeviceOptions): Device {
  const wished = (intent: Intent): PlanOptions => ({ ...aim, opened, offline: false, ...(claims ? { claims: claims.of(intent, aim.formerSerial) } : {}) });
  const kept = new Map<string, ReadResult>();
  let one = alone;
  let said = false;
  const plan: Device['plan'] = ({ intent, access }, on, sweep = false) => driver.plan(intent, access, on, { ...wished(intent), ...(sweep ? { sweep } : {}) });

  /** Once more than one ONT's lines were needed, every later reading of the run is of the same kind: they are held against each other. */
  function widen(because: string): void {
    if (one) emit({ kind: 'scope', olt, scope: 'whole', because });
    one = undefined;
  }

  async function readAs(reader: Reader): Promise<Reading> {
    if (one) {
      const subject = one;
      if (!said) emit({ kind: 'scope', olt, scope: 'one', because: subject.intent.key });
      said = true;
      const reading = await readOne(reader, driver, subject, { olt, model, emit, kept, plan: (on) => plan(subject, on).plan });
      if (!('because' in reading)) return reading;
      widen(reading.because);
    }
    return readDevice(reader, driver, { olt, model, emit });
  }

  return {
    olt, driver,
    session: () => link.session(),
    again: (because) => link.again(because),
    async read() {
      for (let losses = 0; ; losses++) {
        const session = await link.session();
        try {
          return await readAs(readOnly(session, driver));
        } catch (error) {
          if (!isLoss(error) || !worthAnother(error) || losses === LOSSES) throw error;
          await link.again(error);
        }
      }
    },
    widen, plan,
    holdings: ({ intent, access }, on) => driver.holdings(intent, access, on, wished(intent)),
  };
}

/** A session that ended or cannot be trusted any more; reading anew tells where the device stands. */
export function isLoss(error: unknown): error is Failure {
  return error instanceof Failure && LOSS_CODES.has(error.code);
}

/** Of a loss while reading. A device that would not stop talking was listened to for long, and will do the same again. */
export function worthAnother({ code }: Failure): boolean {
  return code !== 'endless';
}

const LOSS_CODES: ReadonlySet<string> = new Set(['session-lost', 'silent', 'endless', 'unexpected-prompt', 'echo-mismatch', 'busy-ahead']);

/**
 * The steps to type from where the terminal stands. A script starts and ends in privileged mode; the last target's way out and this
 * one's way in are the same step there and back, and are left out (`withoutWayOut`).
 */
export async function stepsFrom(session: Session, steps: readonly ScriptStep[]): Promise<readonly ScriptStep[]> {
  const first = steps[0];
  if (!first || session.at === first.at) return steps;
  if (first.intent === 'navigate' && session.at === first.prompt) return steps.slice(1);
  await session.home();
  return steps;
}

export function withoutWayOut(steps: readonly ScriptStep[]): readonly ScriptStep[] {
  const first = steps[0];
  const last = steps.at(-1);
  const thereAndBack = first && last && first !== last && first.intent === 'navigate' && last.intent === 'navigate' && first.at === last.prompt && first.prompt === last.at;
  return thereAndBack ? steps.slice(0, -1) : steps;
}
