import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TargetPlan } from '../../src/plan/model.ts';
import { openLab, profile } from './lab.ts';

/** What somebody does by hand between two runs, and how the next plan must speak of it. */
interface Edit { readonly lines: readonly string[]; readonly told: (plan: TargetPlan) => boolean; }

const updates = (resource: string, attribute: string, from: string) => (plan: TargetPlan): boolean =>
  plan.changes.some((change) => change.resource === resource && change.attributes.some((each) => each.attribute === attribute && each.from === from));
const creates = (resource: string, name: string, value: string | number) => (plan: TargetPlan): boolean =>
  plan.changes.some((change) => change.resource === resource && change.action === 'create' && change.key[name] === value);
const keeps = (line: string) => (plan: TargetPlan): boolean => plan.unmanaged.some((each) => each.line.includes(line));

const EDITS: Readonly<Record<string, Edit>> = {
  description: { lines: ['interface gpon 0/1', 'ont modify 3 0 desc "by hand"', 'quit'], told: updates('ont', 'desc', 'by hand') },
  speed: { lines: ['service-port 2 inbound traffic-table index 6 outbound traffic-table index 6'], told: updates('service-port', 'out', '6') },
  untagged: { lines: ['interface gpon 0/1', 'ont port native-vlan 3 0 eth 4 vlan 110 priority 7', 'quit'], told: updates('native-vlan', 'v', '110') },
  suspended: { lines: ['interface gpon 0/1', 'ont deactivate 3 0', 'quit'], told: updates('ont-state', 'st', 'off') },
  gone: { lines: ['undo service-port 3'], told: creates('service-port', 'idx', 3) },
  address: { lines: ['interface gpon 0/1', 'undo ont ipconfig 3 0 ip-index 0', 'quit'], told: creates('ip-host', 'i', 0) },
  extra: { lines: ['service-port 90 vlan 110 gpon 0/1/3 ont 0 gemport 2 multi-service user-vlan untagged tag-transform translate'], told: keeps('service-port 90') },
  port: { lines: ['interface gpon 0/1', 'ont port native-vlan 3 0 eth 2 vlan 110 priority 0', 'quit'], told: keeps('eth 2 vlan 110') },
};

const PROFILE = profile('internet: { vlan: 100, priority: 0, attach: eth1, down: 100M, up: 50M }\nvideo: { vlan: 200, priority: 4, attach: eth4 }', 'management: { vlan: 900, priority: 2, address: dhcp }');

it('what somebody changed by hand is never overwritten in silence, and what he added stays', async () => {
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray(Object.keys(EDITS), { minLength: 1 }), async (names) => {
    const lab = openLab('vlan 100 smart', 'vlan 110 smart', 'vlan 200 smart', 'vlan 900 smart');
    await lab.apply(PROFILE);
    for (const name of names) lab.byHand(...EDITS[name]!.lines);
    const plan = await lab.plan(PROFILE);
    // Edits that contradict one another may end in a refusal, which says why and types nothing.
    if (plan.findings.some((finding) => finding.severity === 'error')) { expect(plan.changes).toEqual([]); return; }
    expect(names.filter((name) => !EDITS[name]!.told(plan))).toEqual([]);
    await lab.apply(PROFILE);
    const dump = lab.dump().join('\n');
    if (names.includes('extra')) expect(dump).toContain('service-port 90 vlan 110');
    if (names.includes('port')) expect(dump).toContain('ont port native-vlan 3 0 eth 2 vlan 110');
  }), { numRuns: 80 });
}, 60_000);
