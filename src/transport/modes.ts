import type { CompiledSession } from './compile-session.ts';

export interface Step { readonly line: string; readonly prompt: string; readonly password: boolean; }

/** Lines from the mode at prompt `at` down to `mode`, entering one mode at a time; null when `at` is not on the way. */
export function wayDown(spec: CompiledSession, at: string, mode: string): readonly Step[] | null {
  const steps: Step[] = [];
  for (let name: string | undefined = mode; name !== undefined;) {
    const entered = spec.modes.get(name);
    if (!entered) return null;
    if (samePrompt(entered.tail, at)) return steps;
    steps.unshift({ line: entered.enter ?? '', prompt: entered.tail, password: entered.password === true });
    name = entered.from;
  }
  return null;
}

/** Some releases put a blank into board numbers. */
export function samePrompt(a: string, b: string): boolean {
  return a === b || a.replaceAll(' ', '') === b.replaceAll(' ', '');
}
