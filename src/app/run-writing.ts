import { hostname } from 'node:os';
import { addAll } from '../kernel/add-all.ts';
import { EXIT, worstExit, type ExitCode } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { sequenceOf } from '../kernel/sequence.ts';
import type { OltIntent } from '../profile/intent.ts';
import { removeCommand } from './absent-row.ts';
import type { ApplyDocument, ApplyOptions, Tell } from './api.ts';
import { attempt } from './attempt.ts';
import { isSimulated } from './embedded-olt.ts';
import type { Errand } from './errand.ts';
import { runName } from './journal/run-name.ts';
import { createJournal } from './journal/writer.ts';
import { errorJson, findingsJson } from './json.ts';
import { loginSecrets, openSecrets, secretsOnOlt, subscriberSecrets, type OpenedSecrets, type WantedSecret } from './needed-secrets.ts';
import { groupsOf, type Group } from './run/groups.ts';
import { appliedTarget, peekedAt, recordOf, settleRecord, type TargetRecord } from './run/record.ts';
import { typesNoSecret, type Aim } from './run/subject.ts';
import { claimsOn, runOlts } from './run-olts.ts';
import { select } from './selection.ts';
import { createShelf } from './shelf.ts';
import { openWays } from './ways.ts';
import type { World } from './world.ts';

/** The document of a run that was not begun. */
export const NO_RUN: ApplyDocument = { formatVersion: 1, run: '', targets: [], saved: false, findings: [], error: null, exitCode: EXIT.ok };

/** What `apply` and `remove` are: everything checked and opened first, then one run per OLT, one document at the end. */
export async function runWriting<R>(world: World, options: ApplyOptions & { readonly formerSerial?: string }, command: 'apply' | Exclude<Aim['goal'], 'active'>, errand: Errand, tell: Tell<ApplyDocument, R>): Promise<R> {
  const aim: Aim = {
    goal: command === 'apply' ? 'active' : command, ...(options.formerSerial === undefined ? {} : { formerSerial: options.formerSerial }),
    prune: options.prune ?? false, acceptUnconfirmed: options.acceptUnconfirmed ?? false, confirm: options.confirm ?? false };
  const findings: Finding[] = [];
  const records: TargetRecord[] = [];
  const exits: ExitCode[] = [];
  const failures: Failure[] = [];
  const shelf = createShelf(world.state);
  let run = '';
  let saved = false;

  const { error, ...failed } = await attempt(world, async () => {
    const selection = await select(world, options);
    addAll(findings, selection.findings);
    if (hasErrors(findings)) return;
    checkConsent(options, selection);
    const order = selection.order.filter(({ key }) => !errand.skip?.has(key)).map(recordOf);
    const groups = groupsOf(order);
    addAll(records, groups.flatMap((group) => group.records));
    for (const group of groups) decline(group, options, aim, findings);
    const open = groups.filter((group) => group.records.some((record) => record.outcome === null));
    const secrets = await openSecrets(world.secrets, wantedSecrets(open));
    if (!secretsSuffice(open, secrets, aim, findings) || open.length === 0) return;
    const claims = await claimsOn(world, options, open);

    const journal = await createJournal(world.state, world.clock, runName(world.clock.now()));
    ({ run } = journal);
    options.onProgress?.({ kind: 'run', run, olts: open.length, targets: records.length });
    journal.note({
      t: 'run', formatVersion: 1, run, command, path: options.path, cwd: world.cwd, only: errand.skip ? records.map(({ key }) => key) : options.only ?? [], prune: aim.prune,
      acceptUnconfirmed: aim.acceptUnconfirmed, confirm: aim.confirm, ...(aim.formerSerial === undefined ? {} : { formerSerial: aim.formerSerial }),
      ...(errand.of === undefined ? {} : { of: errand.of }), host: hostname(), pid: process.pid,
    });
    const ways = await openWays(world, options, secrets.values);
    try {
      const ended = await runOlts({ world, options, errand, aim, ways, opened: secrets.values, journal, shelf, claims, findings }, open, order);
      saved = ended.some((end) => end.saved);
      exits.push(...ended.flatMap((end) => end.exits));
      addAll(findings, ended.flatMap((end) => end.notes));
      failures.push(...ended.flatMap((end) => (end.failure ? [end.failure] : [])));
      journal.note({ t: 'end', exitCode: exitCode(findings, records, exits) });
    } finally {
      await ways.close();
      await journal.close();
    }
  });

  addAll(findings, records.flatMap((record) => record.findings));
  try {
    return await tell({
      formatVersion: 1, run, targets: sequenceOf(records, appliedTarget), saved, findings: findingsJson(findings, world.cwd),
      error: error ?? (failures[0] ? errorJson(failures[0], (text) => world.redactor.mask(text)) : null),
      exitCode: exitCode(findings, records, 'exitCode' in failed ? [...exits, failed.exitCode] : exits),
    });
  } finally {
    shelf.close();
  }
}

