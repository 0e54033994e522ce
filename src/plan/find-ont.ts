/** Which ONT of the device a plan is about, told by whatever proves who it is. */
import { bind } from './content.ts';
import type { Kind, Want } from './kind.ts';
import { firstLine, settled, type Planning } from './planning.ts';
import { shown, type Row, type Value } from './row.ts';

/** What is wanted of the ONT, and where. */
export interface Sought {
  readonly goal: 'active' | 'remove';
  /** Who is there now, when that is not who will be (a replaced terminal). */
  readonly former?: string;
  /** How messages name the PON. */
  readonly pon: string;
}

/**
 * Looks for the ONT by every identity its want has: a device shows only what the ONT is registered with. Binds its numbers and pairs it.
 * null: it is not there, or it is there and may not be touched; then there is a finding.
 */
export function findOnt(planning: Planning, want: Want, input: Sought): Row | null {
  const { kind } = want;
  const proofs = proofsOf(planning, want);
  const [there, other] = proofs.filter(({ row }, index) => proofs.findIndex((each) => each.row === row) === index);
  const former = formerRow(planning, kind, input.former);
  if (there && other) {
    planning.findings.push({
      code: 'ONT401', severity: 'error', message: `two ONTs on this OLT go by this row: ${spelt(there)} is at ${placeOf(kind, there.row)}, ${spelt(other)} at ${placeOf(kind, other.row)}`,
      hint: `correct the row, or remove the one that is not its ONT (device lines: ${firstLine(planning, there.row) ?? '-'}; ${firstLine(planning, other.row) ?? '-'})`,
    });
    return null;
  }
  if (there && former && former !== there.row) {
    planning.findings.push({
      code: 'ONT401', severity: 'error', message: `both are on this OLT: serial ${input.former ?? ''} and ${spelt(there)}`,
      hint: 'remove the one that is not in use first',
    });
    return null;
  }
  const row = there?.row ?? former;
  if (row) return whereWanted(planning, want, row, there ? spelt(there) : `serial ${input.former ?? ''}`, input);
  if (input.goal === 'active') refuseTaken(planning, want, input);
  return null;
}

/** An identity of the want, and the ONT that the device has under it. */
interface Proof { readonly attribute: string; readonly value: Value; readonly row: Row; }

function proofsOf(planning: Planning, want: Want): Proof[] {
  return want.kind.identity!.flatMap((attribute) => {
    const value = settled(planning, want, attribute);
    const row = value === undefined ? undefined : planning.store.where(want.kind.name, attribute, value)[0];
    return row ? [{ attribute, value: value!, row }] : [];
  });
}

function formerRow(planning: Planning, kind: Kind, former: string | undefined): Row | undefined {
  return former === undefined ? undefined : kind.identity!.flatMap((attribute) => planning.store.where(kind.name, attribute, former)[0] ?? [])[0];
}

/** The row, when it is where the profile has it. */
function whereWanted(planning: Planning, want: Want, row: Row, who: string, input: Sought): Row | null {
  const { kind } = want;
  const elsewhere = kind.key.some((name) => {
    const wanted = settled(planning, want, name);
    return wanted !== undefined && String(wanted) !== String(row.values[name]);
  });
  if (!elsewhere) {
    bind(want, row, planning.numbers);
    planning.pairs.set(want, row);
    return row;
  }
  planning.findings.push({
    code: 'ONT401', severity: 'error', message: `${who} is already on this OLT at ${placeOf(kind, row)}, not at ${input.pon}${fixedId(planning, want)}`,
    hint: `remove it there first, or correct the row (device line: ${firstLine(planning, row) ?? '-'})`,
  });
  return null;
}

function refuseTaken(planning: Planning, want: Want, input: Sought): void {
  const { kind } = want;
  const key: Record<string, Value | undefined> = {};
  for (const name of kind.key) key[name] = settled(planning, want, name);
  if (Object.values(key).includes(undefined)) return;
  const other = planning.store.get(kind, key);
  if (!other) return;
  planning.findings.push({
    code: 'ONT402', severity: 'error', message: `ONT number ${fixedId(planning, want).trim()} on ${input.pon} belongs to ${identityOf(kind, other)}`,
    hint: 'choose another id, or leave it out: the first free one is taken',
  });
}

function identityOf(kind: Kind, row: Row): string {
  const name = kind.identity?.find((attribute) => row.values[attribute] !== undefined);
  return name === undefined ? 'another ONT' : `${word(name)} ${shown(row.values[name]) ?? 'unknown'}`;
}

function spelt({ attribute, value }: Proof): string {
  return `${word(attribute)} ${String(value)}`;
}

/** Packs shorten the serial as devices do. */
function word(attribute: string): string {
  return attribute === 'sn' ? 'serial' : attribute;
}

function placeOf(kind: Kind, row: Row): string {
  return kind.key.map((name) => String(row.values[name])).join('/');
}

function fixedId(planning: Planning, want: Want): string {
  const id = want.kind.key[want.kind.key.length - 1]!;
  const value = settled(planning, want, id);
  return value === undefined ? '' : ` id ${String(value)}`;
}
