/** A box and the planner without sockets: plan on what the box prints, type the script, look at the box's tables. */
import { readFileSync } from 'node:fs';
import { lower } from '../../src/access/lower.ts';
import type { Files } from '../../src/kernel/world.ts';
import { compilePack } from '../../src/packs/compile.ts';
import type { Driver, PlanOptions } from '../../src/packs/driver.ts';
import type { ScriptStep, TargetPlan } from '../../src/plan/model.ts';
import { loadProject } from '../../src/profile/load.ts';
import { resolve } from '../../src/profile/resolve/resolve.ts';
import type { DeviceSession, DeviceSimulator } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';

export const driver: Driver = compilePack(JSON.parse(readFileSync('dist/vendors/huawei/pack.json', 'utf8')) as Parameters<typeof compilePack>[0]);

export interface Lab {
  readonly box: DeviceSimulator;
  /** Configuration lines typed by somebody else, from global configuration; throws when the box refuses one. */
  byHand(...lines: readonly string[]): void;
  plan(profile: string, options?: Partial<PlanOptions>): Promise<TargetPlan>;
  /** Plans, types, and checks that planning again finds nothing. @returns the configuration lines typed. */
  apply(profile: string, options?: Partial<PlanOptions>): Promise<string[]>;
  /** Types a script; throws at the first line the box does not take. */
  type(steps: readonly ScriptStep[]): void;
  dump(): readonly string[];
  tables(): Readonly<Record<string, unknown>>;
}

export function openLab(...seed: readonly string[]): Lab {
  const box = createSimulator({ set: { 'save-ms': '0' } });
  const refused = box.seed([...seed]);
  if (refused.length > 0) throw new Error(`seed refused: ${refused.join(', ')}`);
  const session = (): DeviceSession => {
    const made = box.open({ kind: 'local', address: '127.0.0.1', user: 'root', admits: () => true });
    made.start();
    for (const line of ['enable', 'undo smart', 'undo interactive']) made.line(line);
    return made;
  };
  const enter = (at: DeviceSession, line: string): void => {
    let turn = at.line(line);
    if (/\(y\/n\)/.test(turn.ask)) turn = at.line('y');
    const bad = turn.lines.find((text) => /^ {2}Failure|^\s*%|\^/.test(text));
    if (bad !== undefined) throw new Error(`"${line}" was refused: ${turn.lines.join(' ').trim()}`);
  };
  const lab: Lab = {
    box,
    byHand(...lines) {
      const at = session();
      for (const line of ['config', ...lines]) enter(at, line);
      at.ended();
    },
    async plan(profile, options = {}) {
      const { intent, access } = await target(profile);
      const on = driver.observe([{ name: driver.reads[0]!.name, lines: lab.dump() }], undefined);
      return driver.plan(intent, access, on, { prune: false, acceptUnconfirmed: false, goal: 'active', offline: false, ...options }).plan;
    },
    async apply(profile, options = {}) {
      const plan = await lab.plan(profile, options);
      const errors = plan.findings.filter((finding) => finding.severity === 'error');
      if (errors.length > 0) throw new Error(errors.map((finding) => `${finding.code} ${finding.message}`).join('; '));
      lab.type(driver.script([plan], { save: false }));
      const again = await lab.plan(profile, options);
      if (again.changes.length > 0) throw new Error(`not settled: ${again.changes.flatMap((change) => change.commands.map((command) => command.line)).join(' | ')}`);
      return plan.changes.flatMap((change) => change.commands.map((command) => command.line));
    },
    type(steps) {
      const at = session();
      for (const step of steps) enter(at, step.parts ? step.parts.map((part) => (typeof part === 'string' ? part : 'a-secret')).join('') : step.line);
      at.ended();
    },
    dump() {
      const at = session();
      const { lines } = at.line('display current-configuration');
      at.ended();
      return lines;
    },
    tables: () => box.tables(),
  };
  return lab;
}

async function target(text: string) {
  const files: Files = { read: (path) => Promise.resolve(path.endsWith('profile.yaml') ? new TextEncoder().encode(text) : null), list: () => Promise.resolve(null) };
  const { project, findings } = await loadProject('profile.yaml', files);
  const [row] = [...resolve(project)];
  const wrong = [...findings, ...(row?.findings ?? [])].filter((finding) => finding.severity === 'error');
  if (!row?.intent || wrong.length > 0) throw new Error(wrong.map((finding) => finding.message).join('; '));
  return { intent: row.intent, access: lower(row.intent) };
}

export const VLANS = ['vlan 100 smart', 'vlan 110 smart', 'vlan 200 smart', 'vlan 900 smart'];

/** One subscriber with whatever services are given. */
export function profile(services: string, more = ''): string {
  return `version: 1
name: lab
ont: { eth: 4, pots: 1, veip: true }
${more}
services:
${services.split('\n').map((line) => `  ${line}`).join('\n')}
olts: { x: { vendor: huawei, model: ma5800, host: simulator } }
targets: [ { key: K1, olt: x, pon: 0/1/3, serial: HWTCA1B2C3D4, description: one } ]
`;
}
