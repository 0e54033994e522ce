import { hostname } from 'node:os';
import { addAll } from '../../kernel/add-all.ts';
import { EXIT, type ExitCode } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import { hasErrors, type Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { sequenceOf } from '../../kernel/sequence.ts';
import type { ApplyDocument, OperateOptions, Tell } from '../api.ts';
import { attempt } from '../attempt.ts';
import { subjectsOf } from '../candidate.ts';
import { identityOf } from '../connect.ts';
import { runName } from '../journal/run-name.ts';
import { createJournal } from '../journal/writer.ts';
import { errorJson, findingsJson } from '../json.ts';
import { namedOlt } from '../named-olt.ts';
import { openSecrets } from '../needed-secrets.ts';
import type { Errand } from '../errand.ts';
import { groupsOf, type Group } from '../run/groups.ts';
import { checkConsent, decline, exitCode, secretsSuffice, wantedSecrets } from '../run-writing.ts';
import { createBrake } from '../run/brake.ts';
import { appliedTarget, newRecord } from '../run/record.ts';
import type { Aim } from '../run/subject.ts';
import { select } from '../selection.ts';
import { createShelf } from '../shelf.ts';
import { openWays } from '../ways.ts';
import type { World } from '../world.ts';
import { cross } from './crossing.ts';
import { subjectAt, type Leaving } from './former-place.ts';
import type { Passage } from './passage.ts';
import { holdTogether } from './together.ts';

/**
 * Moves subscribers from one OLT to those that their rows say now: everything checked and opened first, then the phases of `cross`, in
 * one run of the journal. The document has two targets for each subscriber: the new place, and the old one.
 */
export async function moveBetween<R>(world: World, options: OperateOptions & { readonly from: string }, errand: Errand, tell: Tell<ApplyDocument, R>): Promise<R> {
  const findings: Finding[] = [];
  const passages: Passage[] = [];
  const exits: ExitCode[] = [];
  const shelf = createShelf(world.state);
  let refusal: Failure | null = null;
  let run = '';
  let saved = false;
  const common = { prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false };
  const aims: { next: Aim; former: Aim } = { next: { goal: 'active', ...common }, former: { goal: 'remove', ...common } };

  const { error, ...failed } = await attempt(world, async () => {
    if (options.waves) throw new Failure('a move between OLTs goes in no waves', { code: 'no-waves', exitCode: EXIT.usage, hint: 'take fewer at a time with --only' });
    const selection = await select(world, options);
    addAll(findings, selection.findings);
    if (hasErrors(findings)) return;
    const leaving = await namedOlt(world, selection.project, options.from, (found) => findings.push(found));
    // Who leaves one OLT is no more than one OLT carries.
    const subjects = [...subjectsOf(selection.order.filter(({ key }) => !errand.skip?.has(key)))];
    addAll(findings, subjects.flatMap((subject) => notLeaving(subject.intent, leaving)));
    if (hasErrors(findings)) return;
    addAll(passages, subjects.map((subject) => ({ next: newRecord(subject), former: newRecord(subjectAt(selection.project, subject, leaving, null)), place: null })));
    const next = groupsOf(passages.map((passage) => passage.next));
    const former: Group = { ...leaving, records: passages.map((passage) => passage.former) };
    if (former.records.length === 0) return;
    checkConsent(options, { groups: [...next, former] });

    for (const group of next) decline(group, options, aims.next, findings);
    decline(former, options, aims.former, findings);
    holdTogether(passages);
    const open = { next: next.filter(isOpen), former: [former].filter(isOpen) };
    const secrets = await openSecrets(world.secrets, wantedSecrets([...open.next, ...open.former]));
    const suffice = [secretsSuffice(open.next, secrets, aims.next, findings), secretsSuffice(open.former, secrets, aims.former, findings)];
    holdTogether(passages);
    if (suffice.includes(false) || open.former.length === 0) return;

    const journal = await createJournal(world.state, world.clock, runName(world.clock.now()));
    ({ run } = journal);
    options.onProgress?.({ kind: 'run', run, olts: open.next.length + 1, targets: passages.length });
    journal.note({
      t: 'run', formatVersion: 1, run, command: 'move', path: options.path, cwd: world.cwd, only: subjects.map(({ intent }) => intent.key), ...common,
      from: options.from, now: options.now ?? false, ...(errand.of === undefined ? {} : { of: errand.of }), host: hostname(), pid: process.pid,
    });
    const ways = await openWays(world, options, secrets.values);
    try {
      const ended = await cross({ world, options, errand, project: selection.project, leaving, aims, passages, ways, opened: secrets.values, journal, shelf, brake: createBrake(options.maxFail), findings });
      saved = ended.some((end) => end.saved);
      exits.push(...ended.flatMap((end) => end.exits));
      addAll(findings, ended.flatMap((end) => end.notes));
      refusal = ended.find(({ failure }) => failure)?.failure ?? null;
      journal.note({ t: 'end', exitCode: exitCode(findings, recordsOf(passages), exits) });
    } finally {
      await ways.close();
      await journal.close();
    }
  });

  const records = recordsOf(passages);
  addAll(findings, records.flatMap((record) => record.findings));
  try {
    return await tell({
      formatVersion: 1, run, targets: sequenceOf(records, appliedTarget), saved, findings: findingsJson(findings, world.cwd),
      error: error ?? (refusal ? errorJson(refusal, (text) => world.redactor.mask(text)) : null),
      exitCode: exitCode(findings, records, 'exitCode' in failed ? [...exits, failed.exitCode] : exits),
    });
  } finally {
    shelf.close();
  }
}

function isOpen({ records }: Group): boolean {
  return records.some(({ outcome }) => outcome === null);
}

/** New place, old place, subscriber after subscriber. */
function recordsOf(passages: readonly Passage[]): Passage['next'][] {
  return passages.flatMap(({ next, former }) => [next, former]);
}

/** A row that was not changed yet, or another name for the same box. */
function notLeaving({ key, olt, origin }: Passage['next']['subject']['intent'], leaving: Leaving): Finding[] {
  if (olt.name === leaving.olt.name) {
    return [finding('ONT414', `the row of ${key} says OLT ${olt.name}, which is the one to be left`, { hint: 'write the new olt and pon into the row first; within one OLT leave out --from', at: origin('/olt').at })];
  }
  if (identityOf(olt) !== identityOf(leaving.olt)) return [];
  return [finding('ONT414', `${olt.name} and ${leaving.olt.name} are the same box, ${identityOf(olt)}`, { hint: 'within one OLT leave out --from', at: origin('/olt/host').at })];
}
