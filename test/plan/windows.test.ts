/** Where the lines of a script have to wait for the answer to the line before. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, ScriptStep, TargetPlan } from '../../src/plan/model.ts';
import { driver, openLab, profile, VLANS } from '../engine/lab.ts';

const SERVICES = `internet: { vlan: 100, mode: bridge, attach: "eth1,eth2", down: 100M, up: 50M }
iptv: { vlan: 110, mode: bridge, attach: eth4, multicast: { mvlan: 900 } }`;
const MORE = `management: { vlan: 200, priority: 2, address: dhcp }
tr069: { over: management, url: "https://acs.example.net/", username: support, password: { env: ACS } }`;

const script = (plan: TargetPlan): ScriptStep[] => driver.script([plan], { save: true });
const windowsOf = (plan: TargetPlan): (readonly ScriptStep[])[] => [...driver.windows(plan.changes, script(plan))];
const shown = (plan: TargetPlan): string[][] => windowsOf(plan).map((window) => window.map(({ line }) => line.replace(/ (?:profile-name|name|desc|cir|sn-auth|gpon|inbound|type4) .*/, ' …')));

async function planned(services = SERVICES, more = MORE): Promise<TargetPlan> {
  return openLab(...VLANS, 'multicast-vlan 900', 'quit').plan(profile(services, more));
}

describe('the script of a whole subscriber', () => {
  test('waits for profiles, for the ONT, and before what refers to something new', async () => {
    expect(shown(await planned())).toEqual([
      ['config', 'dba-profile add profile-id 10 …', 'dba-profile add profile-id 11 …', 'traffic table ip index 10 …', 'traffic table ip index 11 …'],
      ['ont-lineprofile …'],
      [
        'tcont 1 dba-profile-id 10', 'tcont 2 dba-profile-id 11', 'tcont 3 dba-profile-id 10', 'gem add 1 eth tcont 1 encrypt on', 'gem add 2 eth tcont 2 encrypt on',
        'gem add 3 eth tcont 3 encrypt on', 'gem mapping 1 0 vlan 200', 'gem mapping 2 0 vlan 100', 'gem mapping 3 0 vlan 110', 'tr069-management enable',
      ],
      ['commit'], ['quit'],
      ['ont-srvprofile …'], ['ont-port eth adaptive pots adaptive'], ['commit'], ['quit'],
      ['ont tr069-server-profile add profile-id 1 …', 'interface …', 'ont add 3 0 …'],
      [
        'ont ipconfig 3 0 ip-index 0 dhcp vlan 200 priority 2', 'ont tr069-server-config 3 0 profile-id 1', 'ont port native-vlan 3 0 eth 1 vlan 100 priority 0',
        'ont port native-vlan 3 0 eth 2 vlan 100 priority 0', 'ont port native-vlan 3 0 eth 4 vlan 110 priority 0', 'quit',
        'service-port 1 vlan 200 …', 'service-port 2 vlan 100 …', 'service-port 3 vlan 110 …', 'btv',
      ],
      ['igmp user add service-port 3 no-auth', 'quit', 'multicast-vlan 900', 'igmp multicast-vlan member service-port 3'],
      ['quit'], ['quit'], ['save'],
    ]);
  });

  test('a removal is typed line by line', async () => {
    const lab = openLab(...VLANS, 'multicast-vlan 900', 'quit');
    await lab.apply(profile(SERVICES, MORE));
    const plan = await lab.plan(profile(SERVICES, MORE), { goal: 'remove' });
    expect(windowsOf(plan).filter((window) => window.filter(({ change }) => change !== null).length > 1)).toEqual([]);
  });

  test('so are replacements, interruptions and what cannot be taken back', async () => {
    const lab = openLab(...VLANS, 'multicast-vlan 900', 'quit');
    await lab.apply(profile(SERVICES, MORE));
    const plan = await lab.plan(profile(SERVICES.replace('vlan: 100', 'vlan: 110').replace('vlan: 110, mode: bridge, attach: eth4', 'vlan: 100, mode: bridge, attach: eth4'), MORE));
    const risky = (change: Change): boolean => change.action !== 'create' && (change.action !== 'update' || change.cuts !== 'none' || change.oneWay !== undefined);
    const together = windowsOf(plan).filter((window) => window.length > 1).flat();
    expect(plan.changes.filter(risky).length).toBeGreaterThan(0);
    expect(together.filter(({ change }) => change !== null && risky(plan.changes[change]!))).toEqual([]);
  });
});

