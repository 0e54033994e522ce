/** Which ports the ONT has: from a type by name, the profile's own words, or both. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent, OntHardware } from '../intent.ts';
import { child, textOf } from '../node.ts';
import type { Node } from '../node.ts';
import type { Project } from '../project.ts';
import { meantHint } from '../suggest.ts';
import { HARDWARE_TYPES } from './hardware-types.ts';
import { at, leafText, section, treePlace } from './tree.ts';
import type { Branch, Tree } from './tree.ts';

export interface Hardware { readonly ont: OntHardware; readonly technology?: Intent['technology'] }

const NONE: OntHardware = { eth: 0, pots: 0, ssids: 0, veip: false, catv: false };

/**
 * Reads `ont:` of the merged profile: a type name, or ports with an optional `type` below them.
 * Without it the ONT is taken to have the ports the services name.
 */
export function readHardware(project: Project, root: Branch, report: (found: Finding) => void): Hardware {
  const tree = at(root, 'ont');
  if (!tree) return { ont: portsNamed(root) };
  const typeName = tree.kind === 'leaf' ? leafText(tree) : leafText(at(tree, 'type'));
  const base = typeName === undefined ? { ont: NONE } : typeByName(project, typeName, () => treePlace(tree), report);
  if (tree.kind === 'leaf') return base;
  return overlay(base, (name) => {
    const value = at(tree, name);
    return value?.kind === 'leaf' ? value.node : undefined;
  });
}

export function typeByName(project: Project, name: string, place: () => Finding['at'], report: (found: Finding) => void): Hardware {
  const own = project.types.get(name);
  if (own) {
    const under = textOf(child(own.node, 'type'));
    const base = under === undefined || under === name ? { ont: NONE } : typeByName(project, under, place, report);
    const hardware = overlay(base, (part) => child(own.node, part));
    return { ...hardware, ont: { ...hardware.ont, name } };
  }
  const known = HARDWARE_TYPES.get(name) ?? HARDWARE_TYPES.get(name.toUpperCase());
  if (known) return { ont: { name, ...known } };
  report(finding('ONT218', `unknown hardware type ${name}`, {
    hint: meantHint(name, [...project.types.keys(), ...HARDWARE_TYPES.keys()]) ?? 'describe it in onts.yaml, or write its ports: { eth: 4, pots: 1, veip: true }', at: place(),
  }));
  return { ont: { name, eth: 64, pots: 8, ssids: 16, veip: true, catv: true } };
}

function overlay(base: Hardware, part: (name: string) => Node | undefined): Hardware {
  const count = (name: 'eth' | 'pots' | 'ssids'): number => {
    const text = textOf(part(name));
    return text === undefined ? base.ont[name] : Number(text);
  };
  const has = (name: 'veip' | 'catv'): boolean => {
    const text = textOf(part(name));
    return text === undefined ? base.ont[name] : text === 'true';
  };
  const technology = (textOf(part('technology')) as Intent['technology']) ?? base.technology;
  return {
    ont: { ...base.ont, eth: count('eth'), pots: count('pots'), ssids: count('ssids'), veip: has('veip'), catv: has('catv') },
    ...(technology === undefined ? {} : { technology }),
  };
}

function portsNamed(root: Branch): OntHardware {
  let { eth, pots, ssids, veip } = NONE;
  const look = (tree: Tree | undefined): void => {
    if (tree?.kind !== 'leaf') return;
    const nodes = tree.node.kind === 'list' ? tree.node.items : [tree.node];
    for (const match of nodes.flatMap((node) => [...(textOf(node) ?? '').matchAll(/(eth|lan|ssid)([1-9]\d?)|(veip)/g)])) {
      if (match[3]) veip = true;
      else if (match[1] === 'ssid') ssids = Math.max(ssids, Number(match[2]));
      else eth = Math.max(eth, Number(match[2]));
    }
  };
  for (const service of section(root, 'services')?.entries.values() ?? []) {
    look(at(service, 'attach'));
    look(at(section(service, 'wan'), 'bind'));
    const sip = section(service, 'sip');
    if (sip) pots = Math.max(pots, Number(leafText(at(sip, 'pots')) ?? 1));
    if (leafText(at(service, 'mode')) === 'route') veip = true;
  }
  return { eth: Math.max(eth, 1), pots, ssids, veip, catv: leafText(at(root, 'catv')) === 'true' };
}
