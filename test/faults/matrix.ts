/** Every line of a script met by every fault, and what must be true afterwards. */
import { missingFrom } from '../../src/app/run/signature.ts';
import type { Subject } from '../../src/app/run/subject.ts';
import { compareTables } from '../../src/sim/compare.ts';
import type { Json } from '../../src/sim/device.ts';
import { nameOf, type Errand, type Lab, type Run } from './lab.ts';
import { FAULTS, type Fault } from './wire.ts';

export interface Scene {
  readonly lab: Lab;
  readonly subject: Subject;
  readonly errand: Errand;
  /** What the box holds before and after an undisturbed run. */
  readonly before: Json;
  readonly after: Json;
  /** The lines of an undisturbed run, up to the save. */
  readonly lines: readonly string[];
  /** Lines of the others' configuration, as the box prints them. */
  readonly others: readonly string[];
}

export interface Case {
  readonly fault: Fault;
  readonly k: number;
  readonly line: string;
  readonly run: Run;
  readonly end: 'before' | 'desired' | 'between';
  readonly violations: readonly string[];
}

/** Runs once undisturbed, for comparison. @param others  what the box printed when nobody but the neighbours was on it */
export async function prepareScene(lab: Lab, subject: Subject, errand: Errand, others: readonly string[]): Promise<Scene> {
  const before = lab.state;
  const run = await lab.run(subject, errand);
  if (run.outcome !== 'applied' || !run.saved) throw new Error(`without a fault: ${run.outcome} ${run.messages.join('; ')}`);
  return { lab, subject, errand, before, after: lab.state, lines: run.lines.slice(0, run.lines.indexOf('save') + 1), others };
}

export type Choice = (fault: Fault, k: number) => boolean;

/** Every line is met by this fault, or by one of these. */
export const every = (...faults: readonly Fault[]): Choice => (fault) => faults.includes(fault);

/** Each fault meets every n-th line, each beginning with another one; what is silently ignored is the hardest and meets twice as many. */
export const some = (n: number): Choice => (fault, k) => k % (fault === 'ignore' ? Math.ceil(n / 2) : n) === place(fault) % (fault === 'ignore' ? Math.ceil(n / 2) : n);

const place = (fault: Fault): number => FAULTS.findIndex((each) => each === fault);

export async function runCases(scene: Scene, chosen: Choice, faults: readonly Fault[] = FAULTS): Promise<Case[]> {
  const cases: Case[] = [];
  for (const fault of faults) for (const index of scene.lines.keys()) if (chosen(fault, index + 1)) cases.push(await runCase(scene, fault, index + 1));
  return cases;
}

async function runCase(scene: Scene, fault: Fault, k: number): Promise<Case> {
  const { lab, subject, errand } = scene;
  lab.state = scene.before;
  const run = await lab.run(subject, errand, { fault, line: k });
  const end = same(running(lab.state), running(scene.before)) ? 'before' : same(running(lab.state), running(scene.after)) ? 'desired' : 'between';
  const violations = [...judge(scene, run, end), ...neighbours(scene)];
  if (fault === 'decline' && end === 'between') violations.push('a plain refusal was not taken back as a whole');
  // A box that holds again what it held is like one nobody has touched: some of those will do.
  const asBefore = run.outcome === 'undone' && end === 'before' && k % 4 !== 0;
  if (!asBefore && (end !== 'desired' || !run.saved)) {
    // The fault was one of a kind: whoever applies again comes to the end.
    const again = await lab.run(subject, errand);
    if ((again.outcome !== 'applied' && again.outcome !== 'unchanged') || again.exit !== 0) violations.push(`the next run ended ${again.outcome}, exit ${again.exit}: ${again.messages.join('; ')}`);
    const differences = compareTables(running(scene.after), running(lab.state));
    if (differences.length > 0 && !sameButNumbers(scene)) violations.push(...differences.map(({ path }) => `after the next run ${path} is not as desired`));
    if (!again.saved && run.outcome !== 'undone' && !same(lab.state, scene.after)) violations.push('after the next run it is not saved');
    violations.push(...neighbours(scene));
  }
  return { fault, k, line: scene.lines[k - 1]!, run, end, violations };
}

