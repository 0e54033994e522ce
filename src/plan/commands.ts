/** From rows to command lines: entering line, prompt, evidence, and the secrets in their places. */
import { Secret } from '../kernel/secret.ts';
import type { Alter, BodySpec, Drop, Facet, Form, Kind, Mode } from './kind.ts';
import type { LinePattern, Rendered } from './line-pattern.ts';
import type { Command, Evidence, Hop, Intent } from './model.ts';
import { MASKED, type Row, type Value, type Values } from './row.ts';

/** Values of a row to be typed; secrets by attribute. */
export interface Typed { readonly values: Values; readonly secrets: Readonly<Record<string, Secret>>; }

/** The form of a facet these values are written in; null when none fits (the facet is not wanted). */
export function formFor(facet: Facet, values: Values): Form | null {
  return facet.forms.find((form) => Object.entries(form.set).every(([name, value]) => String(values[name]) === String(value))
    && form.put.required.every((name) => values[name] !== undefined)) ?? null;
}

export function putCommand(kind: Kind, form: Form, typed: Typed, intent: Intent, top: Mode): Command {
  return command(kind, form.put, typed, intent, form.evidence, top);
}

export function alterCommand(kind: Kind, alter: Alter, typed: Typed, top: Mode): Command {
  return command(kind, alter.do, typed, 'update', alter.evidence, top);
}

export function dropCommand(kind: Kind, drop: Drop, values: Values, intent: 'delete' | 'collect', top: Mode): Command {
  return { ...command(kind, drop.line, { values, secrets: {} }, intent, drop.evidence, top), yes: true };
}

export function actionCommand(action: Drop & { readonly mode: Mode }, values: Values, top: Mode): Command {
  return { ...commandIn(action.mode, action.line, { values, secrets: {} }, 'update', action.evidence, top), yes: true };
}

/** Head, inner lines, closing lines: a whole profile. */
export function bodyCommands(kind: Kind, body: BodySpec, head: Typed, lines: readonly { readonly kind: Kind; readonly typed: Typed }[], top: Mode): Command[] {
  const form = kind.facets[0]!.forms[0]!;
  const rendered = form.put.render(head.values);
  const bodyPrompt = promptOf(body.prompt, head.values);
  const first: Command = { ...shell(rendered, head, '', top.prompt, bodyPrompt, 'create', form.evidence), leave: [], enter: [] };
  const inside = (text: Rendered, typed: Typed, prompt: string, evidence: Evidence, intent: Intent): Command =>
    ({ ...shell(text, typed, rendered.text, bodyPrompt, prompt, intent, evidence), leave: [], enter: [] });
  const inner = lines.map(({ kind: lineKind, typed }) => {
    const lineForm = formFor(lineKind.facets[0]!, typed.values);
    if (!lineForm) throw new Error(`${lineKind.name}: no form for ${JSON.stringify(Object.keys(typed.values))}`);
    return inside(lineForm.put.render(typed.values), typed, bodyPrompt, lineForm.evidence, 'create');
  });
  const closing = body.close.map((line, index): Command => ({
    ...inside({ text: line, pieces: [line] }, head, index === body.close.length - 1 ? top.prompt : bodyPrompt, form.evidence, 'create'), closes: true,
  }));
  return [first, ...inner, ...closing];
}

/** What throws a half-typed body away. */
export function abortCommands(kind: Kind, head: Values, top: Mode): Command[] {
  if (!kind.body) return [];
  const mode = kind.facets[0]!.forms[0]!.put.render(head).text;
  const bodyPrompt = promptOf(kind.body.prompt, head);
  return kind.body.abort.map((line) => ({
    ...shell({ text: line, pieces: [line] }, { values: head, secrets: {} }, mode, bodyPrompt, top.prompt, 'navigate', 'transcript'), leave: [], enter: [],
  }));
}

function command(kind: Kind, line: LinePattern, typed: Typed, intent: Intent, evidence: Evidence, top: Mode): Command {
  return commandIn(kind.mode, line, typed, intent, evidence, top);
}

function commandIn(mode: Mode, line: LinePattern, typed: Typed, intent: Intent, evidence: Evidence, top: Mode): Command {
  const rendered = line.render(typed.values);
  if (mode.enter === null) return { ...shell(rendered, typed, '', top.prompt, top.prompt, intent, evidence), enter: [], leave: [] };
  const entering = mode.enter.render(typed.values).text;
  const prompt = promptOf(mode.prompt, typed.values);
  const enter: Hop[] = [{ line: entering, prompt }];
  const leave: Hop[] = [{ line: mode.leave, prompt: top.prompt }];
  return { ...shell(rendered, typed, entering, prompt, prompt, intent, evidence), enter, leave };
}

function shell(rendered: Rendered, typed: Typed, mode: string, at: string, prompt: string, intent: Intent, evidence: Evidence): Omit<Command, 'enter' | 'leave'> {
  const secret = rendered.pieces.some((piece) => typeof piece !== 'string');
  return {
    mode, line: rendered.text, at, prompt, intent, evidence, yes: false,
    ...(secret ? { parts: rendered.pieces.map((piece) => (typeof piece === 'string' ? piece : secretOf(typed, piece.secret))) } : {}),
  };
}

function secretOf(typed: Typed, name: string): Secret {
  const secret = typed.secrets[name];
  if (secret) return secret;
  const value = typed.values[name];
  // A value the device showed in clear goes back as it was, without passing through text that is printed.
  if (typeof value === 'string') return new Secret({ from: 'literal', value });
  throw new Error(`no secret for ${name}`);
}

export function promptOf(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '*'));
}

/** Whether a row can be typed again as it was: nothing in it is masked. */
export function restorable(row: Row): boolean {
  return Object.values(row.values).every((value: Value | undefined) => value !== MASKED);
}
