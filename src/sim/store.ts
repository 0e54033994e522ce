/** Where a simulated box keeps its configuration between runs. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import type { Json } from './device.ts';

export interface StateStore {
  /** What was saved last, null when nothing ever was. */
  load(): Json;
  /** Resolves when the state is safe from a crash of this process. @throws Failure `simulator-state`, exit 2 */
  save(state: Json): Promise<void>;
}

/** A JSON file, replaced whole: a reader sees the old or the new one. Readable by its owner only, for it holds secrets. */
export function fileStore(path: string): StateStore {
  return {
    load() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (cause) {
        if (isMissing(cause)) return null;
        throw new Failure(`cannot read the simulator's state ${path}: ${wordsOf(cause)}`, {
          code: 'simulator-state', exitCode: EXIT.usage, cause, hint: 'see to its permissions, or delete the file to start with an empty box',
        });
      }
      try {
        return JSON.parse(text) as Json;
      } catch (cause) {
        throw new Failure(`the simulator's state is not JSON: ${path}`, {
          code: 'simulator-state', exitCode: EXIT.usage, cause, hint: 'delete the file to start with an empty box',
        });
      }
    },
    async save(state) {
      const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
        await rename(draft, path);
      } catch (cause) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw new Failure(`cannot write the simulator's state ${path}: ${wordsOf(cause)}`, {
          code: 'simulator-state', exitCode: EXIT.usage, cause, hint: 'make room there or see to its permissions, or name another place: --state FILE of sim olt, --state-dir elsewhere',
        });
      }
    },
  };
}

/** For tests: keeps the last state in memory, as text, so that nobody shares objects with it. */
export function memoryStore(initial: Json = null): StateStore {
  let text = JSON.stringify(initial);
  return {
    load: () => JSON.parse(text) as Json,
    save: (state) => { text = JSON.stringify(state); return Promise.resolve(); },
  };
}

/** Node's own words without the call and the path: `ENOSPC: no space left on device`. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, \w+(?: '.*')?$/u, '') : String(error);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
