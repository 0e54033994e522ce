/** Prompts: each mode's is one the session accepts, and no other mode's. */
import { pointerTo } from '../../profile/node.ts';
import type { CompiledSession } from '../../transport/compile-session.ts';
import { samePrompt } from '../../transport/modes.ts';
import { asTree, type Tree } from '../tree.ts';
import { among, type Faults } from './faults.ts';
import { treeOf, type PackView } from './views.ts';

interface Prompt { readonly name: string; readonly template: string; readonly pointer: string; readonly global: boolean; }

/**
 * @param session null when it did not compile: then only the prompts among themselves are compared
 * @param ready false: nothing is typed at devices of this vendor yet (`support.write`); then a read in the wrong place is a warning
 */
export function checkPrompts(view: PackView, resources: Tree, session: CompiledSession | null, ready: boolean, faults: Faults): void {
  const used = new Set(view.resources.map((kind) => kind.mode));
  const prompts: Prompt[] = [
    ...[...view.modes.values()].filter((mode) => used.has(mode.name) || mode === view.top)
      .map((mode) => ({ name: `mode ${mode.name}`, template: mode.prompt, pointer: `${mode.pointer}/prompt`, global: mode === view.top })),
    ...view.resources.filter((kind) => kind.raw['body'] !== undefined)
      .map((kind) => ({ name: `the profile ${kind.name}`, template: String(treeOf(kind.raw['body'])['prompt']), pointer: `${kind.pointer}/body/prompt`, global: false })),
  ];
  const fields = [...new Set(prompts.flatMap(({ template }) => [...template.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!)))];
  const withValues = (template: string): string => template.replace(/\{(\w+)\}/g, (_, name: string) => String(fields.indexOf(name) + 1));
  const tail = session ? new RegExp(`^(?:${session.prompt.tail})$`, 'u') : null;
  for (const prompt of prompts) {
    if (/^\**$/.test(prompt.template)) {
      faults.add('ONT510', prompt.pointer, `any prompt fits ${prompt.name}: nothing would be noticed`, { hint: 'write the prompt it has' });
      continue;
    }
    // `*` stands for whatever a release writes there.
    const sample = withValues(prompt.template).replaceAll('*', 'x');
    if (tail && !tail.test(sample)) faults.add('ONT510', prompt.pointer, `the session does not know ${JSON.stringify(sample)} as a prompt`, { hint: 'session.yaml: prompt.tail accepts every prompt of the pack' });
    const same = prompts.slice(prompts.indexOf(prompt) + 1).filter((other) => samePrompt(withValues(other.template), sample) || samePrompt(withValues(prompt.template), withValues(other.template).replaceAll('*', 'x')));
    if (same.length > 0) {
      // Boxes that show one prompt in all interfaces exist; what is lost there is a check, not correctness.
      faults.add('ONT510', prompt.pointer, `the prompt of ${prompt.name} is also that of ${same.map((other) => other.name).join(', ')}`, { severity: 'warning', hint: 'if the box really shows no more, nothing tells us that we are in the wrong one' });
    }
    for (const [name, { tail: base }] of session?.modes ?? []) {
      if (!prompt.global && samePrompt(withValues(prompt.template), base)) faults.add('ONT510', prompt.pointer, `the prompt of ${prompt.name} is also that of ${name} in session.yaml`, { hint: 'we would not notice to be in the wrong one' });
    }
  }
  if (session) checkFrame(view, resources, session, ready, faults);
}

/** The literal prompts of `top`, `save` and `reads`, and the way into global configuration. */
function checkFrame(view: PackView, resources: Tree, session: CompiledSession, ready: boolean, faults: Faults): void {
  const tails = [...session.modes.values()].map((mode) => mode.tail);
  const top = asTree(resources['top'], 'top');
  const literal = (pointer: string, text: unknown): void => {
    if (!tails.some((tail) => samePrompt(tail, String(text)))) faults.add('ONT510', pointer, `${JSON.stringify(text)} is the prompt of no mode of session.yaml`, { hint: among(tails) });
  };
  literal('/top/prompt', top['prompt']);
  // Where global configuration is home, the line that enters it is left out when a script is typed.
  if (!samePrompt(session.home.tail, String(top['from'])) && !samePrompt(session.home.tail, String(top['prompt']))) faults.add('ONT510', '/top/from', `a script starts at ${JSON.stringify(session.home.tail)}, the prompt of home in session.yaml`, { hint: `from: '${session.home.tail}'` });
  if (view.top && !samePrompt(view.top.prompt, String(top['prompt']))) faults.add('ONT510', '/top/prompt', `global configuration is mode ${view.top.name}, whose prompt is ${JSON.stringify(view.top.prompt)}`, { hint: 'write the same prompt in both' });
  const save = treeOf(resources['save']);
  if (save['at'] !== undefined) literal('/save/at', save['at']);
  if (save['leave'] !== undefined && save['at'] === undefined) faults.add('ONT103', '/save', 'at is missing', { hint: 'the prompt that `leave` leads to' });
  for (const [index, read] of ((resources['reads'] ?? []) as Tree[]).entries()) {
    if (!samePrompt(session.home.tail, String(read['at']))) faults.add('ONT510', `/reads/${index}/at`, `while only reading, we stay at ${JSON.stringify(session.home.tail)}: nothing is entered for this read`, { hint: 'read it there, or make the mode where it is allowed the home of session.yaml', ...(ready ? {} : { severity: 'warning' as const }) });
  }
  for (const [name, mode] of session.modes) {
    const same = [...view.modes.values()].find((each) => each === view.top && samePrompt(each.prompt, mode.tail));
    if (same && mode.enter !== undefined && mode.enter !== String(top['enter'])) faults.add('ONT510', '/top/enter', `session.yaml enters ${name} with ${JSON.stringify(mode.enter)}`, { hint: 'write the same line in both' });
  }
  const tops = [...view.modes.values()].filter((mode) => mode.enter === null);
  for (const extra of tops.slice(1)) faults.add('ONT510', `/modes${pointerTo(extra.name)}`, `two modes without \`enter\`: ${tops.map((mode) => mode.name).join(', ')}`, { key: true, hint: 'one is global configuration; every other says how it is entered' });
}
