import { homedir } from 'node:os';
import type { Clock, Files, SecretSource } from '../kernel/world.ts';
import type { WorldOptions } from './api.ts';
import { openPacks, type PackStore } from './pack-store.ts';
import { systemClock } from './world/clock.ts';
import { nodeFiles } from './world/files.ts';
import { createRedactor, type Redactor } from './world/redactor.ts';
import { createSecretSource } from './world/secrets.ts';
import { stateDir, stateRoot, type StateDir } from './world/state-dir.ts';

/** Everything a command needs of the outside, opened once and handed down. */
export interface World {
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  readonly clock: Clock;
  readonly secrets: SecretSource;
  readonly redactor: Redactor;
  readonly state: StateDir;
  readonly packs: PackStore;
}

/** The same world seen from another folder: relative paths and the files of secrets are looked for there. */
export function inFolder(world: World, cwd: string): World {
  if (cwd === world.cwd) return world;
  const { env, state, redactor } = world;
  return { ...world, cwd, secrets: createSecretSource({ cwd, env, state, redactor }) };
}

/** Opens the real world. Nothing is created or connected yet. */
export function openWorld(options: WorldOptions): World {
  const { cwd, env } = options;
  const home = env['HOME'] ?? homedir();
  const redactor = createRedactor();
  const state = stateDir(stateRoot(options.stateDir, env, home, cwd));
  return {
    cwd, home, env, redactor, state,
    files: nodeFiles(options.stdin),
    clock: systemClock,
    secrets: createSecretSource({ cwd, env, state, redactor }),
    packs: openPacks(options.packs),
  };
}
