/**
 * A simulated Huawei SmartAX OLT (MA5800, or the MA5600T family by `model`), in profile mode unless told otherwise.
 * Written from command references and device transcripts, not from the driver: it reads nothing of this folder's pack.
 */
import type { DeviceSimulator, Json, SimulatorFactory } from '../../src/sim/device.ts';
import { machineClock } from '../../src/sim/clock.ts';
import { Grammar } from '../../src/sim/grammar/grammar.ts';
import { Box } from './simulator/box.ts';
import { ARGUMENT_TYPES, type Command } from './simulator/command.ts';
import { LINE_PROFILE } from './simulator/commands/line-profile.ts';
import { MANAGEMENT_PROFILES } from './simulator/commands/management-profiles.ts';
import { MULTICAST } from './simulator/commands/multicast.ts';
import { NETWORK } from './simulator/commands/network.ts';
import { ONT_SERVICE } from './simulator/commands/ont-service.ts';
import { ONT } from './simulator/commands/ont.ts';
import { RATES } from './simulator/commands/rates.ts';
import { SERVICE_PORT } from './simulator/commands/service-port.ts';
import { SERVICE_PROFILE } from './simulator/commands/service-profile.ts';
import { TERMINAL } from './simulator/commands/terminal.ts';
import { readSettings, type HuaweiOptions } from './simulator/options.ts';
import { sowSeed } from './simulator/seed.ts';
import { SmartAxSession } from './simulator/session.ts';
import { SHOW } from './simulator/show/commands.ts';
import type { State } from './simulator/state.ts';

export type { HuaweiOptions, Plugged } from './simulator/options.ts';

const COMMANDS: readonly Command[] = [
  ...TERMINAL, ...NETWORK, ...RATES, ...LINE_PROFILE, ...SERVICE_PROFILE, ...MANAGEMENT_PROFILES, ...ONT, ...ONT_SERVICE, ...SERVICE_PORT, ...MULTICAST, ...SHOW,
];

export const createSimulator = ((options: HuaweiOptions = {}): DeviceSimulator => {
  const settings = readSettings(options);
  const box = new Box(settings, options.clock ?? machineClock);
  const grammar = new Grammar(COMMANDS.map((command) => ({ syntax: command.syntax, value: command })), ARGUMENT_TYPES);
  return {
    title: `${settings.family} ${settings.release}`,
    ssh: { banner: 'User Authentication', question: 'User password:' },
    get revision() { return box.revision; },
    open: (link) => new SmartAxSession(box, grammar, link),
    seed: (lines) => sowSeed(box, grammar, lines),
    tables: () => plain(box.state),
    persist: () => plain({ running: box.state, saved: box.saved }),
    restore(state) {
      const kept = JSON.parse(JSON.stringify(state)) as { running: State; saved: State };
      // Tables that a state of an earlier version lacks stay as they are on a new box.
      box.state = { ...box.state, ...kept.running };
      box.saved = { ...box.saved, ...kept.saved };
      box.revision++;
    },
  };
}) satisfies SimulatorFactory;

/** A copy as JSON has it: nobody outside holds the box's own tables. */
function plain(value: object): { readonly [table: string]: Json } {
  return JSON.parse(JSON.stringify(value)) as { readonly [table: string]: Json };
}
