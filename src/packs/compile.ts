/** A vendor's folder, as trees, to a driver. A malformed pack throws a plain Error that names the place. */
import type { AccessModel } from '../access/model.ts';
import type { Finding } from '../kernel/finding.ts';
import type { Mode } from '../plan/kind.ts';
import { footprint, ontOf } from '../plan/footprint.ts';
import type { ScriptStep, TargetPlan } from '../plan/model.ts';
import type { Value } from '../plan/row.ts';
import type { PlanFinding } from '../plan/planning.ts';
import { holdingsOf } from '../plan/holdings.ts';
import { planScript, undoScript, type ScriptFrame } from '../plan/script.ts';
import { lineShower } from '../plan/shown-lines.ts';
import { Store } from '../plan/store.ts';
import { deviceAction } from '../plan/action.ts';
import { compileActions } from './actions.ts';
import { planTarget, type TargetInput, type TargetResult } from '../plan/target.ts';
import { cutWindows, takenBy, type Bonds } from '../plan/windows.ts';
import { identitiesOf } from '../profile/identities.ts';
import type { Intent } from '../profile/intent.ts';
import type { SessionSpec } from '../transport/spec.ts';
import { compileCheck } from './check.ts';
import { compileResources, type Resource } from './compile-kinds.ts';
import { desire } from './desire.ts';
import { compileDialects } from './dialect.ts';
import type { Driver, Observation, Planned, PlanOptions, ReadResult } from './driver.ts';
import { dumpReader, type Dump } from './dump.ts';
import { compileDumpSpec, type DumpSpec } from './dump-spec.ts';
import { interruptsOf, oneWaysOf, unconfirmedOf } from './report.ts';
import { linePattern } from './pattern.ts';
import { readSide } from './read-side.ts';
import { surveyOf } from './survey.ts';
import { compileTargeted } from './targeted.ts';
import { asList, asTree, type Tree } from './tree.ts';
import { windowFindings } from './window.ts';

/** The YAML files of `vendors/<id>`, parsed. */
export interface PackSource {
  readonly id: string;
  readonly pack: Tree;
  readonly session: SessionSpec;
  readonly resources: Tree;
  readonly outputs: Readonly<Record<string, Tree>>;
}

/** An observation as this module made it: nobody else looks inside. */
interface Seen extends Observation { readonly store: Store; readonly dump: Dump | null; readonly offline: boolean; }

