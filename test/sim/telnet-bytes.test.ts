import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TelnetReader, telnetEscaped } from '../../src/sim/telnet-bytes.ts';

const IAC = 255, DONT = 254, DO = 253, WONT = 252, WILL = 251, SB = 250, SE = 240;

describe('the Telnet server side', () => {
  test('separates data from commands however the bytes are cut', () => {
    const stream = [65, IAC, DO, 1, 66, IAC, IAC, IAC, SB, 31, 0, 132, 0, 43, IAC, SE, 67, IAC, WILL, 24, IAC, 241, 68];
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
      const reader = new TelnetReader();
      const data: number[] = [], answers: number[] = [];
      const edges = [0, ...[...cuts].sort((a, b) => a - b), stream.length];
      for (let i = 1; i < edges.length; i++) {
        const piece = reader.read(Uint8Array.from(stream.slice(edges[i - 1], edges[i])));
        data.push(...piece.data);
        answers.push(...piece.answers);
      }
      expect(data).toEqual([65, 66, 255, 67, 68]);
      expect(answers).toEqual([IAC, DONT, 24]);
      expect(reader.window).toEqual({ columns: 132, rows: 43 });
    }));
  });
  test('answers a refused option once and never an agreement', () => {
    const reader = new TelnetReader();
    expect([...reader.read(Uint8Array.of(IAC, DONT, 1)).answers]).toEqual([IAC, WONT, 1]);
    expect([...reader.read(Uint8Array.of(IAC, DONT, 1)).answers]).toEqual([]);
    expect([...reader.read(Uint8Array.of(IAC, DO, 3)).answers]).toEqual([]);
    expect([...reader.read(Uint8Array.of(IAC, WONT, 31)).answers]).toEqual([IAC, DONT, 31]);
    expect([...reader.read(Uint8Array.of(IAC, DO, 34)).answers]).toEqual([IAC, WONT, 34]);
  });
  test('a window size may hold a doubled 255', () => {
    const reader = new TelnetReader();
    reader.read(Uint8Array.of(IAC, SB, 31, 0, IAC, IAC, 0, 24, IAC, SE));
    expect(reader.window).toEqual({ columns: 255, rows: 24 });
  });
  test('doubles 255 on the way out', () => {
    expect([...telnetEscaped(Uint8Array.of(1, IAC, 2))]).toEqual([1, IAC, IAC, 2]);
  });
});
