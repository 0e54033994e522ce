/** Random but well-formed typing: the box never breaks, and what it prints always makes the same box again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HandClock } from '../../src/sim/clock.ts';
import { openConsole } from '../../src/sim/console.ts';
import type { DeviceSession } from '../../src/sim/device.ts';
import { createSimulator } from '../../vendors/huawei/simulator.ts';
import { bench, furnished } from './box.ts';

const VALUES = ['0', '1', '2', '3', '5', '7', '60', '61', '100', '900', '1005', '"a name"', '"HWTC00000001"', '"HWTC00000002"', '0/1', '0/1/3', '0/9', '0/9/0', '10.0.0.1', '65536', '"http://x"', 'x'];

/** Grows a line along what the box says may follow. */
function grow(session: DeviceSession, choices: readonly number[]): string {
  let line = '';
  for (const choice of choices) {
    const hints = session.help(line).filter((hint) => /^[\w|'-]+(<|$)/.test(hint) && !hint.startsWith('--'));
    if (hints.length === 0) break;
    const hint = hints[choice % hints.length]!;
    line += `${hint.includes('<') ? VALUES[Math.floor(choice / 7) % VALUES.length]! : hint} `;
  }
  return line.trim();
}

const PLACES = ['', 'interface gpon 0/1', 'ont-lineprofile gpon profile-id 60', 'ont-srvprofile gpon profile-id 60', 'btv', 'multicast-vlan 100', 'ont wan-profile profile-id 5'];

const sentence = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 22 });
const ask = { kind: 'local', address: 'x', user: 'root', admits: () => true } as const;

describe('a box under random typing', () => {
  test('answers every line with a prompt, a question or an end', () => {
    fc.assert(fc.property(fc.array(sentence, { maxLength: 25 }), (sentences) => {
      const { device } = furnished();
      const session = device.open(ask);
      session.start();
      for (const line of ['enable', 'undo smart', 'config']) session.line(line);
      for (const choices of sentences) {
        const turn = session.line(grow(session, choices));
        if (turn.close) return;
        expect(turn.ask).not.toBe('');
      }
    }), { numRuns: 60 });
  });
  test('prints a configuration that makes the same box again', () => {
    fc.assert(fc.property(fc.array(sentence, { maxLength: 30 }), (sentences) => {
      const { device } = furnished();
      const session = device.open(ask);
      session.start();
      for (const line of ['enable', 'undo smart', 'undo interactive', 'config']) session.line(line);
      for (const choices of sentences) {
        const place = PLACES[choices[0]! % PLACES.length]!;
        for (const line of ['return', 'config', place]) session.line(line);
        const line = grow(session, choices.slice(1));
        if (/^(quit|return|board|sysname|undo smart|.*password)/.test(line)) continue;
        session.line(line);
        session.line('commit');
      }
      const printed = dump(device);
      const twin = createSimulator();
      expect(twin.seed(printed)).toEqual([]);
      expect(dump(twin)).toEqual(printed);
    }), { numRuns: 60 });
  });
  test('prints the same however the bytes of the typing are cut', () => {
    const typing = 'enable\rundo smart\r\nconfig\rvlan 77 smart\rvlan 78 smrt\r\u0003display vlan all\r\b\bqui\u001b[At\rscroll\rquit\rn\r';
    const screenOf = (cuts: readonly number[]): string => {
      const console = openConsole(createSimulator({ clock: new HandClock() }));
      const edges = [0, ...[...cuts].sort((a, b) => a - b), typing.length];
      for (let i = 1; i < edges.length; i++) console.send(typing.slice(edges[i - 1], edges[i]));
      return console.screen;
    };
    const whole = screenOf([]);
    fc.assert(fc.property(fc.array(fc.nat(typing.length)), (cuts) => { expect(screenOf(cuts)).toBe(whole); }), { numRuns: 60 });
  });
});

function dump(device: ReturnType<typeof createSimulator>): string[] {
  const console = openConsole(device);
  for (const line of ['enable', 'undo smart', 'config', 'mmi-mode original-output']) console.type(line);
  const lines = console.type('display current-configuration').split('\r\n').slice(1, -2);
  console.hangUp();
  return lines;
}

test('arbitrary bytes never break the terminal', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (bytes) => {
    const { console } = bench();
    console.send(bytes);
    console.send('\u0003\u0003');
    expect(console.closed || console.screen.length > 0).toBe(true);
  }), { numRuns: 100 });
});