export function compilePack(source: PackSource): Driver {
  // Lint asks for limits only: the configuration language is compiled when it is first needed.
  const compiled = once(() => compileResources(source.resources));
  const dumpSpec = once(() => compileDumpSpec(asTree(source.resources['dump'], 'dump')));
  const dialects = compileDialects(source.pack);
  const reader = once(() => dumpReader(compiled(), dumpSpec()));
  const top = once(() => [...compiled().modes.values()].find((mode) => mode.enter === null)!);
  const frame = once(() => scriptFrame(source.resources, top()));
  const bonds = once((): Bonds => ({
    kind: (resource) => compiled().kinds.get(resource), takes: takenBy(compiled().kinds.values()), start: frame().start, top: frame().enter.prompt,
  }));
  const address = linePattern(String(source.pack['address']));
  const readList = asList(source.resources['readList']).map((text) => new RegExp(String(text)));
  const check = compileCheck(source.pack, address);
  const title = String(source.pack['title']);
  const actions = once(() => compileActions(source.resources['actions'], compiled().modes));
  const targeting = once(() => compileTargeted(source.resources['targeted']));
  const seeds = once(() => asList(source.resources['seed']).map((text) => linePattern(String(text))));

  const storeOf = (on: Observation): Store => (on as Seen).store;
  const side = readSide(compiled, address, storeOf, source.outputs);

  return {
    id: source.id,
    title,
    aliases: asList(source.pack['aliases']).map(String),
    session: source.session,
    readOnly: readOnlyReason(source.pack),
    reads: asList(source.resources['reads']).map((raw) => {
      const read = asTree(raw, 'reads');
      return { name: String(read['name']), line: String(read['line']), at: String(read['at']) };
    }),
    shown: (line) => lineShower(compiled().kinds)(line),
    mayRead: (line) => !/[\r\n]/.test(line) && readList.some((allowed) => allowed.test(line)),
    check: (intent, access) => [...addressFinding(intent), ...windowFindings(intent, title, source.session), ...check(intent, access)],

    targeted: (intent, access) => targeting()(intent, access, {
      state: side.state, address, complete: dumpSpec().complete, storeOf,
      observe: (results, model, whole) => observe(results, model, (dump) => dump.complete && whole),
    }),

    observe: (results, model) => observe(results, model, (dump) => dump.complete),

    survey(results) {
      const lines = results.flatMap((result) => result.lines);
      return surveyOf(reader().read(lines).store, reader().unfold(lines));
    },

    ...side,

    assumed(model): Observation {
      const { dialect, finding } = dialects.choose(null, model);
      const seen: Seen = { dialect, complete: true, findings: finding ? [finding] : [], store: new Store(compiled().kinds), dump: null, offline: true };
      return seen;
    },

    requiredLines(targets): string[] {
      const on = this.assumed(undefined) as Seen;
      const out = new Set<string>();
      const lines: string[] = [];
      for (const { intent, access } of targets) {
        const place = address.parse(intent.pon);
        for (const seed of place ? seeds() : []) {
          const line = seed.render(place!).text;
          if (!out.has(line)) { out.add(line); lines.push(line); }
        }
        const { results } = planOne(intent, access, on, { prune: false, acceptUnconfirmed: true, goal: 'active', offline: true });
        for (const result of results) {
          lines.push(...result.assumedLines);
          result.commit();
        }
      }
      return lines;
    },

    plan(intent, access, on, options): Planned {
      const { plan, results } = planOne(intent, access, on as Seen, options);
      let committed = false;
      return {
        plan,
        commit: () => {
          if (!committed) for (const result of results) result.commit();
          committed = true;
        },
      };
    },

    holdings(intent, access, on, options) {
      const seen = on as Seen;
      const findings = refusalsOf(intent, seen);
      if (findings.some((finding) => finding.severity === 'error')) return { there: false, id: null, paired: [], reused: [], beside: [], findings };
      const held = holdingsOf(inputOf(intent, access, seen, options, 'active'));
      return { ...held, findings: [...findings, ...held.findings.map((finding) => placed(finding, intent))] };
    },

    footprint: (identities, on, about) => footprint((on as Seen).store, identities, about),

    script: (plans, options): ScriptStep[] => planScript(plans, frame(), options.save),
    undoScript: (changes): ScriptStep[] => undoScript(changes, frame()),
    windows: (changes, steps) => cutWindows(changes, steps, bonds()),
    get lines() { return compiled().resources.flatMap(linesOf); },
  };

  function observe(results: readonly ReadResult[], model: string | undefined, isComplete: (dump: Dump) => boolean): Observation {
    const dump = reader().read(results.flatMap((result) => result.lines));
    const complete = isComplete(dump);
    const { dialect, finding } = dialects.choose(dump.header, model);
    const findings: Finding[] = finding ? [finding] : [];
    if (!complete) {
      findings.push({ code: 'ONT406', severity: 'error', message: 'the configuration was not read to its end', hint: 'repeat; nothing was planned on it' });
    }
    for (const refusal of dump.refusals.slice(0, 1)) {
      findings.push({ code: 'ONT407', severity: 'error', message: `${refusal.why} (line: ${lineShower(compiled().kinds)(refusal.line)})`, hint: refusal.instead });
    }
    const seen: Seen = { dialect, complete, findings, store: dump.store, dump, offline: false };
    return seen;
  }

  function planOne(intent: Intent, access: AccessModel, seen: Seen, options: PlanOptions): { plan: TargetPlan; results: readonly TargetResult[] } {
    const base = {
      key: intent.key, olt: intent.olt.name, vendor: source.id, dialect: seen.dialect, serial: intent.serial ?? null, pon: intent.pon,
    };
    const before = refusalsOf(intent, seen);
    if (before.some((finding) => finding.severity === 'error')) return { plan: { ...base, ...EMPTY, findings: before }, results: [] };
    const results = halves(intent, access, seen, options);
    const changes = results.flatMap((result) => result.changes);
    const unconfirmed = options.acceptUnconfirmed || options.offline ? [] : unconfirmedOf(changes);
    const findings = [...before, ...notHere(intent, seen, options), ...results.flatMap((result) => result.findings.map((finding) => placed(finding, intent))), ...unconfirmed];
    const refused = findings.some((finding) => finding.severity === 'error');
    return {
      plan: {
        ...base, id: results.at(-1)!.id, assumed: results.flatMap((result) => result.assumed), changes: refused ? [] : changes,
        unmanaged: results.flatMap((result) => result.unmanaged), adopted: results.flatMap((result) => result.adopted),
        interrupts: refused ? [] : interruptsOf(changes), oneWay: refused ? [] : oneWaysOf(changes), findings,
      },
      results: refused ? [] : results,
    };
  }

  /** What stands in the way whatever is wanted of the ONT. */
  function refusalsOf(intent: Intent, seen: Seen): Finding[] {
    return [...seen.findings, ...addressFinding(intent), ...boardFindings(intent, seen, dumpSpec())];
  }

  /** One plan, or for an ONT that moves two: away from where it is, then where it should be. */
  function halves(intent: Intent, access: AccessModel, seen: Seen, options: PlanOptions): TargetResult[] {
    const suspended = options.goal === 'suspend' ? true : options.goal === 'resume' ? false : access.ont.suspended;
    const meant: AccessModel = suspended === access.ont.suspended ? access : { ...access, ont: { ...access.ont, suspended } };
    if (options.goal === 'reboot' || options.goal === 'factory-reset') return [deviceAction(actions()[options.goal], inputOf(intent, meant, seen, options, 'active'))];
    if (options.goal === 'remove') return [planTarget(inputOf(intent, meant, seen, options, 'remove'))];
    const here = options.goal === 'move' ? placeOf(intent, seen) : null;
    if (here === null || here === intent.pon) return [planTarget(inputOf(intent, meant, seen, options, 'active'))];
    const { id: _, ...elsewhere } = meant.ont;
    const away = planTarget({ ...inputOf({ ...intent, pon: here }, { ...meant, ont: { ...elsewhere, pon: here } }, seen, options, 'remove'), keepShared: true, elsewhere: true });
    // What cannot leave need not be looked for a place.
    if (away.findings.some((finding) => finding.severity === 'error')) return [away];
    away.commit();
    const anew = planTarget(inputOf(intent, meant, seen, options, 'active'));
    away.revert();
    return [away, anew];
  }

  function inputOf(intent: Intent, access: AccessModel, seen: Seen, options: PlanOptions, goal: TargetInput['goal']): TargetInput {
    const { wants, fixed } = desire(compiled(), access, intent, address.parse(intent.pon), { confirm: options.confirm === true });
    return {
      store: seen.store, wants, fixed, top: top(), use: intent.olt.use, manage: intent.olt.manage, opened: options.opened ?? new Map<string, string>(),
      offline: options.offline, goal, prune: options.prune, acceptUnconfirmed: options.acceptUnconfirmed, pon: intent.pon,
      sweep: options.sweep === true, ...(options.claims === undefined ? {} : { claims: options.claims }), ...(options.formerSerial === undefined || options.goal !== 'replace' ? {} : { former: options.formerSerial }),
    };
  }

  /** The PON the ONT is at now, as people write it; null when it is nowhere. */
  function placeOf(intent: Intent, seen: Seen): string | null {
    const row = ontOf(seen.store, identitiesOf(intent));
    return row ? address.render(row.values).text : null;
  }

  /** A move that finds nothing here is either gone on with, or is about another OLT. */
  function notHere(intent: Intent, seen: Seen, { goal }: PlanOptions): Finding[] {
    const [name] = identitiesOf(intent);
    if (goal !== 'move' || name === undefined || placeOf(intent, seen) !== null) return [];
    return [{ code: 'ONT413', severity: 'warning', message: `${name === intent.serial ? `serial ${name}` : name} is nowhere on OLT ${intent.olt.name}: it is made at ${intent.pon}, and nothing is taken away`, hint: 'when it comes from another OLT, name that one: --from OLT' }];
  }

  function addressFinding(intent: Intent): Finding[] {
    if (address.parse(intent.pon)) return [];
    const at = intent.origin('/pon').at;
    return [{
      code: 'ONT301', severity: 'error', message: `'${intent.pon}' is no PON of this OLT`, hint: `write it as ${address.source.replace(/\{(\w+):\w+\}/g, '$1')}, the way the OLT prints it`,
      ...(at ? { at } : {}),
    }];
  }

  function boardFindings(intent: Intent, seen: Seen, spec: DumpSpec): Finding[] {
    const place: Record<string, Value> | null = address.parse(intent.pon);
    if (!place || !seen.dump) return [];
    return spec.foreignBoards.flatMap(({ mode, what }) => {
      const there = seen.dump!.modesSeen.get(mode)?.some((params) => Object.entries(params).every(([name, value]) => place[name] === value));
      if (!there) return [];
      return [{ code: 'ONT407', severity: 'error' as const, message: `${intent.pon} is a port of ${what}`, hint: 'this pack leaves such boards alone; correct the PON of the row' }];
    });
  }
}

