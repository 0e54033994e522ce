import { addAll } from '../kernel/add-all.ts';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { isAdopted } from '../plan/beside.ts';
import { claimName, openClaimBook } from './adopted/book.ts';
import type { AdoptDocument, AdoptOutcome, AdoptTarget } from './adopted/documents.ts';
import { releaseClaims } from './adopted/releasing.ts';
import { listedTarget, looked, notLooked, type LookedAt } from './adopted/telling.ts';
import type { ConnectOptions, ProjectOptions } from './api.ts';
import { attempt } from './attempt.ts';
import { subjectsOf } from './candidate.ts';
import { identityOf } from './connect.ts';
import { isSimulated } from './embedded-olt.ts';
import { runName } from './journal/run-name.ts';
import { takeLease } from './lease.ts';
import { lookAt } from './looking.ts';
import { select, type OltGroup } from './selection.ts';
import { failuresOf, surveyTail, type OltFailure } from './survey.ts';
import type { World } from './world.ts';

export type AdoptConsent = { readonly kind: 'yes' | 'none' } | { readonly kind: 'ask'; readonly ask: (targets: readonly AdoptTarget[]) => Promise<boolean> };

export interface AdoptOptions extends Pick<ProjectOptions, 'path' | 'only'>, ConnectOptions {
  readonly consent: AdoptConsent;
  /** Lists, and notes nothing. */
  readonly dryRun?: boolean;
  /** Gives back what was adopted; connects to nothing. */
  readonly release?: boolean;
}

/**
 * Takes over what is on the ONTs of these subscribers beside their profiles: from then on `remove` takes it away without `--prune`, as
 * long as it is as it is now. Reads the devices and cannot write to them; what is adopted is remembered in the state directory.
 */
export async function adopt(world: World, options: AdoptOptions): Promise<AdoptDocument> {
  const findings: Finding[] = [];
  let targets: AdoptTarget[] = [];
  let failures: OltFailure[] = [];
  let run = '';
  const ended = await attempt(world, async () => {
    const { groups, findings: found } = await select(world, options);
    addAll(findings, found);
    if (hasErrors(findings)) return;
    if (options.release === true) {
      targets = await releaseClaims(world, groups);
      return;
    }
    if (options.consent.kind === 'none' && options.dryRun !== true && !groups.every(({ olt }) => isSimulated(olt))) throw unconfirmed();
    const seen = await lookAt(world, options, groups.map(({ olt, driver, candidates }) => ({ olt, driver, subjects: subjectsOf(candidates) })), findings, looked);
    const there = seen.flatMap(({ value }) => value ?? []);
    addAll(findings, there.flatMap(({ holdings }) => holdings.findings));
    failures = failuresOf(seen);
    const todo = there.filter(claimable);
    const intended = todo.length === 0 ? 'unchanged' : options.dryRun === true ? 'planned' : await agreed(options, todo) ? 'adopted' : 'skipped';
    if (intended === 'adopted') {
      run = runName(world.clock.now());
      await note(world, groups, todo, run);
    }
    targets = [
      ...there.map((each) => listedTarget(each, todo.includes(each) ? intended : outcomeOf(each))),
      ...seen.filter(({ value }) => value === null).flatMap(({ group }) => Array.from(group.subjects, notLooked)),
    ];
  });
  return { formatVersion: 1, run, targets, ...surveyTail(world, ended, findings, failures, options.interrupt?.aborted ? [EXIT.interrupted] : []) };
}

function claimable({ subject, holdings }: LookedAt): boolean {
  return claimName(subject.intent) !== null && !hasErrors(holdings.findings) && holdings.beside.some((each) => each.cannot === null && !isAdopted(each));
}

function outcomeOf({ holdings: { there, findings } }: LookedAt): AdoptOutcome {
  return hasErrors(findings) ? 'refused' : there ? 'unchanged' : 'absent';
}

async function agreed({ consent, interrupt }: AdoptOptions, todo: readonly LookedAt[]): Promise<boolean> {
  if (interrupt?.aborted) return false;
  return consent.kind !== 'ask' || todo.every(({ subject }) => isSimulated(subject.intent.olt)) || consent.ask(todo.map((each) => listedTarget(each, 'planned')));
}

/** Under the lease of each OLT: a run that is writing there settles claims too. */
async function note(world: World, groups: readonly OltGroup[], todo: readonly LookedAt[], run: string): Promise<void> {
  const at = new Date(world.clock.now()).toISOString();
  for (const { olt } of groups) {
    const here = todo.filter(({ subject }) => subject.intent.olt.name === olt.name);
    if (here.length === 0) continue;
    const lease = await takeLease(world.state, world.clock, { olt: olt.name, device: identityOf(olt) }, run);
    try {
      const book = await openClaimBook(world.state, identityOf(olt));
      for (const { subject: { intent }, holdings } of here) {
        const contents = new Map(holdings.beside.filter(({ cannot }) => cannot === null).map(({ object, content }) => [object, content]));
        book.put(intent, contents, { key: intent.key, at, run });
      }
      await book.save();
    } finally {
      await lease.release();
    }
  }
}

function unconfirmed(): Failure {
  return new Failure('nobody is there to confirm', { code: 'needs-confirmation', exitCode: EXIT.usage, hint: 'look at ont-prov adopt --dry-run, then add --yes' });
}
