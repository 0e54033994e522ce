import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAhead, cutToFit } from '../../src/app/run/ahead.ts';
import { Failure } from '../../src/kernel/failure.ts';
import { windowFindings, windowOf } from '../../src/packs/window.ts';
import type { ScriptStep } from '../../src/plan/model.ts';
import type { Session } from '../../src/transport/model.ts';
import { fakeIntent } from './fake-olt.ts';

const step = (line: string): ScriptStep => ({ line, at: '#', prompt: '#', intent: 'create', yes: false, change: 0 });
const lengthOf = ({ line }: ScriptStep): number => line.length;

describe('groups of lines', () => {
  it('are cut into windows that fit, in order, and never joined', () => {
    const groups = fc.array(fc.array(fc.string({ minLength: 1, maxLength: 40 }).map(step), { minLength: 1, maxLength: 12 }), { maxLength: 6 });
    fc.assert(fc.property(groups, fc.integer({ min: 2, max: 16 }), fc.integer({ min: 10, max: 120 }), (drawn, lines, octets) => {
      const cut = cutToFit(drawn, { lines, octets }, lengthOf);
      expect(cut.flat()).toEqual(drawn.flat());
      const starts = new Set(drawn.map((group) => group[0]));
      for (const window of cut) {
        expect(window.length).toBeGreaterThan(0);
        expect(window.length).toBeLessThanOrEqual(lines);
        // A line that is longer than all that is kept goes by itself, as line by line.
        if (window.length > 1) expect(window.reduce((sum, each) => sum + lengthOf(each), 0)).toBeLessThanOrEqual(octets);
        expect(window.slice(1).some((each) => starts.has(each))).toBe(false);
      }
    }));
  });
});

describe('what an OLT is sent at a time', () => {
  it.each([
    [undefined, { octets: 255, lines: 16 }, null],
    [{ lines: 1 }, { octets: 255, lines: 16 }, null],
    [{ lines: 8 }, { octets: 255, lines: 16 }, { lines: 8, octets: 255 }],
    [{ lines: 16 }, { octets: 255, lines: 4 }, { lines: 4, octets: 255 }],
    [{ lines: 8, typeAhead: 1024 }, { octets: 255, lines: 16 }, { lines: 8, octets: 1024 }],
    [{ lines: 8 }, undefined, null],
    [{ lines: 8, typeAhead: 1024 }, undefined, { lines: 8, octets: 1024 }],
  ])('%j, where the pack says %j', (window, typeAhead, wanted) => {
    const session = typeAhead ? { typeAhead } : {};
    expect(windowOf(window ? { window } : {}, session)).toEqual(wanted);
    const followed = window === undefined || window.lines === 1 || wanted?.lines === window.lines;
    expect(windowFindings(fakeIntent('K1', {}, window ? { window } : {}), 'Acme', session)).toHaveLength(followed ? 0 : 1);
  });

  it('is one line from the moment on that anything but the link went wrong', () => {
    const said: string[] = [];
    const session = { refusedPreparation: [] } as unknown as Session;
    const ahead = createAhead({ lines: 8, octets: 255 }, (message) => said.push(message));
    ahead.broken(new Failure('gone', { code: 'session-lost', exitCode: 5 }));
    expect(ahead.at(session)).toEqual({ lines: 8, octets: 255 });
    ahead.broken(new Failure('something else was echoed', { code: 'echo-mismatch', exitCode: 5 }));
    ahead.broken(new Failure('again', { code: 'echo-mismatch', exitCode: 5 }));
    expect(ahead.at(session)).toBeNull();
    expect(said).toEqual(['something else was echoed; lines are typed one by one from here on']);
  });
});