/** Whether the report says what the box shows. */
function judge(scene: Scene, run: Run, end: Case['end']): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => { if (!holds) wrong.push(`${what} (${run.outcome}, exit ${run.exit}, ${end}: ${run.messages.join('; ')})`); };
  must(run.struck, 'the fault did not strike');
  must(run.inDoubt <= (scene.lab.window?.lines ?? 1), `${run.inDoubt} lines are in doubt`);
  switch (run.outcome) {
    case null: return wrong; // Killed: nobody is left to report.
    case 'applied':
      must(end === 'desired', 'said to be applied');
      must(run.saved ? run.exit === 0 && same(saved(scene.lab.state), running(scene.lab.state)) : run.exit === 5, 'exit, and what was saved');
      return wrong;
    case 'undone':
      must(end === 'before' && run.exit === 6, 'said to be undone');
      must(same(saved(scene.lab.state), saved(scene.before)), 'undone, but saved');
      return wrong;
    case 'left-changed':
      must(run.exit === 7, 'exit');
      wrong.push(...unsaid(scene, run));
      return wrong;
    default:
      must(false, 'an outcome nobody expects');
      return wrong;
  }
}

/** What the messages of a run that ended in between do not say: all that is missing, or all that is left. */
function unsaid({ lab, subject, errand }: Scene, run: Run): string[] {
  const missing = lab.left(subject, errand);
  const standing = missingFrom(run.changes, missing);
  const said = (change: Parameters<typeof nameOf>[0]): boolean => run.messages.some((message) => message.includes(nameOf(change)) || message.includes(`${change.action} of ${change.resource}`));
  const unsaidMissing = missing.filter((change) => !said(change));
  const unsaidLeft = standing.filter((change) => !said(change));
  if (unsaidMissing.length === 0 || unsaidLeft.length === 0) return [];
  return [`left changed, and not said: ${unsaidMissing.map(nameOf).join(', ')} missing; ${unsaidLeft.map(nameOf).join(', ')} left (${run.messages.join('; ')})`];
}

/** Every line of the others is still there, in order. */
function neighbours({ lab, others }: Scene): string[] {
  const now = lab.dump();
  let at = 0;
  for (const line of others) {
    const found = now.indexOf(line, at);
    if (found < 0) return [`a neighbour's line is gone: ${line.trim()}`];
    at = found + 1;
  }
  return [];
}

/**
 * A profile that lacks a line has taken the number and the name of the one that was meant: the next run makes another one beside it and
 * collects it. Nothing else may differ.
 */
function sameButNumbers({ lab, after, subject, errand }: Scene): boolean {
  const now = lab.state;
  const shape = (): string[] => lab.dump().map((line) => line
    .replace(/profile-id \d+ profile-name "(op-[a-z]+-[0-9a-f]{6})(?:-\d+)?"/, 'profile-id # profile-name "$1"')
    .replace(/ont-lineprofile-id \d+ ont-srvprofile-id \d+ (desc "triple play")/, 'ont-lineprofile-id # ont-srvprofile-id # $1')).sort();
  const found = shape();
  const left = lab.left(subject, errand);
  lab.state = after;
  const wanted = shape();
  lab.state = now;
  return left.length === 0 && JSON.stringify(found) === JSON.stringify(wanted);
}

/** As a person reads it. */
export function table(title: string, cases: readonly Case[]): string {
  const faults = [...new Set(cases.map((each) => each.fault))];
  const count = (of: readonly Case[], outcome: Case['run']['outcome']): number => of.filter(({ run }) => run.outcome === outcome).length;
  const columns = ['fault', 'cases', 'applied', 'undone', 'left-changed', 'killed', 'end: desired', 'end: before', 'end: between', 'violations'];
  const row = (name: string, of: readonly Case[]): string[] => [
    name, ...[of.length, count(of, 'applied'), count(of, 'undone'), count(of, 'left-changed'), count(of, null),
      ...(['desired', 'before', 'between'] as const).map((end) => of.filter((each) => each.end === end).length), of.filter(({ violations }) => violations.length > 0).length].map(String),
  ];
  const rows = [columns, ...faults.map((fault) => row(fault, cases.filter((each) => each.fault === fault))), row('all', cases)];
  const widths = columns.map((_, i) => Math.max(...rows.map((cells) => cells[i]!.length)));
  const bad = cases.flatMap(({ fault, k, line, violations }) => violations.map((what) => `  ${fault}@${k} ${line.slice(0, 60)}: ${what}`));
  return [title, ...rows.map((cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')), ...bad].join('\n');
}

function running(state: Json): Json { return (state as { readonly running: Json }).running; }
function saved(state: Json): Json { return (state as { readonly saved: Json }).saved; }
function same(a: Json, b: Json): boolean { return JSON.stringify(a) === JSON.stringify(b) || compareTables(a, b).length === 0; }
