/** LOIDs of rows before they are resolved: to find two subscribers of one, wherever it was written. */
import { child, textOf } from '../node.ts';
import type { Node } from '../node.ts';
import type { Project } from '../project.ts';
import type { Row, RowSet } from '../rows.ts';
import { readIdentity } from './identity.ts';
import { Combinations } from './combination.ts';
import { readOlt } from './olt.ts';
import { Reader } from './reader.ts';
import { registeredBy, registrationLoid } from './authentication.ts';
import { at, mergeLayers } from './tree.ts';

/** What is wrong on the way is found again, and told, when the row is resolved. */
const IGNORE = (): void => undefined;

const AUTHENTICATION: ReadonlySet<string> = new Set(['authentication']);

/** @returns the LOID that a row's ONT is to be registered with; undefined when it is registered by something else */
export function loidsOf(project: Project): (set: RowSet, row: Row) => string | undefined {
  const asked = [...[...project.profiles.values()].map(({ root }) => root), ...[...project.olts.values()].map(({ node }) => node)].some(asksForLoid);
  const olts = new Map([...project.olts.values()].map((part) => [part.name, readOlt(part, IGNORE)]));
  const combinations = new Combinations(project, IGNORE);
  return (set, row) => {
    // Nearly all projects register by serial: their rows are not to be looked at twice.
    if (!asked && !row.special) return undefined;
    const identity = readIdentity({ project, olts, report: IGNORE }, set, row);
    const combination = identity && combinations.of(identity.profile, identity.olt, identity.pon);
    if (!combination) return undefined;
    const layer = row.special ? row.layer : null;
    const own = layer ? mergeLayers([{ from: 'row', root: layer, pointer: row.pointer, keys: AUTHENTICATION }]) : undefined;
    const tree = at(own, 'authentication') ?? at(combination.tree, 'authentication');
    if (tree?.kind !== 'leaf' || registeredBy(tree) !== 'loid') return undefined;
    const reader = new Reader({
      row, key: identity.key, pon: identity.pon, id: identity.id, serial: identity.serial, description: undefined,
      oltName: identity.olt.intent.name, olt: identity.olt.part.node, pons: combination.pons, vars: combination.vars,
    }, IGNORE, true);
    return registrationLoid(reader, tree);
  };
}

function asksForLoid(node: Node): boolean {
  if (node.kind === 'text') return false;
  if (node.kind === 'list') return node.items.some(asksForLoid);
  const authentication = node.entries.get('authentication')?.value;
  if ((textOf(authentication) ?? textOf(child(authentication, 'by'))) === 'loid') return true;
  return [...node.entries.values()].some(({ value }) => asksForLoid(value));
}
