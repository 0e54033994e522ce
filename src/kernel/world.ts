/** The outside world, as the few interfaces the product needs of it. `app` implements them; tests hand in their own. */
import type { Secret } from './secret.ts';

export interface Files {
  /** @returns the bytes, or null when there is no such file. Throws `Failure` for anything else (permissions, a directory). */
  read(path: string): Promise<Uint8Array | null>;
  /** Names (not paths) of a directory's files, sorted; null when `path` is not a directory. */
  list(path: string): Promise<readonly string[] | null>;
}

export interface Clock {
  /** Wall clock, ms since the epoch. */
  now(): number;
  /** Monotonic, ms. */
  ticks(): number;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, call: () => void): () => void;
}

export interface SecretSource {
  /** Opens one secret. @throws Failure `secret-unset`, exit 1, naming the reference and never a value. */
  open(secret: Secret): Promise<string>;
}
