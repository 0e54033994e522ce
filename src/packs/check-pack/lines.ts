/** Every line of a pack, made of sample values, read back by the reader that reads devices. */
import type { Row } from '../../plan/row.ts';
import type { CompiledResources } from '../compile-kinds.ts';
import { dumpReader, type DumpReader } from '../dump.ts';
import type { DumpSpec } from '../dump-spec.ts';
import type { Faults } from './faults.ts';
import { sampleFields, samplesOf, type Sample } from './samples.ts';
import type { KindView, LineView, PackView } from './views.ts';

export function checkLines(view: PackView, compiled: CompiledResources, spec: DumpSpec, faults: Faults): void {
  const reader = dumpReader(compiled, { ...spec, fold: 0 });
  for (const kind of view.kinds.values()) {
    for (const line of kind.lines) {
      if (line.use !== 'put' && line.use !== 'also') continue;
      const samples = samplesOf(kind, line);
      if (samples.length === 0 && line.use === 'put' && !line.once) {
        faults.add('ONT508', line.pointer, 'no sample of this line can be made', { hint: 'its literal values in `is` do not fit the types of their fields', severity: 'warning' });
      }
      for (const sample of samples) {
        const trouble = rivalOf(view, kind, line, sample) ?? shadowOf(view, kind, sample, spec) ?? (line.once ? null : readBack(view, reader, kind, sample));
        if (trouble === null) continue;
        faults.add(trouble.code, line.pointer, trouble.message, { hint: `as in: ${sample.line}` });
        break;
      }
    }
  }
}

interface Trouble { readonly code: 'ONT508' | 'ONT509'; readonly message: string; }

/** Another line that would take this one for its own. */
function rivalOf(view: PackView, kind: KindView, line: LineView, sample: Sample): Trouble | null {
  for (const other of view.kinds.values()) {
    if (other === kind || other.mode !== kind.mode) continue;
    // A body is read before what is around it; its lines meet only each other, and whatever may follow a profile.
    if (kind.parent && other.parent !== kind.parent) continue;
    for (const rival of other.lines) {
      if ((rival.use !== 'put' && rival.use !== 'also') || rival.pattern.parse(sample.line) === null) continue;
      return { code: 'ONT509', message: `a line of ${kind.name} is also read as ${other.name}: ${rival.pattern.source}` };
    }
  }
  for (const mode of view.modes.values()) {
    if (kind.raw['entering'] === mode.name || line.use === 'also' || mode.enter?.parse(sample.line) == null) continue;
    return { code: 'ONT509', message: `a line of ${kind.name} is taken for the one that enters mode ${mode.name}: ${mode.enter.source}` };
  }
  return null;
}

/** Patterns of `dump` that would swallow it before any resource sees it. */
function shadowOf(view: PackView, kind: KindView, sample: Sample, spec: DumpSpec): Trouble | null {
  const end = spec.ends.find((each) => each.test(sample.line));
  if (end) return { code: 'ONT508', message: `a line of ${kind.name} is taken for the end of a block (dump.ends ${end.source})` };
  const refusal = spec.refuse.find((rule) => rule.line.test(sample.line));
  if (refusal) return { code: 'ONT508', message: `a line of ${kind.name} makes us refuse the box (dump.refuse ${refusal.line.source})` };
  const mode = view.modes.get(kind.mode);
  if (mode && (mode.enter !== null || kind.parent) && sample.line === mode.leave) return { code: 'ONT508', message: `a line of ${kind.name} is taken for leaving mode ${mode.name}` };
  return null;
}

function readBack(view: PackView, reader: DumpReader, kind: KindView, sample: Sample): Trouble | null {
  const { store } = reader.read(dumpWith(view, kind, sample.line));
  const row = kind.parent ? first(store.rows(kind.parent.name))?.body.find((inner) => inner.kind === kind.name) : first(store.rows(kind.name));
  if (!row || row.half) {
    const reserved = view.resources.flatMap((each) => [...store.rows(each.name)]).find((each) => each.kind !== kind.parent?.name);
    return { code: 'ONT508', message: row?.half ? `a line of ${kind.name} is only half understood when it is read` : reserved && reserved.kind !== kind.name ? `a line of ${kind.name} is read back as ${reserved.kind}` : `a line of ${kind.name} is not known again when it is read` };
  }
  for (const [name, value] of Object.entries(sample.values)) {
    const got = row.values[name];
    if (String(got) !== value) return { code: 'ONT508', message: `${name} of ${kind.name} is typed as ${value} and read back as ${got === undefined ? 'nothing' : String(got)}` };
  }
  const odd = Object.keys(row.values).find((name) => row.values[name] !== undefined && !(name in sample.values) && kind.is.get(name)?.kind === 'number' && !kind.modeFields.includes(name) && !(name in defaultsOf(kind)));
  return odd === undefined ? null : { code: 'ONT508', message: `${odd} of ${kind.name} is read out of a line that does not hold it` };
}

/** A configuration that holds just this line, in its mode or profile. */
function dumpWith(view: PackView, kind: KindView, line: string): string[] {
  const mode = view.modes.get(kind.mode);
  const inMode = mode?.enter ? [mode.enter.render(sampleFields(kind.parent ?? kind, mode.enter)).text] : [];
  if (!kind.parent) return [...inMode, ` ${line}`];
  const head = kind.parent.lines.find((each) => each.use === 'put');
  return [...inMode, ` ${head ? samplesOf(kind.parent, head)[0]?.line ?? '' : ''}`, `  ${line}`];
}

function defaultsOf(kind: KindView): Record<string, unknown> {
  return (kind.raw['defaults'] ?? {}) as Record<string, unknown>;
}

function first(rows: ReadonlySet<Row>): Row | undefined {
  return rows.values().next().value;
}