const EMPTY = { id: null, assumed: [], changes: [], unmanaged: [], adopted: [], interrupts: [], oneWay: [] } as const;

/** Where the service (or management) that a finding of the planner is about was written. */
function placed({ about, ...finding }: PlanFinding, intent: Intent): Finding {
  if (finding.at || about === undefined) return finding;
  const { at } = intent.origin(about === 'management' ? '/management/vlan' : `/services/${about}/vlan`);
  return at ? { ...finding, at } : finding;
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function readOnlyReason(pack: Tree): string | null {
  if (pack['support'] === undefined) return null;
  const support = asTree(pack['support'], 'support');
  return String(support['write']) === 'false' ? String(support['why']) : null;
}

function scriptFrame(tree: Tree, top: Mode): ScriptFrame {
  const enter = asTree(tree['top'], 'top');
  const save = asTree(tree['save'], 'save');
  const leave = save['leave'] === undefined ? [] : [{ line: String(save['leave']), prompt: String(save['at']) }];
  return { start: String(enter['from']), enter: { line: String(enter['enter']), prompt: top.prompt }, save: { line: String(save['line']), leave } };
}

function linesOf(resource: Resource): { resource: string; line: string; evidence: string; source: string }[] {
  const { kind } = resource;
  const name = kind.name;
  return [
    ...kind.facets.flatMap((facet) => [
      ...facet.forms.map((form) => ({ resource: name, line: form.put.source, evidence: form.evidence, source: form.source })),
      ...facet.alters.map((alter) => ({ resource: name, line: alter.do.source, evidence: alter.evidence, source: alter.source })),
    ]),
    ...resource.body.flatMap(linesOf),
    ...(kind.drop ? [{ resource: name, line: kind.drop.line.source, evidence: kind.drop.evidence, source: kind.drop.source }] : []),
  ];
}
