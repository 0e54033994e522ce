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

/** Whether the device is where it should be. Some releases put a blank into board numbers; `*` in what is expected stands for anything. */
export function samePrompt(expected: string, actual: string): boolean {
  const a = expected.replaceAll(' ', '');
  const b = actual.replaceAll(' ', '');
  if (a === b) return true;
  const star = a.indexOf('*');
  if (star < 0) return false;
  // `*` stands for whatever a release writes there; never across the bracket that closes the mode.
  const pattern = a.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^()]*');
  return new RegExp(`^${pattern}$`).test(b);
}
