/** The planner against configurations that other people's scripts and hands left on OLTs. */
import { describe, expect, test } from 'vitest';
import type { TargetPlan } from '../../src/plan/model.ts';
import { boxes, dumpOf, errorsOf, expectationsOf, observe, plan, planned as planOn, subscriberOf, typedOf } from './box.ts';
import type { Expectation, Subscriber } from './box.ts';
import { holds, objects, sequence } from './pattern.ts';

for (const box of boxes) {
  const expectations = expectationsOf(box);
  describe(`on ${box}`, () => {
    for (const [variant, expected] of Object.entries(expectations)) {
      if (expected.refused) {
        test(`${variant} is refused, and nothing would be typed`, async () => {
          const { findings, plan: planned } = await planning(box, variant, expected);
          expect(findings).not.toEqual([]);
          expect(linesOf(planned)).toEqual([]);
        });
      } else if (expected.refusedOrNothing) {
        test(`${variant}: what is only half understood is left alone`, async () => {
          const { plan: planned } = await planning(box, variant, expected);
          expect(linesOf(planned)).toEqual([]);
        });
      } else if (expected.refusedOr) {
        test(`${variant} keeps what somebody else runs on this ONT, or is refused`, async () => {
          const { plan: planned } = await planning(box, variant, expected);
          const typed = typedOf(planned.changes);
          // What is refused has no commands; what is not is taken up to the line that keeps it.
          if (errorsOf(planned).length > 0) expect(linesOf(planned), errorsOf(planned).join('\n')).toEqual([]);
          else for (const line of expected.refusedOr!) expect(holds(line, typed), `${line}\n${linesOf(planned).join('\n')}`).toBe(true);
          for (const line of expected.never ?? []) expect(holds(line, typed), line).toBe(false);
        });
      } else {
        test(variant === 'active' ? 'the profile that says what is there changes nothing' : `${variant} gives the expected commands and no others`, async () => {
          const { findings, plan: planned } = await planning(box, variant, expected);
          expect(findings).toEqual([]);
          expectCommands(planned, expected);
          for (const line of expected.unmanaged ?? []) {
            expect(holds(line, planned.unmanaged.map((u) => ({ mode: '', line: u.line.trim() }))), `unmanaged: ${line}\n${planned.unmanaged.map((u) => u.line).join('\n')}`).toBe(true);
          }
          expectOnlyItsOwn(box, planned);
        });

        test(`${variant} done, there is nothing left to do`, async () => {
          const { subscriber, goal, prune } = await caseOf(box, variant, expected);
          const on = observe(dumpOf(box));
          const first = planOn(subscriber, on, goal, prune);
          first.commit();
          expect(linesOf(planOn(subscriber, on, goal, prune).plan), linesOf(first.plan).join('\n')).toEqual([]);
        });
      }
      if (expected.refusedWithoutPrune) {
        test(`${variant} is refused as long as nobody lets go of what is unmanaged`, async () => {
          const { findings, plan: planned } = await planning(box, variant, { ...expected, prune: false });
          expect(findings).not.toEqual([]);
          expect(linesOf(planned)).toEqual([]);
        });
      }
    }

    if (expectations['new']) {
      test('removing a subscriber who is not there does nothing', async () => {
        const planned = plan(await subscriberOf(box, 'new'), observe(dumpOf(box)), 'remove');
        expect(linesOf(planned)).toEqual([]);
        expect(errorsOf(planned)).toEqual([]);
      });
    }
  });
}

async function caseOf(box: string, variant: string, expected: Expectation): Promise<{ subscriber: Subscriber; goal: 'active' | 'remove'; prune: boolean }> {
  const subscriber = await subscriberOf(box, variant === 'active' || variant === 'remove' ? 'profile' : variant);
  return { subscriber, goal: expected.goal ?? (variant === 'remove' ? 'remove' : 'active'), prune: expected.prune ?? false };
}

async function planning(box: string, variant: string, expected: Expectation): Promise<{ findings: string[]; plan: TargetPlan }> {
  const { subscriber, goal, prune } = await caseOf(box, variant, expected);
  const on = observe(dumpOf(box));
  const planned = plan(subscriber, on, goal, prune);
  // A profile names each of its parts once: a second `gem add` of the same number is refused by the box.
  for (const change of planned.changes) expect(repeated(linesOf({ changes: [change] })), change.resource).toEqual([]);
  return { findings: [...(on.complete ? [] : ['incomplete']), ...errorsOf(on), ...errorsOf(planned)], plan: planned };
}

function expectCommands(planned: TargetPlan, expected: Expectation): void {
  const shared = planned.changes.filter((change) => change.scope === 'shared');
  const ont = planned.changes.filter((change) => change.scope === 'ont');
  for (const bound of objects(expected.shared ?? [], shared.map((change) => typedOf([change])))) {
    for (const _ of sequence(expected.ont ?? [], typedOf(ont), bound)) {
      // Shared objects come before whoever needs them.
      expect(planned.changes.slice(0, shared.length)).toEqual(shared);
      return;
    }
  }
  // No way to fill the holes: show both sides.
  expect(linesOf(planned)).toEqual([...(expected.shared ?? []), ...(expected.ont ?? [])].flatMap((e) => typeof e === 'string' ? e : 'enter' in e ? [e.enter, ...e.body] : e));
}

/** What goes is the subscriber's; what comes has a number nobody has. Read off the text of the dump, not by the driver. */
function expectOnlyItsOwn(box: string, planned: TargetPlan): void {
  const text = dumpOf(box);
  const lines = typedOf(planned.changes).map((typed) => typed.line);
  const freed = lines.flatMap((line) => /^undo service-port (\d+)$/.exec(line)?.[1] ?? []);
  for (const index of freed) {
    const glued = text.replace(/\n(?![ #[\n])/g, '');
    const owner = new RegExp(`^ service-port ${index} vlan \\d+ gpon (\\S+) ont (\\d+)`, 'm').exec(glued);
    expect(`${owner?.[1]} ${owner?.[2]}`, `undo service-port ${index}`).toBe(`${planned.pon} ${planned.id}`);
  }
  for (const form of [/^service-port (\d+) vlan /, /^traffic table ip index (\d+) /, /^dba-profile add profile-id (\d+) /, /^ont-lineprofile \w+ profile-id (\d+)/, /^ont-srvprofile \w+ profile-id (\d+)/]) {
    for (const line of lines) {
      const number = form.exec(line)?.[1];
      if (number === undefined || (line.startsWith('service-port') && freed.includes(number))) continue;
      const taken = text.split('\n').some((there) => form.exec(there.trim())?.[1] === number);
      expect(taken, `${line}: the number is taken`).toBe(false);
    }
  }
  expect(lines.filter((line) => /^(?:undo (?!service-port|igmp )|.*\bdelete\b)/.test(line) && !/^ont delete |^igmp user delete /.test(line))).toEqual([]);
}

function repeated(lines: readonly string[]): string[] {
  return lines.filter((line, index) => lines.indexOf(line) !== index);
}

function linesOf(planned: Pick<TargetPlan, 'changes'>): string[] {
  return typedOf(planned.changes).map((typed) => typed.line);
}
