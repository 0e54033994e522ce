import { rm } from 'node:fs/promises';
import type { StateDir } from '../world/state-dir.ts';

/** Remembers, across runs, that a device holds work that a restart would lose. */
export interface UnsavedMemory {
  /** Whether an earlier run left work unsaved. */
  earlier(): Promise<boolean>;
  /** Before the first line that writes. */
  remember(run: string): Promise<void>;
  /** After the device has saved, or nothing of ours is left on it. */
  forget(): Promise<void>;
}

export function unsavedMemory(state: StateDir, device: string): UnsavedMemory {
  const path = state.path('unsaved', device);
  return {
    earlier: async () => (await state.read(path)) !== null,
    remember: (run) => state.write(path, `${run}\n`),
    forget: () => rm(path, { force: true }),
  };
}
