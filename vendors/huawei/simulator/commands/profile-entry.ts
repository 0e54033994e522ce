import type { Args } from '../../../../src/sim/grammar/grammar.ts';
import { numbers } from '../state.ts';
import { Declined } from '../words.ts';

/**
 * Which profile a line means that names it by `profile-id`, `profile-name`, both or neither. A new one gets the number of `free`
 * and the usual name. @throws Declined when the name belongs to another number
 */
export function enterByIdOrName(
  args: Args, table: Readonly<Record<string, { readonly name: string }>>, kind: string, free: (table: Readonly<Record<string, unknown>>) => number,
): { readonly id: number; readonly name: string } {
  const name = args.maybeText('profile-name');
  const owner = name === undefined ? undefined : numbers(table).find((id) => table[id]?.name === name);
  const id = args.maybeNumber('profile-id') ?? owner ?? free(table);
  if (owner !== undefined && owner !== id) throw new Declined('The profile name has existed already');
  return { id, name: name ?? table[id]?.name ?? `${kind}_${id}` };
}
