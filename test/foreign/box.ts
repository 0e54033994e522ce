/** One foreign configuration: its dump, the profiles beside it, and the driver that is to make sense of both. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { AccessModel } from '../../src/access/model.ts';
import { lower } from '../../src/access/lower.ts';
import type { Files } from '../../src/kernel/world.ts';
import { compilePack } from '../../src/packs/compile.ts';
import type { Driver, Observation, Planned } from '../../src/packs/driver.ts';
import type { TargetPlan } from '../../src/plan/model.ts';
import type { Intent } from '../../src/profile/intent.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import type { Expected, ExpectedBody, Typed } from './pattern.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'test/fixtures/huawei/foreign');

/** What planning one variant must give; see the README of the fixtures. */
export interface Expectation {
  readonly shared?: readonly (string | ExpectedBody)[];
  readonly ont?: readonly Expected[];
  readonly unmanaged?: readonly string[];
  readonly refused?: boolean;
  readonly refusedOrNothing?: boolean;
  readonly refusedWithoutPrune?: boolean;
  readonly prune?: boolean;
  /** Default: remove for the variant of that name, else active. */
  readonly goal?: 'active' | 'remove';
  readonly refusedOr?: readonly string[];
  readonly never?: readonly string[];
}

export const boxes: readonly string[] = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'dump.txt')));

export function dumpOf(box: string): string {
  return readFileSync(join(folder, box, 'dump.txt'), 'utf8');
}

export function expectationsOf(box: string): Readonly<Record<string, Expectation>> {
  return parse(readFileSync(join(folder, box, 'expect.yaml'), 'utf8')) as Record<string, Expectation>;
}

/** The pack as it ships. */
export const driver: Driver = compilePack(JSON.parse(readFileSync(join(root, 'dist/vendors/huawei/pack.json'), 'utf8')) as Parameters<typeof compilePack>[0]);

export function observe(text: string): Observation {
  return driver.observe([{ name: driver.reads[0]!.name, lines: text.split('\n') }], undefined);
}

export interface Subscriber { readonly intent: Intent; readonly access: AccessModel; }

/** @param variant name of a file beside the dump, without its ending */
export async function subscriberOf(box: string, variant: string): Promise<Subscriber> {
  const { project, findings } = await loadProject(join(folder, box, `${variant}.yaml`), disk);
  const [row] = resolve(project);
  const wrong = [...findings, ...row?.findings ?? []].filter((f) => f.severity === 'error');
  if (!row?.intent || wrong.length > 0) throw new Error(`${box}/${variant}: ${wrong.map((f) => f.message).join('; ')}`);
  return { intent: row.intent, access: lower(row.intent) };
}

export function plan(subscriber: Subscriber, on: Observation, goal: 'active' | 'remove', prune = false): TargetPlan {
  return planned(subscriber, on, goal, prune).plan;
}

export function planned(subscriber: Subscriber, on: Observation, goal: 'active' | 'remove', prune: boolean): Planned {
  return driver.plan(subscriber.intent, subscriber.access, on, { prune, acceptUnconfirmed: true, goal, offline: false });
}

export function errorsOf(planned: { readonly findings: TargetPlan['findings'] }): string[] {
  return planned.findings.filter((f) => f.severity === 'error').map((f) => f.message);
}

export function typedOf(changes: TargetPlan['changes']): Typed[] {
  return changes.flatMap((change) => change.commands.map(({ mode, line }) => ({ mode, line })));
}

const disk: Files = {
  read: (path) => readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  }),
  list: (path) => readdir(path).then((names) => names.sort(), () => null),
};
