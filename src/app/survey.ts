import { addAll } from '../kernel/add-all.ts';
import { EXIT, worstExit, type ExitCode } from '../kernel/exit.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import type { Failure } from '../kernel/failure.ts';
import type { ConnectOptions, ErrorJson, ProjectOptions, Tail } from './api.ts';
import type { Attempt } from './attempt.ts';
import { errorJson, findingsJson } from './json.ts';
import { lookAt, type Look, type LookGroup, type Seen } from './looking.ts';
import { subjectsOf } from './candidate.ts';
import { select, type OltGroup } from './selection.ts';
import type { World } from './world.ts';

export interface OltFailure { readonly olt: string; readonly failure: Failure; }

/** How a document about several OLTs ends. `error` is the document's own or that of the first OLT. */
export interface SurveyTail extends Tail { readonly failures: readonly (ErrorJson & { readonly olt: string })[]; }

/** The OLTs of the subscribers meant, each looked at by `work`. Nothing is looked at when the profiles have errors. */
export async function survey<T>(world: World, options: Pick<ProjectOptions, 'path' | 'only'> & ConnectOptions, findings: Finding[], work: (look: Look) => Promise<T>): Promise<Seen<T>[]> {
  const { groups, findings: found } = await select(world, options);
  addAll(findings, found);
  if (hasErrors(findings)) return [];
  return lookAt(world, options, groups.map(lookGroup), findings, work);
}

function lookGroup({ olt, driver, candidates }: OltGroup): LookGroup {
  const alone = candidates.length === 1 ? candidates[0]!.subject() : undefined;
  return { olt, driver, subjects: alone ? [alone] : subjectsOf(candidates), alone };
}

export function failuresOf(seen: readonly Seen<unknown>[]): OltFailure[] {
  return seen.flatMap(({ olt, failure }) => (failure ? [{ olt, failure }] : []));
}

/** @param exits what else the exit code depends on */
export function surveyTail(world: World, { error, ...failed }: Attempt<unknown>, findings: readonly Finding[], failures: readonly OltFailure[], exits: readonly ExitCode[] = []): SurveyTail {
  const mask = (text: string): string => world.redactor.mask(text);
  return {
    failures: failures.map(({ olt, failure }) => ({ olt, ...errorJson(failure, mask) })), findings: findingsJson(findings, world.cwd),
    error: error ?? (failures[0] ? errorJson(failures[0].failure, mask) : null),
    exitCode: 'exitCode' in failed ? failed.exitCode : worstExit([...failures.map(({ failure }) => failure.exitCode), ...(hasErrors(findings) ? [EXIT.findings] : []), ...exits]),
  };
}
