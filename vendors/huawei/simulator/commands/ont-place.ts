/** Which ONT a line of a board's mode means. */
import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import type { Place } from '../command.ts';
import { ontKey, type Ont } from '../state.ts';
import { Declined } from '../words.ts';

export const BOARD = ['gpon'] as const;

/** `0/1/3` from the mode's slot and the `port` argument. @throws Declined when the board has no such port */
export function portOf(args: Args, at: Place, name = 'port'): string {
  if (at.mode.kind !== 'gpon' && at.mode.kind !== 'epon') throw new Error(`not on a board: ${at.mode.kind}`);
  return existingPort(at, `${at.mode.slot}/${args.number(name)}`);
}

export function existingPort(at: Place, port: string): string {
  const slot = port.slice(0, port.lastIndexOf('/'));
  const board = at.box.state.boards[slot];
  if (!board || (board.tech !== 'gpon' && board.tech !== 'epon')) throw new Declined('The board does not exist');
  if (Number(port.slice(port.lastIndexOf('/') + 1)) >= board.ports) throw new Declined('The port does not exist');
  return port;
}

/** @throws Declined when there is no such ONT */
export function ontOf(args: Args, at: Place): { readonly port: string; readonly id: number; readonly key: string; readonly ont: Ont } {
  const port = portOf(args, at);
  const id = args.number('ontid');
  const key = ontKey(port, id);
  const ont = at.box.state.onts[key];
  if (!ont) throw new Declined('The ONT does not exist');
  return { port, id, key, ont };
}

export function hasServicePorts(at: Place, port: string, id: number): boolean {
  return Object.values(at.box.state.servicePorts).some((row) => row.port === port && row.ont === id);
}
