import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Finding } from '../kernel/finding.ts';
import { verdict } from '../plan/verdict.ts';
import type { ReplyClass } from '../transport/model.ts';
import type { Tail } from './api.ts';
import { attempt, exitOf } from './attempt.ts';
import { createRedactor, type Redactor } from './field-kit/redact.ts';
import { shapesOf, type LineShape } from './field-kit/shapes.ts';
import { visit, type Visit, type VisitOptions } from './field-kit/visit.ts';
import { findingsJson } from './json.ts';
import type { World } from './world.ts';

export type ProbeOptions = VisitOptions;

/** What a device of this vendor is like, and how much of its configuration the pack understands. Names, addresses and secrets are taken out. */
export interface ProbeReport {
  readonly vendor: string;
  readonly dialect: string;
  readonly peer: string;
  readonly banner: readonly string[];
  /** Modes of the session section, with whether their prompt was seen. */
  readonly modes: readonly { readonly name: string; readonly prompt: string; readonly reached: boolean }[];
  /** Preparation lines the device does not know. */
  readonly refusedPreparation: readonly string[];
  readonly reads: readonly { readonly name: string; readonly line: string; readonly works: boolean; readonly class: ReplyClass | null; readonly message: string; readonly lines: number }[];
  readonly configuration: {
    /** Read to its end. */
    readonly complete: boolean;
    readonly lines: number; readonly known: number; readonly residue: number; readonly half: number;
    readonly residueShapes: readonly LineShape[];
    readonly halfShapes: readonly LineShape[];
  };
  /** Every line that was typed. */
  readonly typed: readonly string[];
}

export interface ProbeDocument extends Tail { readonly formatVersion: 1; readonly olt: string; readonly report: ProbeReport | null; }

/** Looks at a device without changing it: the pack's reads, and the session's own login, preparation and logout, are all that is typed. */
export async function probe(world: World, options: ProbeOptions): Promise<ProbeDocument> {
  const findings: Finding[] = [];
  const { value, error, ...failed } = await attempt(world, async () => {
    const visited = await visit(world, options);
    if ('findings' in visited) { findings.push(...visited.findings); return null; }
    const { report, findings: found } = reportOf(visited, (text) => world.redactor.mask(text));
    findings.push(...found);
    // A report that only says that nothing could be read is none.
    const lost = visited.reads.find((read) => read.failure !== null)?.failure;
    if (lost && visited.reads.every((read) => read.reply === null)) throw new Failure(lost.message, { code: lost.code, exitCode: lost.exitCode, ...(lost.hint === undefined ? {} : { hint: lost.hint }), cause: lost });
    return report;
  });
  return { formatVersion: 1, olt: options.olt, report: value, findings: findingsJson(findings, world.cwd), error, exitCode: 'exitCode' in failed ? failed.exitCode : findings.length > 0 ? exitOf(findings) : EXIT.ok };
}

function reportOf(visited: Visit, mask: (text: string) => string): { report: ProbeReport; findings: readonly Finding[] } {
  const { driver, olt, session, reads, heard, typed, peer } = visited;
  const results = reads.flatMap(({ step, reply }) => (reply && verdict(reply.class, 'read') === 'ok' ? [{ name: step.name, lines: reply.lines }] : []));
  const survey = driver.survey(results);
  const observation = driver.observe(results, olt.model);
  const unknown = new Set([...survey.residue, ...survey.half].map(({ line }) => line));
  const redactor: Redactor = createRedactor({ driver, unknown, host: session.host });
  // The whole configuration teaches it the names; then it is used on the few lines that are shown.
  redactor.lines(survey.lines);
  const clean = (lines: readonly string[]): string[] => redactor.lines(lines.map(mask));
  const banner = clean(session.banner.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== ''));
  return {
    report: {
      vendor: driver.id, dialect: observation.dialect, peer: peer.replace(/ .*/, ''), banner,
      modes: Object.entries(driver.session.modes).map(([name, { tail }]) => ({ name, prompt: tail, reached: promptSeen(heard, session.host, tail) })),
      refusedPreparation: session.refusedPreparation,
      reads: reads.map(({ step, reply, failure }) => ({
        name: step.name, line: step.line, works: reply !== null && verdict(reply.class, 'read') === 'ok', class: reply?.class ?? null,
        message: clean([failure?.message ?? reply?.message ?? ''])[0] ?? '', lines: reply?.lines.length ?? 0,
      })),
      configuration: {
        complete: observation.complete, lines: survey.lines.filter((line) => line.trim() !== '').length,
        known: survey.known, residue: survey.residue.length, half: survey.half.length,
        residueShapes: shapesOf(survey.residue.map(({ mode, line }) => ({ where: mode, line })), clean),
        halfShapes: shapesOf(survey.half.map(({ kind, line }) => ({ where: kind, line })), clean),
      },
      // Over Telnet the session types the name of the account, too.
      typed: typed.map((line) => (line === olt.username ? '<user name>' : line)),
    },
    // What the device says of itself in a finding is its own words, too.
    findings: observation.findings.map((found) => ({ ...found, message: mask(found.message) })),
  };
}

function promptSeen(heard: string, host: string, tail: string): boolean {
  return heard.split(/[\r\n]+/).some((line) => line.trim().startsWith(`${host}${tail}`));
}
