/** How an ONT proves who it is. The subscriber's own `loid` and `password` win over what is written with `authentication`. */
import { finding } from '../../kernel/finding-codes.ts';
import type { Place } from '../../kernel/finding.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Intent, Origin } from '../intent.ts';
import { child, placeOf, pointerTo, textOf } from '../node.ts';
import type { Row } from '../rows.ts';
import type { Reader } from './reader.ts';
import { at, treePlace } from './tree.ts';
import type { Branch, Leaf } from './tree.ts';

export function readAuthentication(reader: Reader, root: Branch): Intent['authentication'] {
  const tree = at(root, 'authentication');
  const row = reader.scope.row;
  if (tree?.kind !== 'leaf') return { by: 'serial' };
  const by = registeredBy(tree);
  const password = registrationPassword(reader, tree);
  if (by === 'password') {
    if (password) return { by, password };
    reader.report(finding('ONT229', `subscriber ${reader.scope.key} has no registration password`, { hint: 'give the row a password, or authentication a password:', at: row.place(), related: [{ message: 'asked for here', at: treePlace(tree) }] }));
  }
  if (by === 'loid') {
    const loid = registrationLoid(reader, tree);
    if (loid !== undefined) return { by, loid, ...(password === undefined ? {} : { password }) };
    reader.report(finding('ONT229', `subscriber ${reader.scope.key} has no LOID`, { hint: 'give the row a loid', at: row.place(), related: [{ message: 'asked for here', at: treePlace(tree) }] }));
  }
  return { by: 'serial' };
}

/** The word after `authentication:`, or after `by:`. */
export function registeredBy({ node }: Leaf): string | undefined {
  return node.kind === 'map' ? textOf(child(node, 'by')) : textOf(node);
}

export function registrationLoid(reader: Reader, tree: Leaf): string | undefined {
  if (own(reader.scope.row, tree, 'loid')) return reader.scope.row.text('loid');
  const shared = textOf(child(tree.node, 'loid'));
  return shared === undefined ? undefined : reader.fill(shared, () => sharedPlace(tree, 'loid'));
}

function registrationPassword(reader: Reader, tree: Leaf): Secret | undefined {
  const row = reader.scope.row;
  const shared = child(tree.node, 'password');
  if (!own(row, tree, 'password')) return shared && reader.secretNode(shared, 'authentication', () => sharedPlace(tree, 'password'));
  const node = row.node('password');
  if (node) return reader.secretNode(node, 'authentication', () => row.place('password'));
  return new Secret({ from: 'literal', value: row.text('password')! });
}

/** Where the LOID or the password of a subscriber comes from. */
export function authenticationOrigin(row: Row, tree: Leaf, field: 'loid' | 'password'): Origin {
  if (own(row, tree, field)) return { get at() { return row.place(field); }, from: 'row' };
  const shared = child(tree.node, field);
  const column = textOf(child(shared, 'column'));
  if (column !== undefined) return { get at() { return row.place(column); }, from: 'row' };
  return { get at() { return sharedPlace(tree, field); }, from: tree.from };
}

/** Whether the row has its own, and what is shared does not ask for exactly that: `loid: "isp-${loid}"`. */
function own(row: Row, tree: Leaf, field: 'loid' | 'password'): boolean {
  if (row.node(field) === undefined && row.text(field) === undefined) return false;
  const shared = textOf(child(tree.node, field));
  return shared === undefined || !new RegExp(`(?<!\\$)\\$\\{\\s*${field}\\s*\\}`).test(shared);
}

function sharedPlace(tree: Leaf, field: string): Place {
  const entry = tree.node.kind === 'map' ? tree.node.entries.get(field) : undefined;
  return entry ? placeOf(entry.value, tree.path + pointerTo(field), entry) : treePlace(tree);
}
