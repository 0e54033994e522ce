/** Where a value of an intent came from, found when somebody asks. */
import type { Origin } from '../intent.ts';
import { child, locate, placeOf, pointerSteps, pointerTo, textOf } from '../node.ts';
import type { Project } from '../project.ts';
import { partPlace } from '../project.ts';
import type { Row } from '../rows.ts';
import { authenticationOrigin } from './authentication.ts';
import type { ResolvedOlt } from './olt.ts';
import { at, leafText, nearest, treePlace } from './tree.ts';
import type { Branch } from './tree.ts';

export interface Origins {
  readonly project: Project;
  readonly row: Row;
  readonly olt: ResolvedOlt;
  readonly tree: Branch;
}

/** @param pointer into the intent, services by name: `/services/internet/down` */
export function originOf(origins: Origins, pointer: string): Origin {
  const [head, ...rest] = pointerSteps(pointer);
  if (head === undefined) return { at: origins.row.place(), from: 'row' };
  if (head === 'olt') return oltOrigin(origins, rest);
  if (head === 'ont') return hardwareOrigin(origins, rest);
  const authentication = head === 'authentication' ? at(origins.tree, head) : undefined;
  if (authentication?.kind === 'leaf' && (rest[0] === 'loid' || rest[0] === 'password')) return authenticationOrigin(origins.row, authentication, rest[0]);
  if (!FROM_TREE.has(head) || (head === 'description' && origins.row.text('description') !== undefined)) {
    const field = head === 'id' && origins.row.text('id') === undefined ? 'pon' : head;
    return origins.row.text(field) === undefined ? { at: origins.row.place(), from: 'default' } : { at: origins.row.place(field), from: 'row' };
  }
  return treeOrigin(origins, [head, ...rest]);
}

const FROM_TREE: ReadonlySet<string> = new Set([
  'description', 'technology', 'management', 'tr069', 'services', 'authentication', 'lan', 'wifi', 'firmware', 'parameters', 'catv',
]);

function treeOrigin(origins: Origins, steps: readonly string[]): Origin {
  const found = nearest(origins.tree, pointerTo(...written(origins.tree, steps)));
  if (!found || found.tree === origins.tree) return { from: 'default' };
  const { tree, exact } = found;
  if (tree.kind === 'branch' && !exact) return { at: treePlace(tree), from: 'default' };
  const column = tree.kind === 'leaf' ? textOf(child(tree.node, 'column')) : undefined;
  if (column === undefined) return { at: treePlace(tree), from: tree.from };
  // Rules ask where every secret is from, and hardly ever where it is.
  return { get at() { return origins.row.place(column); }, from: 'row' };
}

/** The intent groups some values that people write flat. */
function written(tree: Branch, steps: readonly string[]): string[] {
  const flat = steps.filter((step, index) => !(step === 'how' && steps[index - 1] === 'wan'));
  if (flat[0] === 'services' && (flat[2] === 'up' || flat[2] === 'down')) {
    const fine = nearest(tree, pointerTo('services', flat[1]!, 'qos', flat[2]));
    if (fine?.exact) return ['services', flat[1]!, 'qos', ...flat.slice(2)];
  }
  return flat;
}

function oltOrigin(origins: Origins, steps: readonly string[]): Origin {
  const { part, intent } = origins.olt;
  const from = `olt ${intent.name}`;
  if (steps.length === 0) return { at: origins.row.text('olt') === undefined ? partPlace(part) : origins.row.place('olt'), from };
  const { node, entry, exact } = locate(part.node, pointerTo(...steps));
  return exact ? { at: placeOf(node, part.pointer + pointerTo(...steps), entry), from } : { at: partPlace(part), from: 'default' };
}

function hardwareOrigin(origins: Origins, steps: readonly string[]): Origin {
  const own = origins.row.text('ont');
  const tree = at(origins.tree, 'ont');
  const inline = tree && nearest(tree, pointerTo(...steps));
  if (own === undefined && inline?.exact && tree?.kind === 'branch') return { at: treePlace(inline.tree), from: inline.tree.from };
  const name = own ?? leafText(tree) ?? leafText(at(tree, 'type'));
  const asked = own === undefined ? (tree ? treePlace(tree) : origins.row.place()) : origins.row.place('ont');
  if (name === undefined) return { at: asked, from: 'default' };
  if (steps.length === 0) return { at: asked, from: own === undefined ? tree!.from : 'row' };
  const part = origins.project.types.get(name);
  const value = part && locate(part.node, pointerTo(...steps));
  return { at: value?.exact ? placeOf(value.node, part!.pointer + pointerTo(...steps), value.entry) : asked, from: `type ${name}` };
}
