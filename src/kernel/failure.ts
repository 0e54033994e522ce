import type { ExitCode } from './exit.ts';

export interface FailureOptions {
  /** Stable, lower-case with dashes: `host-key-changed`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** The remedy, in the imperative. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * The world refused: connection, login, device, file system. Anything else that is thrown is a bug of ours and ends in exit 70.
 * Messages never hold a secret.
 */
export class Failure extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, options: FailureOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = options.code;
    this.exitCode = options.exitCode;
    this.hint = options.hint;
  }
}