/** Steps on made-up changes, at the prompts of the pack. */
const TOP = '(config)#';
const GPON = '(config-if-gpon-0/1)#';
const change = (resource: string, more: Partial<Change> = {}): Change => ({
  resource, key: {}, scope: 'ont', action: 'create', cuts: 'none', attributes: [], commands: [], undo: [], abort: [], ...more,
});
const line = (text: string, of: number, more: Partial<ScriptStep> = {}): ScriptStep => ({ line: text, at: GPON, prompt: GPON, intent: 'create', yes: false, change: of, ...more });
const native = (of: number, more: Partial<ScriptStep> = {}): ScriptStep => line(`ont port native-vlan 3 0 eth ${of + 1} vlan 100 priority 0`, of, more);
const hop = (text: string, at: string, prompt: string): ScriptStep => ({ line: text, at, prompt, intent: 'navigate', yes: false, change: null });
const lengths = (changes: readonly Change[], steps: readonly ScriptStep[]): number[] => driver.windows(changes, steps).map((window) => window.length);
const NATIVE = [0, 1, 2].map(() => change('native-vlan'));

describe('what waits', () => {
  test.each<[string, readonly Change[], readonly ScriptStep[], readonly number[]]>([
    ['ordinary settings of one ONT do not', NATIVE, [native(0), native(1), native(2)], [3]],
    ['a line with a question', NATIVE, [native(0), native(1, { yes: true }), native(2)], [1, 1, 1]],
    ['a deletion', NATIVE, [native(0), native(1, { intent: 'delete' }), native(2)], [1, 1, 1]],
    ['a change without a way back', [NATIVE[0]!, change('native-vlan', { oneWay: 'masked' }), NATIVE[2]!], [native(0), native(1), native(2)], [1, 1, 1]],
    ['a change that waits for the ONT', [NATIVE[0]!, change('native-vlan', { gate: 'online' }), NATIVE[2]!], [native(0), native(1), native(2)], [1, 1, 1]],
    ['a replacement', [NATIVE[0]!, change('native-vlan', { action: 'replace' }), NATIVE[2]!], [native(0), native(1), native(2)], [1, 1, 1]],
    ['an interruption', [NATIVE[0]!, change('native-vlan', { action: 'update', cuts: 'service' }), NATIVE[2]!], [native(0), native(1), native(2)], [1, 1, 1]],
    ['a change that interrupts nothing does not', [NATIVE[0]!, change('native-vlan', { action: 'update' }), NATIVE[2]!], [native(0), native(1, { intent: 'update' }), native(2)], [3]],
    ['whatever follows the ONT itself', [change('ont'), NATIVE[1]!, NATIVE[2]!], [line('ont add 3 0 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 10 ont-srvprofile-id 10', 0), native(1), native(2)], [1, 2]],
    ['the network plan', [change('vlan'), NATIVE[1]!], [line('vlan 100 smart', 0, { at: TOP, prompt: TOP }), hop('interface gpon 0/1', TOP, GPON), native(1)], [1, 2]],
    ['a kind that nobody knows', [change('what'), NATIVE[1]!], [line('what', 0), native(1)], [1, 1]],
    ['what refers to something new', [change('acs-profile'), change('acs-binding')], [
      line('ont tr069-server-profile add profile-id 1 profile-name "a" url "http://x"', 0, { at: TOP, prompt: TOP }), hop('interface gpon 0/1', TOP, GPON), line('ont tr069-server-config 3 0 profile-id 1', 1),
    ], [2, 1]],
    ['the way into a mode does not, nor the way out behind it', NATIVE, [hop('interface gpon 0/1', TOP, GPON), native(0), native(1)], [3]],
    ['the way out of a mode whose way in is not sure', NATIVE, [hop('interface gpon 0/1', TOP, GPON), native(0), hop('quit', GPON, TOP)], [2, 1]],
    ['a way out behind a line of another mode than the one before leads to', NATIVE, [hop('interface gpon 0/1', GPON, GPON), hop('interface gpon 0/1', TOP, GPON), hop('quit', TOP, '#')], [2, 1]],
    ['a second way out', NATIVE, [native(0), hop('quit', GPON, TOP), hop('quit', TOP, '#')], [2, 1]],
    // The first `quit` may not have been taken, nor the line that enters the other board: then the last line would fall on the first board.
    ['a line that would be one of the mode before', NATIVE, [native(0), hop('quit', GPON, TOP), hop('interface gpon 0/2', TOP, '(config-if-gpon-0/2)#'), native(1, { at: '(config-if-gpon-0/2)#', prompt: '(config-if-gpon-0/2)#' })], [3, 1]],
    ['saving', NATIVE, [native(0), { ...hop('save', GPON, GPON), intent: 'save', yes: true }], [1, 1]],
  ])('%s', (_, changes, steps, wanted) => {
    expect(lengths(changes, steps)).toEqual(wanted);
  });
});

