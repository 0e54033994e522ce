/** Colours by meaning. Plain paint returns its text; chalk is loaded only when something will be coloured. */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  mark(text: string): string;
}

const same = (text: string): string => text;

export const plain: Paint = { strong: same, faint: same, good: same, warn: same, bad: same, mark: same };

export async function coloured(): Promise<Paint> {
  const { Chalk } = await import('chalk');
  const c = new Chalk({ level: 1 });
  return { strong: c.bold, faint: c.dim, good: c.green, warn: c.yellow, bad: c.red, mark: c.cyan };
}

export type ColorWhen = 'auto' | 'always' | 'never';

/** The flag wins; then FORCE_COLOR (unless 0 or false), then NO_COLOR, then whether the stream is a terminal. */
export function wantsColor(when: ColorWhen, env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean {
  if (when !== 'auto') return when === 'always';
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return isTTY && env['TERM'] !== 'dumb';
}
