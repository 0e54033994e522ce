import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Claims } from '../../src/plan/beside.ts';
import { openLab, profile, VLANS, type Lab } from './lab.ts';

const PROFILE = profile('internet: { vlan: 100, priority: 0, attach: eth1, down: 100M, up: 50M }\nvideo: { vlan: 200, priority: 4, attach: eth4 }', 'management: { vlan: 900, priority: 2, address: dhcp }');

/** What somebody made beside the profile, and what he does to it afterwards. */
const MADE: Readonly<Record<string, { readonly make: readonly string[]; readonly change: readonly string[] }>> = {
  second: {
    make: ['service-port 90 vlan 110 gpon 0/1/3 ont 0 gemport 2 multi-service user-vlan untagged tag-transform translate'],
    change: ['service-port 90 inbound traffic-table index 6 outbound traffic-table index 6'],
  },
  twin: {
    make: ['service-port 91 vlan 110 gpon 0/1/3 ont 0 gemport 3 multi-service user-vlan untagged tag-transform translate'],
    change: ['undo service-port 91', 'service-port 91 vlan 120 gpon 0/1/3 ont 0 gemport 3 multi-service user-vlan untagged tag-transform translate'],
  },
  port: {
    make: ['interface gpon 0/1', 'ont port native-vlan 3 0 eth 2 vlan 110 priority 0', 'quit'],
    change: ['interface gpon 0/1', 'ont port native-vlan 3 0 eth 2 vlan 100 priority 5', 'quit'],
  },
  address: {
    make: ['interface gpon 0/1', 'ont ipconfig 3 0 ip-index 1 dhcp vlan 110 priority 1', 'quit'],
    change: ['interface gpon 0/1', 'ont ipconfig 3 0 ip-index 1 dhcp vlan 200 priority 1', 'quit'],
  },
};

/** Everything beside the profile, as it is now. */
async function claimAll(lab: Lab): Promise<Claims> {
  const now = new Map<string, string>();
  await lab.plan(PROFILE, { claims: { of: (object, content) => (now.set(object, content), 'none') } });
  return { of: (object, content) => (now.get(object) === content ? 'held' : now.has(object) ? 'changed' : 'none') };
}

const some = fc.subarray(Object.keys(MADE));

it('adopted and removed, nothing is left of the ONT; what was changed or made since is a reason to refuse', async () => {
  await fc.assert(fc.asyncProperty(some, some, fc.boolean(), async (made, changed, later) => {
    const lab = openLab(...VLANS, 'vlan 120 smart');
    await lab.apply(PROFILE);
    for (const name of made) lab.byHand(...MADE[name]!.make);
    const claims = await claimAll(lab);
    const adopted = await lab.plan(PROFILE, { claims });
    expect(adopted).toMatchObject({ changes: [], unmanaged: [] });
    expect(adopted.adopted).toHaveLength(made.length);
    const without = await lab.plan(PROFILE);
    expect([without.unmanaged, without.adopted]).toEqual([adopted.adopted, []]);

    const touched = changed.filter((name) => made.includes(name));
    for (const name of touched) lab.byHand(...MADE[name]!.change);
    if (later) lab.byHand('service-port 99 vlan 110 gpon 0/1/3 ont 0 gemport 1 multi-service user-vlan untagged tag-transform translate');
    const removal = await lab.plan(PROFILE, { claims, goal: 'remove' });
    const strangers = touched.length + (later ? 1 : 0);
    expect([removal.unmanaged.length, removal.adopted.length]).toEqual([strangers, made.length - touched.length]);
    expect(removal.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(strangers > 0 ? ['ONT404'] : []);
    if (strangers > 0) { expect(removal.changes).toEqual([]); return; }
    await lab.apply(PROFILE, { claims, goal: 'remove' });
    expect(lab.dump().filter((line) => /48575443A1B2C3D4|gpon 0\/1\/3 ont 0|^ *ont \S+ .*\b3 0\b|op-/.test(line))).toEqual([]);
  }), { numRuns: 60 });
}, 60_000);

it('what is adopted outlives a change of the profile under it, and --prune', async () => {
  const lab = openLab(...VLANS, 'vlan 120 smart', 'vlan 130 smart');
  await lab.apply(PROFILE);
  lab.byHand(...MADE['second']!.make, ...MADE['port']!.make);
  const claims = await claimAll(lab);
  lab.byHand(...MADE['twin']!.make);
  const changed = PROFILE.replace('down: 100M', 'down: 300M').replace('vlan: 900', 'vlan: 130');
  await lab.apply(changed, { claims, prune: true });
  const { adopted, unmanaged } = await lab.plan(changed, { claims });
  expect([adopted.length, unmanaged]).toEqual([2, []]);
  expect(lab.dump().join('\n')).not.toContain('service-port 91');
});
