import { groupBy } from '../../kernel/group-by.ts';
import type { Project } from '../../profile/project.ts';
import type { OperateOptions } from '../api.ts';
import type { Journal } from '../journal/writer.ts';
import type { LookGroup } from '../looking.ts';
import type { Finding } from '../../kernel/finding.ts';
import type { Errand } from '../errand.ts';
import type { Brake } from '../run/brake.ts';
import { createOltRun, type OltEnd, type OltRun, type OltRunOptions } from '../run/olt-run.ts';
import type { TargetRecord } from '../run/record.ts';
import type { Aim } from '../run/subject.ts';
import type { Shelf } from '../shelf.ts';
import type { Ways } from '../ways.ts';
import { windowOf } from '../../packs/window.ts';
import type { World } from '../world.ts';
import type { Leaving } from './former-place.ts';
import type { Passage } from './passage.ts';

/** What all phases of one move between OLTs work with. */
export interface Crossing {
  readonly world: World;
  readonly options: OperateOptions;
  readonly errand: Errand;
  readonly project: Project;
  readonly leaving: Leaving;
  /** What is wanted at the new places, and at the old one. */
  readonly aims: { readonly next: Aim; readonly former: Aim };
  readonly passages: readonly Passage[];
  readonly ways: Ways;
  readonly opened: ReadonlyMap<string, string>;
  readonly journal: Journal;
  readonly shelf: Shelf;
  readonly brake: Brake;
  readonly findings: Finding[];
}

/** How an OLT ended, beside its records. */
export type End = Pick<OltEnd, 'failure' | 'saved' | 'exits' | 'notes'>;

/** One OLT's share of a phase. `close` is called on every path. */
export interface Half { readonly olt: string; readonly run: OltRun; readonly close: () => Promise<void>; }

export function openHalf(crossing: Crossing, { olt, driver }: Leaving, records: readonly TargetRecord[], which: keyof Crossing['aims'], locate?: OltRunOptions['locate']): Half {
  const { world, options, errand, aims, ways, opened, journal, shelf, brake } = crossing;
  // A simulator that is left need not hold anything for those who leave.
  const way = ways.to(olt, driver, which === 'next' ? records.map(({ subject }) => subject) : []);
  const run = createOltRun({
    olt: olt.name, identity: way.identity, peer: way.peer, user: olt.username, vendor: driver.id, model: olt.model, aim: aims[which], opened, dial: way.dial, world, journal, records, shelf, brake,
    checkpoint: options.checkpoint, inDoubt: which === 'next' ? errand.inDoubt : undefined, window: windowOf(olt, driver.session), locate, emit: options.onProgress ?? (() => undefined), interrupt: options.interrupt,
  });
  let closing: Promise<void> | null = null;
  return { olt: olt.name, run, close: () => (closing ??= run.close().finally(() => way.close())) };
}

export interface NewPlace extends LookGroup { readonly passages: readonly Passage[]; }

/** By the OLT that is to carry them. */
export function newPlaces(passages: readonly Passage[]): NewPlace[] {
  return [...groupBy(passages, ({ next }) => next.olt.name).values()].map((list) => {
    const { intent, driver } = list[0]!.next.subject;
    return { olt: intent.olt, driver, subjects: list.map(({ next }) => next.subject), passages: list };
  });
}
