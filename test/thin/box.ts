/** A thin pack as its folder says it, with somebody's configuration and profile in front of it. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { lower } from '../../src/access/lower.ts';
import type { AccessModel } from '../../src/access/model.ts';
import type { Finding } from '../../src/kernel/finding.ts';
import type { Files } from '../../src/kernel/world.ts';
import { compilePack } from '../../src/packs/compile.ts';
import type { PackSource } from '../../src/packs/compile.ts';
import type { Driver, Observation } from '../../src/packs/driver.ts';
import type { TargetPlan } from '../../src/plan/model.ts';
import type { Intent } from '../../src/profile/intent.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';

export interface Subject { readonly intent: Intent; readonly access: AccessModel; }

export function driverOf(id: string): Driver {
  const tree = (name: string): Readonly<Record<string, unknown>> => parse(readFileSync(`vendors/${id}/${name}.yaml`, 'utf8')) as Readonly<Record<string, unknown>>;
  return compilePack({ id, pack: tree('pack'), session: parse(readFileSync(`vendors/${id}/session.yaml`, 'utf8')) as PackSource['session'], resources: tree('resources'), outputs: {} });
}

export class Box {
  readonly driver: Driver;
  readonly dump: string;
  readonly profile: string;

  /** @param name folder under test/fixtures/ID/foreign */
  constructor(id: string, name: string) {
    this.driver = driverOf(id);
    this.dump = readFileSync(`test/fixtures/${id}/foreign/${name}/dump.txt`, 'utf8');
    this.profile = readFileSync(`test/fixtures/${id}/foreign/${name}/profile.yaml`, 'utf8');
  }

  observe(text = this.dump): Observation {
    return this.driver.observe([{ name: this.driver.reads[0]!.name, lines: text.split('\n') }], undefined);
  }

  async plan(profile = this.profile, options: { readonly goal?: 'active' | 'remove'; readonly prune?: boolean; readonly accept?: boolean; readonly on?: Observation } = {}): Promise<TargetPlan> {
    const { intent, access } = await subjectOf(profile);
    return this.driver.plan(intent, access, options.on ?? this.observe(), { prune: options.prune ?? false, acceptUnconfirmed: options.accept ?? true, goal: options.goal ?? 'active', offline: false }).plan;
  }

  /** Lines that a plan without errors types. */
  async lines(profile = this.profile, options: Parameters<Box['plan']>[1] = {}): Promise<string[]> {
    const { changes, findings } = await this.plan(profile, options);
    const errors = findings.filter((finding) => finding.severity === 'error');
    if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'));
    return masked(changes.flatMap((change) => change.commands.map((command) => command.line)));
  }
}

/** The one target of a profile that has no errors of its own. */
export async function subjectOf(text: string): Promise<Subject> {
  const { intent, findings } = await resolved(text);
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (!intent || errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'));
  return { intent, access: lower(intent) };
}

async function resolved(text: string): Promise<{ intent: Intent | undefined; findings: readonly Finding[] }> {
  const files: Files = { read: (path) => Promise.resolve(path.endsWith('profile.yaml') ? new TextEncoder().encode(text) : null), list: () => Promise.resolve(null) };
  const { project, findings } = await loadProject('profile.yaml', files);
  const [row] = [...resolve(project)];
  return { intent: row?.intent ?? undefined, findings: [...findings, ...(row?.findings ?? [])] };
}

/** Generated names end in a hash. */
export function masked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/(op-(?:[\w.]+-)*)[0-9a-f]{6}\b/g, '$1*'));
}
