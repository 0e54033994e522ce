/** One key, serial, LOID or PON/id in two rows: found in one pass over all rows before any of them is resolved. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { FindingCode } from '../../kernel/finding-codes.ts';
import { parseSerial } from '../../kernel/serial.ts';
import type { Project } from '../project.ts';
import type { Row, RowSet } from '../rows.ts';
import { loidsOf } from './loids.ts';
import { parsePon } from './pon.ts';

/** Per row set: row index → findings. Both rows of a pair are listed; the finding stands with the later one. */
export type Duplicates = ReadonlyMap<RowSet, ReadonlyMap<number, readonly Finding[]>>;

interface Seat { readonly set: RowSet; readonly index: number }

export function findDuplicates(project: Project): Duplicates {
  const found = new Map<RowSet, Map<number, Finding[]>>();
  const keys = new Map<string, Seat>();
  const onts = new Map<string, Seat>();
  const loids = new Map<string, Seat>();
  const places = new Map<string, Seat>();
  const loidOf = loidsOf(project);
  const onlyOlt = project.olts.size === 1 ? [...project.olts.keys()][0]! : '';

  const check = (known: Map<string, Seat>, value: string | undefined, seat: Seat, code: FindingCode, field: string, message: (value: string) => string): void => {
    if (value === undefined) return;
    const first = known.get(value);
    if (!first) {
      known.set(value, seat);
      return;
    }
    const before = first.set.row(first.index);
    list(found, first);
    list(found, seat).push(finding(code, message(value), {
      hint: 'keep one of the two', at: seat.set.row(seat.index).place(field), related: [{ message: `first used by ${before.text('key') ?? 'this subscriber'}`, at: before.place(field) }],
    }));
  };

  for (const set of project.rows) {
    for (let index = 0; index < set.length; index++) {
      const row = set.row(index);
      const seat = { set, index };
      check(keys, row.text('key'), seat, 'ONT206', 'key', (key) => `the key ${key} is used twice`);
      // A row kept as absent is history: its ONT and its place may be in use again.
      if (row.text('state') === 'absent') continue;
      check(onts, ontId(row), seat, 'ONT204', row.text('serial') === undefined ? 'mac' : 'serial', (id) => `the ONT ${id} is used twice`);
      check(loids, loidOf(set, row), seat, 'ONT204', 'loid', (loid) => `the LOID ${loid} is used twice`);
      check(places, placeId(row, onlyOlt), seat, 'ONT205', row.text('id') === undefined ? 'pon' : 'id', (id) => `ONT id ${id.split(' ')[2]!} on ${id.split(' ')[0]!} PON ${id.split(' ')[1]!} is used twice`);
    }
  }
  return found;
}

function list(found: Map<RowSet, Map<number, Finding[]>>, seat: Seat): Finding[] {
  let ofSet = found.get(seat.set);
  if (!ofSet) found.set(seat.set, ofSet = new Map());
  let findings = ofSet.get(seat.index);
  if (!findings) ofSet.set(seat.index, findings = []);
  return findings;
}

function ontId(row: Row): string | undefined {
  const serial = row.text('serial');
  if (serial !== undefined) return parseSerial(serial) ?? undefined;
  return row.text('mac')?.replace(/[^0-9A-Fa-f]/g, '').toLowerCase();
}

function placeId(row: Row, onlyOlt: string): string | undefined {
  const text = row.text('pon');
  const address = text === undefined ? null : parsePon(text);
  const id = row.text('id') ?? address?.id;
  return address && id !== undefined ? `${row.text('olt') ?? onlyOlt} ${address.pon} ${id}` : undefined;
}
