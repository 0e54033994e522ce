/** Service virtual ports: a VLAN of the network joined to a GEM port of an ONT. Config mode only. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Command, Place } from '../command.ts';
import { numbers, type ServicePort } from '../state.ts';
import { Declined } from '../words.ts';
import { mustLead } from './leading.ts';
import { TAG, VLAN, vlanOf } from './network.ts';
import { existingPort } from './ont-place.ts';
import { firstFree } from './rates.ts';

const MOST = 32767;
const INDEX = `{index:int(0,${MOST})}`;
// In a command rx is what comes in from the subscriber; only the columns of `display service-port` are crossed.
const LIMITS = '(inbound traffic-table (index {inbound:int(0,1023)} | name {inbound-name:text(1,32)}) outbound traffic-table (index {outbound:int(0,1023)} | name {outbound-name:text(1,32)}) | rx-cttr {inbound:int(0,1023)} tx-cttr {outbound:int(0,1023)})';
const INNER = `inner-vlan {inner:${TAG}} [inner-priority {inner-priority:int(0,7)}]`;
const FLOW = `vlan {vlan:${VLAN}} (gpon {fsp:fsp} ont {ont:int(0,127)} gemport {gem:int(0,1023)} | epon {fsp:fsp} ont {ont:int(0,127)})
  multi-service (user-vlan ({user:${VLAN}}|untagged|priority-tagged) [user-encap (pppoe|ipoe|ipv4oe|ipv6oe)] | user-encap (pppoe|ipoe|ipv4oe|ipv6oe))
  [tag-transform (transparent|default|translate|translate-and-add ${INNER}|add-double ${INNER})] [${LIMITS}]`;
const SURE = 'Are you sure to release service virtual port(s)?';

export const SERVICE_PORT: readonly Command[] = [
  { in: ['config'], effect: 'write', syntax: `service-port [${INDEX}] ${FLOW}`, run: create },
  { in: ['config'], effect: 'write', syntax: `service-port ${INDEX} ${LIMITS}`, run: (args, at) => { Object.assign(rowOf(args, at), limits(args, at)); } },
  { in: ['config'], effect: 'write', syntax: `service-port ${INDEX} adminstatus (enable|disable)`, run: (args, at) => {
    const row = rowOf(args, at);
    if (args.has('disable')) row.disabled = true;
    else delete row.disabled;
  } },
  { in: ['config'], effect: 'write', syntax: `service-port desc ${INDEX} description {text:text(1,64)}`, run: (args, at) => { rowOf(args, at).description = args.text('text'); } },
  { in: ['config'], effect: 'write', syntax: `undo service-port ${INDEX}`, asks: { when: 'all', text: SURE }, run: (args, at) => {
    rowOf(args, at);
    mustNotBeWatched(at, args.number('index'));
    delete at.box.state.servicePorts[args.number('index')];
  } },
  { in: ['config'], effect: 'write', syntax: 'undo service-port port {fsp:fsp} [ont {ont:int(0,127)} [gemport {gem:int(0,1023)}]]', asks: { when: 'few', text: SURE }, run: (args, at) => release(at, (row) =>
    row.port === args.text('fsp') && (!args.has('ont') || row.ont === args.number('ont')) && (!args.has('gemport') || row.gem === args.number('gem'))) },
  { in: ['config'], effect: 'write', syntax: `undo service-port vlan {vlan:${VLAN}} [gpon {fsp:fsp} [ont {ont:int(0,127)} [gemport {gem:int(0,1023)}]]]`, asks: { when: 'few', text: SURE }, run: (args, at) => release(at, (row) =>
    row.vlan === args.number('vlan') && (!args.has('gpon') || row.port === args.text('fsp')) && (!args.has('ont') || row.ont === args.number('ont')) && (!args.has('gemport') || row.gem === args.number('gem'))) },
];

function create(args: Args, at: Place): readonly string[] {
  const { servicePorts } = at.box.state;
  const vlan = args.number('vlan');
  vlanOf(at, vlan);
  const row: ServicePort = {
    vlan, tech: args.has('epon') ? 'epon' : 'gpon', port: existingPort(at, args.text('fsp')), ont: args.number('ont'), gem: args.maybeNumber('gem') ?? 0,
    user: args.maybeText('user') ?? args.word('untagged', 'priority-tagged') ?? 'all',
    transform: args.word('transparent', 'default', 'translate', 'translate-and-add', 'add-double') ?? 'translate',
  };
  const encap = args.word('pppoe', 'ipoe', 'ipv4oe', 'ipv6oe');
  if (encap) row.encap = encap;
  if (args.has('inner')) row.inner = args.number('inner');
  if (args.has('inner-priority')) row.innerPriority = args.number('inner-priority');
  mustLead(at, row);
  Object.assign(row, limits(args, at));
  const index = args.maybeNumber('index');
  const rival = index !== undefined && servicePorts[index] ? index : rivalOf(row, servicePorts);
  if (rival !== undefined) throw new Declined('Service virtual port has existed already', [`  Conflicted service virtual port index: ${rival}`]);
  servicePorts[index ?? firstFree(servicePorts, 0, MOST)] = row;
  return [];
}

function rivalOf(row: ServicePort, servicePorts: Readonly<Record<string, ServicePort>>): number | undefined {
  for (const index in servicePorts) if (sameFlow(servicePorts[index]!, row)) return Number(index);
  return undefined;
}

/** Frames the box could not tell apart. */
function sameFlow(a: ServicePort, b: ServicePort): boolean {
  return a.port === b.port && a.ont === b.ont && a.gem === b.gem && a.user === b.user && a.encap === b.encap;
}

function limits(args: Args, at: Place): { inbound?: number; outbound?: number } {
  const { traffic } = at.box.state;
  const found: { inbound?: number; outbound?: number } = {};
  for (const way of ['inbound', 'outbound'] as const) {
    const name = args.maybeText(`${way}-name`);
    const value = name === undefined ? args.maybeNumber(way) : numbers(traffic).find((id) => traffic[id]?.name === name) ?? -1;
    if (value === undefined) continue;
    if (!traffic[value]) throw new Declined('The traffic table does not exist');
    found[way] = value;
  }
  return found;
}

function rowOf(args: Args, at: Place): ServicePort {
  const row = at.box.state.servicePorts[args.number('index')];
  if (!row) throw new Declined('The service virtual port does not exist');
  return row;
}

function watched(at: Place, index: number): boolean {
  const { igmpUsers, mvlans } = at.box.state;
  return igmpUsers[index] !== undefined || Object.values(mvlans).some((mvlan) => mvlan.members.includes(index));
}

function mustNotBeWatched(at: Place, index: number): void {
  if (watched(at, index)) throw new Declined('The service virtual port has been used by IGMP user or multicast VLAN member');
}

function release(at: Place, doomed: (row: ServicePort) => boolean): readonly string[] {
  const { servicePorts } = at.box.state;
  const all = numbers(servicePorts).filter((index) => doomed(servicePorts[index]!));
  if (all.length === 0) throw new Declined('No service virtual port can be operated');
  const free = all.filter((index) => !watched(at, index));
  for (const index of free) delete servicePorts[index];
  return [
    '  Deleting start...',
    `  Deleting end: The total of service virtual ports which need be deleted: ${all.length}`,
    `                The total of service virtual ports which have been deleted: ${free.length}`,
  ];
}
