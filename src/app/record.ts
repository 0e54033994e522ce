import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Finding } from '../kernel/finding.ts';
import type { Tail } from './api.ts';
import { attempt, exitOf } from './attempt.ts';
import { recordingText } from './field-kit/recording.ts';
import { createRedactor } from './field-kit/redact.ts';
import { visit, type Visit, type VisitOptions } from './field-kit/visit.ts';
import { findingsJson, relativeFile } from './json.ts';
import type { World } from './world.ts';
import { errnoOf } from './world/errno.ts';

export interface RecordOptions extends VisitOptions {
  /** Where the recording goes; a file that exists is not overwritten. */
  readonly file: string;
}

export interface RecordDocument extends Tail {
  readonly formatVersion: 1;
  readonly olt: string;
  /** Relative to the working directory; null when nothing was written. */
  readonly file: string | null;
  readonly reads: readonly { readonly line: string; readonly lines: number }[];
}

/**
 * What a device answers to the pack's reads, as a transcript that may be given away: serial numbers, addresses, names and secrets are
 * replaced, each by the same other value throughout, so that it can still be planned on. Folded lines are joined.
 */
export async function record(world: World, options: RecordOptions): Promise<RecordDocument> {
  const findings: Finding[] = [];
  let reads: RecordDocument['reads'] = [];
  const { value, error, ...failed } = await attempt(world, async () => {
    const path = resolve(world.cwd, options.file);
    await mustBeNew(path);
    const visited = await visit(world, options);
    if ('findings' in visited) { findings.push(...visited.findings); return null; }
    const lost = visited.reads.find((read) => read.failure !== null)?.failure;
    if (lost) throw lost;
    const { text, counts } = redacted(visited, (line) => world.redactor.mask(line));
    await write(path, text);
    reads = counts;
    return relativeFile(path, world.cwd);
  });
  return { formatVersion: 1, olt: options.olt, file: value, reads, findings: findingsJson(findings, world.cwd), error, exitCode: 'exitCode' in failed ? failed.exitCode : exitOf(findings) };
}

function redacted({ driver, olt, session, reads }: Visit, mask: (text: string) => string): { text: string; counts: RecordDocument['reads'] } {
  const answers = reads.flatMap(({ step, reply }) => (reply ? [{ step, name: step.name, lines: driver.survey([{ name: step.name, lines: reply.lines }]).lines }] : []));
  const survey = driver.survey(answers);
  const unknown = new Set([...survey.residue, ...survey.half].map(({ line }) => line));
  const { dialect } = driver.observe(answers, olt.model);
  const without = (host: string): typeof answers => {
    const redactor = createRedactor({ driver, unknown, host });
    // Names that a later answer gives away go from an earlier one, too.
    redactor.lines(answers.flatMap(({ lines }) => lines));
    return answers.map((answer) => ({ ...answer, lines: redactor.lines(answer.lines.map(mask)) }));
  };
  let clean = without(session.host);
  // A box that is called after its product: then the name says nothing, and without it nobody would know what it is.
  if (driver.observe(clean, olt.model).dialect !== dialect) clean = without('');
  const about = [`vendor ${driver.id}, dialect ${dialect}`, 'Serial numbers, addresses, names and secrets are replaced, each by the same other value throughout; folded lines are joined.', 'Read it through before you give it away.'];
  return { text: recordingText(about, clean), counts: answers.map(({ step, lines }) => ({ line: step.line, lines: lines.length })) };
}

/** Before anything is connected: a login that leads to nothing is one too many. */
async function mustBeNew(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    await rm(path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Failure {
  const code = errnoOf(error);
  return code === 'EEXIST'
    ? new Failure(`${path} exists already`, { code: 'file-exists', exitCode: EXIT.usage, hint: 'name another file', cause: error })
    : new Failure(`cannot write ${path}: ${code}`, { code: 'file-unwritable', exitCode: EXIT.usage, cause: error });
}
