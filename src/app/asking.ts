import { Failure } from '../kernel/failure.ts';
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Parsed } from '../packs/read-side.ts';
import { verdict } from '../plan/verdict.ts';
import type { Look } from './looking.ts';

/** Answers that mean "there is nothing of this kind": no such ONT, none waits, it is not online. */
const NOTHING: ReadonlySet<string> = new Set(['absent', 'empty', 'offline', 'dependency']);

/**
 * Asks a device for one of the pack's outputs.
 *
 * @param notes receives why nothing is known: the release does not know the command, or prints what nobody understands (after a second look)
 * @returns null when nothing is known; no records when there is nothing
 */
export async function askState(look: Look, name: string, params: Readonly<Record<string, string | number>>, notes: Finding[]): Promise<Parsed | null> {
  const { driver, olt } = look;
  const step = driver.state.ask(name, params);
  if (!step) return null;
  for (let attempt = 1; ; attempt++) {
    const reply = await look.ask(step);
    if (NOTHING.has(reply.class)) return { head: {}, records: [] };
    if (verdict(reply.class, 'read') !== 'ok') {
      notes.push(finding('ONT406', `OLT ${olt.name} answered "${step.line}" with: ${reply.message.split('\n').map((line) => line.trim()).filter((line) => line !== '' && line !== '^').join(' ') || reply.class}`, { severity: 'warning', hint: 'what it would have told is unknown' }));
      return null;
    }
    try {
      return driver.state.parse(name, reply.lines);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'unknown-output') throw error;
      if (attempt < 2) continue;
      notes.push(finding('ONT406', `OLT ${olt.name}: ${error.message}`, { severity: 'warning', hint: error.hint }));
      return null;
    }
  }
}
