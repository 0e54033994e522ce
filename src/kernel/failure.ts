import type { ExitCode } from './exit.ts';

const MARK = Symbol.for('ont-prov failure');

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
  /** By mark, not by identity: a vendor's simulator is built as a module of its own and brings its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  readonly [MARK] = true;
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
