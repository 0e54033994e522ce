/** What every example goes through on its embedded box, from a first plan to the last removal. */
import { expect } from 'vitest';
import type { DryRunTarget, LintDocument, Tail } from '../../src/app/api.ts';
import type { Applied, Plans } from '../app/whole.ts';
import type { Example } from './examples.ts';
import { Place } from './terminal.ts';

export interface DryRunDocument extends Tail { readonly formatVersion: 1; readonly targets: readonly DryRunTarget[]; }

/** Lines a session may send that changes nothing: logging in and out, preparing its own terminal, reading. */
const HARMLESS = /^(?:enable|disable|config|quit|return|y|(?:undo )?smart|scroll(?: \d+)?|(?:undo )?mmi-mode [\w-]+|display [ -~]*)$/;

export async function liveThrough({ path }: Example): Promise<void> {
  const place = await Place.make();
  try {
    const lint = await place.json<LintDocument>(`lint ${path}`);
    expect(lint.findings.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(lint.code).toBe(0);

    const rehearsed = await place.json<DryRunDocument>(`dry-run ${path}`);
    const before = await planned(place, path, 3);
    const first = await place.json<Applied>(`apply ${path} --quiet`);
    expect({ code: first.code, error: first.error, saved: first.saved }).toEqual({ code: 0, error: null, saved: true });
    expect(first.targets.map(({ key, outcome, verified }) => ({ key, outcome, verified }))).toEqual(rehearsed.targets.map(({ key }) => ({ key, outcome: 'applied', verified: true })));
    expect(first.targets.every((target) => target.changes.length > 0 && target.changes.every((change) => change.result === 'ok'))).toBe(true);
    const after = await planned(place, path, 0);
    for (const box of Object.values(after)) expect(box.saved).toEqual(box.running);

    await nothingToDo(place, path, place.state);
    expect(await place.boxes()).toEqual(after);
    await nothingToDo(place, path, await place.forgetful());

    const keys = first.targets.map((target) => target.key);
    for (const key of keys) {
      const gone = await place.json<Applied>(`remove ${path} --only ${key} --quiet`);
      expect({ code: gone.code, targets: gone.targets.map((target) => [target.key, target.outcome, target.verified]), saved: gone.saved }).toEqual({ code: 0, targets: [[key, 'applied', true]], saved: true });
    }
    expect(await place.boxes()).toEqual(before);
    const again = await place.json<Applied>(`remove ${path} --only ${keys.join(',')} --quiet`);
    expect({ code: again.code, outcomes: again.targets.map((target) => target.outcome), saved: again.saved }).toEqual({ code: 0, outcomes: keys.map(() => 'unchanged'), saved: false });
    expect(await place.boxes()).toEqual(before);
  } finally {
    await place.leave();
  }
}

/** Plans, which writes nothing. @returns what the boxes hold */
async function planned(place: Place, path: string, exit: 0 | 3): Promise<Awaited<ReturnType<Place['boxes']>>> {
  const plan = await place.json<Plans>(`plan ${path} --detailed-exitcode --quiet`);
  expect({ code: plan.code, exitCode: plan.exitCode, error: plan.error, unmanaged: plan.targets.flatMap((target) => target.unmanaged) }).toEqual({ code: exit, exitCode: exit, error: null, unmanaged: [] });
  expect(plan.targets.some((target) => target.changes.length > 0)).toBe(exit === 3);
  return place.boxes();
}

async function nothingToDo(place: Place, path: string, state: string): Promise<void> {
  const transcript = `${place.folder}/transcript`;
  const again = await place.json<Applied>(`apply ${path} --quiet --transcript ${transcript}`, { state });
  expect({ code: again.code, saved: again.saved, error: again.error }).toEqual({ code: 0, saved: false, error: null });
  for (const target of again.targets) expect(target).toMatchObject({ outcome: 'unchanged', changes: [] });
  const sent = [...(await place.file('transcript')).matchAll(/^\S+ \S+ > (.*)$/gm)].map(([, line]) => line!);
  expect(sent.length).toBeGreaterThan(5);
  expect(sent.filter((line) => !HARMLESS.test(line))).toEqual([]);
}
