/** Project to service intents, one subscriber after the other: nothing is kept of those that were handed out. */
import type { Finding } from '../../kernel/finding.ts';
import { hasErrors } from '../../kernel/finding.ts';
import type { Intent } from '../intent.ts';
import { placeOf } from '../node.ts';
import type { ProfileDocument, Project } from '../project.ts';
import type { Row, RowSet } from '../rows.ts';
import { oltFindings } from '../olt-findings.ts';
import { checkRules } from '../rules/rules.ts';
import { PonLoad } from '../rules/pon-load.ts';
import { readAuthentication } from './authentication.ts';
import { Combinations } from './combination.ts';
import type { Combination } from './combination.ts';
import { findDuplicates } from './duplicates.ts';
import { readHardware, typeByName } from './hardware.ts';
import type { Hardware } from './hardware.ts';
import { noOlt, readIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { readOlt } from './olt.ts';
import type { ResolvedOlt } from './olt.ts';
import { originOf } from './origin.ts';
import { Reader } from './reader.ts';
import type { Scope } from './scope.ts';
import { readFirmware, readFree, readParameters, readTr069 } from './sections.ts';
import { readManagement, readServices } from './services.ts';
import { at, mergeLayers } from './tree.ts';
import type { Branch } from './tree.ts';

export interface Resolved {
  /** Key of the row, `''` when it has none. */
  readonly key: string;
  /** null when something in it is missing or wrong in itself. With `blocked` it is complete, but breaks a rule. */
  readonly intent: Intent | null;
  /** What was found with this row and not already with an earlier one. */
  readonly findings: readonly Finding[];
  /** An error, new or reported before, concerns this subscriber: nothing may be sent for it. */
  readonly blocked: boolean;
  /**
   * The intent made once more, equal to the first: who goes through many rows keeps this and lets go of the intent. Nothing is looked for.
   * null as the intent is.
   */
  readonly again: () => Intent | null;
}

export interface ResolveOptions {
  /** Only the subscriber of this key; duplicates are still sought among all. */
  readonly only?: string;
}

/**
 * Resolves every row, in file order. What is wrong with a profile that many rows share is found once, with the first of them.
 * Precedence: row > PON > OLT > profile > what it extends > hardware type > default.
 */
export function* resolve(project: Project, options: ResolveOptions = {}): Generator<Resolved> {
  const resolver = new Resolver(project);
  const duplicates = findDuplicates(project);
  for (const set of project.rows) {
    for (let index = 0; index < set.length; index++) {
      if (options.only !== undefined && set.row(index).text('key') !== options.only) continue;
      yield resolver.resolveRow(set, index, duplicates.get(set)?.get(index));
    }
  }
}

/** Findings of one profile alone, tried on an imaginary subscriber whose variables may be anything. */
export function probeProfile(project: Project, profile: ProfileDocument): Finding[] {
  return new Resolver(project).probe(profile);
}

class Resolver {
  readonly #project: Project;
  readonly #olts = new Map<string, ResolvedOlt>();
  /** What is wrong with an OLT's own entry: it concerns every subscriber on it. */
  readonly #oltFindings = new Map<string, readonly Finding[]>();
  readonly #combinations: Combinations;
  readonly #memo = new Memo();
  readonly #load = new PonLoad();
  readonly #seen = new Set<string>();
  readonly #seenObjects = new WeakSet<Finding>();
  /** Findings of the row being resolved. */
  #current: Finding[] = [];

  constructor(project: Project) {
    this.#project = project;
    for (const part of project.olts.values()) {
      const findings = oltFindings(part);
      this.#olts.set(part.name, readOlt(part, (found) => findings.push(found)));
      this.#oltFindings.set(part.name, findings);
    }
    this.#combinations = new Combinations(project, this.#report);
  }

  /** @param duplicates findings that pair this row with another; empty when another row carries the finding */
  resolveRow(set: RowSet, index: number, duplicates: readonly Finding[] | undefined): Resolved {
    const row = set.row(index);
    const intent = this.#intent(set, row);
    const incomplete = hasErrors(this.#current);
    if (duplicates) this.#current.push(...duplicates);
    if (intent) {
      checkRules(intent, this.#report);
      this.#load.add(intent, this.#report);
    }
    const all = this.#current;
    this.#current = [];
    return {
      key: row.text('key') ?? '', intent: incomplete ? null : intent, findings: all.filter((found) => this.#isNew(found)), blocked: duplicates !== undefined || !intent || hasErrors(all),
      again: () => (incomplete ? null : this.#again(set, index)),
    };
  }

  #again(set: RowSet, index: number): Intent | null {
    const intent = this.#intent(set, set.row(index));
    this.#current = [];
    return intent;
  }

  probe(profile: ProfileDocument): Finding[] {
    const node = profile.root;
    const row: Row = {
      index: 0, pointer: '', text: () => undefined, node: () => undefined, place: () => placeOf(node, ''), layer: null, special: false,
    };
    const identity: Identity = {
      key: profile.name, state: 'active', profile, olt: noOlt(profile), pon: '', id: undefined, serial: PROBE_SERIAL, mac: undefined,
    };
    const intent = this.#build(identity, row, true);
    if (intent) checkRules(intent, this.#report);
    return this.#current.filter((found) => !UNKNOWN_TO_PROBE.has(found.code));
  }

  readonly #report = (found: Finding): void => { this.#current.push(found); };

  #isNew(found: Finding): boolean {
    if (this.#seenObjects.has(found)) return false;
    this.#seenObjects.add(found);
    const id = `${found.code} ${found.at?.file ?? ''} ${found.at?.line ?? 0} ${found.at?.column ?? 0} ${found.message}`;
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    return true;
  }

  #intent(set: RowSet, row: Row): Intent | null {
    const identity = readIdentity({ project: this.#project, olts: this.#olts, report: this.#report }, set, row);
    if (!identity) return null;
    this.#current.push(...this.#oltFindings.get(identity.olt.intent.name) ?? []);
    return this.#build(identity, row, false);
  }

  #build(identity: Identity, row: Row, probe: boolean): Intent | null {
    const combination = this.#combinations.of(identity.profile, identity.olt, identity.pon);
    if (!combination) return null;
    const layer = row.special ? row.layer : null;
    const tree = layer ? mergeLayers([...combination.layers, { from: 'row', root: layer, pointer: row.pointer }])! : combination.tree;
    const hardware = this.#hardware(combination, row, tree, layer !== null);
    const scope: Scope = {
      row, key: identity.key, pon: identity.pon, id: identity.id, serial: identity.serial, description: undefined,
      oltName: identity.olt.intent.name, olt: identity.olt.part.node, pons: combination.pons, vars: combination.vars,
    };
    const reader = new Reader(scope, this.#report, probe);
    const part: Part = (name, read, variant = '') => {
      // What services are attached to by default depends on the hardware: a row's own makes its own.
      const constant = combination.constant.has(name) && !layer?.entries.has(name) && !(name === 'services' && layer?.entries.has('ont'));
      return constant ? this.#memo.read(combination, name + variant, this.#current, read) : read();
    };
    return assemble(identity, tree, hardware, reader, part, (pointer) => originOf({ project: this.#project, row, olt: identity.olt, tree }, pointer));
  }

  #hardware(combination: Combination, row: Row, tree: Branch, special: boolean): Hardware {
    const own = row.text('ont');
    if (own !== undefined && !special) {
      return this.#memo.read(this, `ont ${own}`, this.#current, () => typeByName(this.#project, own, () => row.place('ont'), this.#report));
    }
    if (special) return readHardware(this.#project, tree, this.#report);
    return this.#memo.read(combination, 'ont', this.#current, () => readHardware(this.#project, tree, this.#report));
  }
}

const PROBE_SERIAL = '0000000000000000';

/** A profile alone may be the base of others, and who it is for is not known: what may still come is not missing. */
const UNKNOWN_TO_PROBE: ReadonlySet<string> = new Set(['ONT222', 'ONT223', 'ONT224', 'ONT229', 'ONT232', 'ONT233', 'ONT238']);

/** Reads a part, through the memo when it is the same for every row; `variant` names what else the result depends on. */
type Part = <T>(name: string, read: () => T, variant?: string) => T;

function assemble(identity: Identity, tree: Branch, hardware: Hardware, reader: Reader, part: Part, origin: Intent['origin']): Intent {
  const { row } = reader.scope;
  const ownDescription = row.text('description');
  const description = ownDescription === undefined ? reader.text(at(tree, 'description')) : reader.fill(ownDescription, () => row.place('description'));
  reader.scope.description = description;
  const technology = reader.word<NonNullable<Intent['technology']>>(at(tree, 'technology')) ?? hardware.technology;
  const management = part('management', () => readManagement(reader, tree));
  const tr069 = part('tr069', () => readTr069(reader, tree));
  const catv = part('catv', () => reader.flag(at(tree, 'catv')));
  const lan = part('lan', () => readFree(reader, tree, 'lan'));
  const wifi = part('wifi', () => readFree(reader, tree, 'wifi'));
  const firmware = part('firmware', () => readFirmware(reader, tree));
  const parameters = part('parameters', () => readParameters(reader, tree));
  return {
    key: identity.key,
    state: identity.state,
    profile: identity.profile.name,
    olt: identity.olt.intent,
    pon: identity.pon,
    authentication: readAuthentication(reader, tree),
    ont: hardware.ont,
    services: part('services', () => readServices(reader, tree, hardware.ont), ` ${hardware.ont.name ?? ''}`),
    origin,
    ...(identity.id === undefined ? {} : { id: identity.id }),
    ...(identity.serial === undefined ? {} : { serial: identity.serial }),
    ...(identity.mac === undefined ? {} : { mac: identity.mac }),
    ...(description === undefined ? {} : { description }),
    ...(technology === undefined ? {} : { technology }),
    ...(management === undefined ? {} : { management }),
    ...(tr069 === undefined ? {} : { tr069 }),
    ...(catv === undefined ? {} : { catv }),
    ...(lan === undefined ? {} : { lan }),
    ...(wifi === undefined ? {} : { wifi }),
    ...(firmware === undefined ? {} : { firmware }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** Results of reading constant parts, with what was found while reading them. */
class Memo {
  readonly #known = new WeakMap<object, Map<string, { value: unknown; findings: readonly Finding[] }>>();

  /** @param current the list `read` reports into; on a hit the remembered findings are added to it */
  read<T>(owner: object, name: string, current: Finding[], read: () => T): T {
    let ofOwner = this.#known.get(owner);
    if (!ofOwner) this.#known.set(owner, ofOwner = new Map());
    const known = ofOwner.get(name);
    if (known) {
      current.push(...known.findings);
      return known.value as T;
    }
    const before = current.length;
    const value = read();
    ofOwner.set(name, { value, findings: current.slice(before) });
    return value;
  }
}