describe('any script', () => {
  const prompts = fc.constantFrom(TOP, GPON, '(config-if-gpon-0/2)#', '#', '(config-btv)#');
  const resource = fc.constantFrom('ont', 'native-vlan', 'acs-profile', 'acs-binding', 'service-port', 'igmp-user', 'vlan', 'line-profile', 'nobody');
  const anyChange = fc.record({ resource, action: fc.constantFrom<Change['action']>('create', 'update', 'replace', 'delete', 'collect'), cuts: fc.constantFrom<Change['cuts']>('none', 'service') });
  const anyStep = fc.record({
    line: fc.constantFrom('quit', 'interface gpon 0/1', 'ont tr069-server-config 3 0 profile-id 1', 'service-port 1 vlan 20 gpon 0/1/3 ont 0 gemport 1 multi-service user-vlan 20 tag-transform translate', 'btv', 'commit'),
    at: prompts, prompt: prompts, intent: fc.constantFrom<ScriptStep['intent']>('create', 'update', 'delete', 'navigate', 'save', 'collect'), yes: fc.boolean(), change: fc.nat(7),
  });

  test('comes out as it went in, and only harmless lines ride together', () => {
    fc.assert(fc.property(fc.array(anyChange, { minLength: 8, maxLength: 8 }), fc.array(anyStep, { maxLength: 24 }), (made, drawn) => {
      const changes = made.map(({ resource: of, ...more }) => change(of, more));
      const steps: ScriptStep[] = drawn.map((step) => (step.intent === 'navigate' || step.intent === 'save' ? { ...step, change: null } : step));
      const windows = driver.windows(changes, steps);
      expect(windows.flat()).toEqual(steps);
      for (const window of windows.filter((each) => each.length > 1)) {
        expect(window.length).toBeGreaterThan(0);
        for (const [i, step] of window.entries()) {
          const of = step.change === null ? undefined : changes[step.change];
          expect(step.yes && of !== undefined).toBe(false);
          expect(['create', 'update', 'navigate']).toContain(step.intent);
          if (of?.resource === 'ont') expect(i).toBe(window.length - 1);
          if (of) expect(['vlan', 'nobody']).not.toContain(of.resource);
          if (of) expect(step.at).toBe(step.prompt);
        }
        const resources = window.map((step) => (step.change === null ? '' : changes[step.change]!.resource));
        for (const [one, other] of [['acs-profile', 'acs-binding'], ['service-port', 'igmp-user'], ['line-profile', 'ont'], ['ont', 'native-vlan']]) {
          const [first, second] = [resources.indexOf(one!), resources.lastIndexOf(other!)];
          if (first >= 0 && second >= 0) expect(second).toBeLessThan(first);
        }
        expect(window.filter((step, j) => j > 0 && step.intent === 'navigate' && step.prompt === '#').every((step) => window.slice(0, window.indexOf(step)).every(({ at, prompt }) => at === prompt))).toBe(true);
      }
    }), { numRuns: 3000 });
  });
});