/** Without a person at a terminal and without --yes only simulators are written to. */
export function checkConsent({ consent }: ApplyOptions, { groups }: { readonly groups: readonly { readonly olt: OltIntent }[] }): void {
  if (consent.kind !== 'none' || groups.every(({ olt }) => isSimulated(olt))) return;
  throw new Failure('nobody is there to confirm', { code: 'needs-confirmation', exitCode: EXIT.usage, hint: 'look at ont-prov plan, then add --yes' });
}

/** What is refused or skipped before a connection is thought of. */
export function decline({ olt, driver, records }: Group, options: ApplyOptions, aim: Aim, findings: Finding[]): void {
  const { readOnly, title } = driver;
  const at = (pointer: string): Finding['at'] => records[0]!.peek().intent.origin(pointer).at;
  if (readOnly) {
    const message = `nothing is written to ${title} yet: ${readOnly}`;
    findings.push(finding('ONT302', message, { hint: 'dry-run and plan work', at: at('/olt/vendor') }));
    for (const record of records) settleRecord(record, 'refused', [message]);
  } else if (olt.writes === 'deny') {
    const message = `OLT ${olt.name} says writes: deny`;
    findings.push(finding('ONT409', message, { hint: 'plan works; remove the line to write', at: at('/olt/writes') }));
    for (const record of records) settleRecord(record, 'refused', [message]);
  }
  for (const record of records) {
    if (record.outcome === null && record.state === 'absent' && aim.goal !== 'remove') settleRecord(record, 'skipped', [`${record.key} is to be absent: ${removeCommand(record.key, options.path)}`]);
  }
}

/** What logging in takes, and what is typed for those who are not declined. */
export function* wantedSecrets(groups: readonly Group[]): Iterable<WantedSecret> {
  for (const group of groups) {
    const waiting = group.records.filter((record) => record.outcome === null);
    yield* secretsOnOlt(group.olt, peekedAt(waiting));
  }
}

/**
 * An unset secret stops everything: those it concerns are refused, the others skipped. Removing types no secret of a subscriber, except
 * where it has to be taken back: what can be opened helps then, what cannot is no reason to stop.
 */
export function secretsSuffice(groups: readonly Group[], { missing, findings: unset }: OpenedSecrets, aim: Aim, findings: Finding[]): boolean {
  if (missing.size === 0) return true;
  const lacks = ({ olt }: Group, record: TargetRecord): boolean => {
    const subject = record.peek();
    return [...(isSimulated(olt) ? [] : loginSecrets(subject.intent)), ...(typesNoSecret(aim) ? [] : subscriberSecrets(subject))].some(({ secret }) => missing.has(secret.key));
  };
  const concerned = new Set(groups.flatMap((group) => group.records.filter((record) => record.outcome === null && lacks(group, record))));
  if (concerned.size === 0) return true;
  addAll(findings, unset);
  for (const record of groups.flatMap((group) => group.records)) {
    if (concerned.has(record)) settleRecord(record, 'refused', ['a secret it needs is not set, or cannot be typed']);
    else if (record.outcome === null) settleRecord(record, 'skipped', ['nothing was begun: a secret of another subscriber is not set']);
  }
  return false;
}

export function exitCode(findings: readonly Finding[], records: readonly TargetRecord[], exits: readonly ExitCode[]): ExitCode {
  return worstExit([...records.map((record) => record.exit), ...exits, ...(hasErrors(findings) ? [EXIT.findings] : [])]);
}
