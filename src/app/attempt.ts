import { EXIT, type ExitCode } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { ErrorJson } from './api.ts';
import { errorJson } from './json.ts';
import type { World } from './world.ts';

export type Attempt<T> = { readonly value: T; readonly error: null } | { readonly value: null; readonly error: ErrorJson; readonly exitCode: ExitCode };

/** Runs `work`; what the world refuses becomes the `error` of a document. A bug stays thrown. */
export async function attempt<T>(world: World, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work(), error: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { value: null, error: errorJson(error, (text) => world.redactor.mask(text)), exitCode: error.exitCode };
  }
}

/** Findings decide, unless something worse happened. */
export function exitOf(findings: readonly { readonly severity: string }[]): ExitCode {
  return findings.some((finding) => finding.severity === 'error') ? EXIT.findings : EXIT.ok;
}
