/** What all subscribers of one profile on one OLT and one kind of PON have in common: the merged layers, merged once. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { child, placeOf } from '../node.ts';
import type { MapNode } from '../node.ts';
import type { ProfileDocument, Project } from '../project.ts';
import { meantHint } from '../suggest.ts';
import type { ResolvedOlt } from './olt.ts';
import { ponMatches } from './pon.ts';
import { at, mergeLayers, varies } from './tree.ts';
import type { Branch, Layer } from './tree.ts';

export interface Combination {
  readonly profile: ProfileDocument;
  readonly olt: ResolvedOlt;
  readonly layers: readonly Layer[];
  readonly tree: Branch;
  /** Matching `pons:` entries, narrowest first. */
  readonly pons: readonly MapNode[];
  readonly vars: readonly MapNode[];
  /** Top-level sections that are the same for every row, so that they are read once. */
  readonly constant: ReadonlySet<string>;
}

/** Parts of a profile that layers may say; everything else in a file is not inherited. */
export const PARTS: ReadonlySet<string> = new Set([
  'ont', 'technology', 'management', 'tr069', 'services', 'authentication', 'lan', 'wifi', 'firmware', 'parameters', 'catv', 'description',
]);

export class Combinations {
  readonly #project: Project;
  readonly #report: (found: Finding) => void;
  readonly #known = new Map<string, Combination>();
  readonly #chains = new Map<string, readonly ProfileDocument[] | null>();

  constructor(project: Project, report: (found: Finding) => void) {
    this.#project = project;
    this.#report = report;
  }

  /** @returns null when the profile extends itself or something unknown (reported once) */
  of(profile: ProfileDocument, olt: ResolvedOlt, pon: string): Combination | null {
    const matching = olt.pons.filter(({ pattern }) => ponMatches(pattern, pon));
    const id = [profile.name, olt.intent.name, ...matching.map(({ pattern }) => pattern.text)].join('\0');
    const before = this.#known.get(id);
    if (before) return before;
    const chain = this.#chain(profile);
    if (!chain) return null;
    const pons = matching.flatMap(({ node, pointer, pattern }) => (node.kind === 'map' ? [{ node, pointer, text: pattern.text }] : []));
    const layers: Layer[] = [
      ...chain.map((document) => ({ from: `profile ${document.name}`, root: document.root, pointer: '', keys: PARTS })),
      { from: `olt ${olt.intent.name}`, root: olt.part.node, pointer: olt.part.pointer, keys: PARTS },
      ...[...pons].reverse().map(({ node, pointer, text }) => ({ from: `pon ${text}`, root: node, pointer, keys: PARTS })),
    ];
    const tree = mergeLayers(layers)!;
    const vars = [...chain].reverse().flatMap((document) => {
      const node = child(document.root, 'vars');
      return node?.kind === 'map' ? [node] : [];
    });
    const constant = new Set([...PARTS].filter((name) => !varies(at(tree, name))));
    const made: Combination = { profile, olt, layers, tree, pons: pons.map(({ node }) => node), vars, constant };
    this.#known.set(id, made);
    return made;
  }

  /** Base first. */
  #chain(profile: ProfileDocument): readonly ProfileDocument[] | null {
    const known = this.#chains.get(profile.name);
    if (known !== undefined) return known;
    const chain = this.#walk(profile);
    this.#chains.set(profile.name, chain);
    return chain;
  }

  #walk(profile: ProfileDocument): readonly ProfileDocument[] | null {
    const chain = [profile];
    let current = profile;
    while (current.extends !== undefined) {
      const base = this.#project.profiles.get(current.extends);
      if (!base) {
        this.#report(finding('ONT217', `${current.name} extends an unknown profile ${current.extends}`, {
          hint: meantHint(current.extends, this.#project.profiles.keys()) ?? 'put it beside this file, or name its path', at: extendsPlace(current),
        }));
        return null;
      }
      if (chain.includes(base)) {
        // `chain` is base first; a person follows it the other way.
        const circle = [...chain.slice(0, chain.indexOf(base) + 1).reverse(), base].map((document) => document.name);
        this.#report(finding('ONT219', `profiles extend one another in a circle: ${circle.join(' → ')}`, {
          hint: 'let one of them extend nothing', at: extendsPlace(current),
          related: base === current ? undefined : [{ message: 'the circle comes back to here', at: extendsPlace(base) }],
        }));
        return null;
      }
      chain.unshift(base);
      current = base;
    }
    return chain;
  }
}

function extendsPlace(profile: ProfileDocument): ReturnType<typeof placeOf> {
  return placeOf(child(profile.root, 'extends') ?? profile.root, '/extends');
}
