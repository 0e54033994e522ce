/** A subscriber as the files would have it at another place: what an OLT is to hold of it depends on OLT, PON and number. */
import type { Project } from './project.ts';
import type { Row, RowSet } from './rows.ts';

export interface OtherPlace { readonly olt: string; readonly pon: string; readonly id: number | undefined; }

/** The same project with one row only, that of `key`, which says another OLT, PON and number than it does. Nothing is written. */
export function elsewhere(project: Project, key: string, place: OtherPlace): Project {
  return { ...project, rows: project.rows.flatMap((set) => onlyRow(set, key, place) ?? []) };
}

function onlyRow(set: RowSet, key: string, place: OtherPlace): RowSet | null {
  for (let index = 0; index < set.length; index++) {
    const row = set.row(index);
    if (row.text('key') === key) return { ...set, length: 1, row: () => movedRow(row, place) };
  }
  return null;
}

/** Member by member: some of a row's are made when they are looked at. */
function movedRow(row: Row, { olt, pon, id }: OtherPlace): Row {
  return {
    index: row.index, pointer: row.pointer,
    text: (name) => (name === 'olt' ? olt : name === 'pon' ? pon : name === 'id' ? id?.toString() : row.text(name)),
    node: (name) => row.node(name),
    place: (name) => row.place(name),
    get layer() { return row.layer; },
    get special() { return row.special; },
  };
}
