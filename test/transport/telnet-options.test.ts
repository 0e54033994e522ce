import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPTION, TelnetOptions, clientPolicy } from '../../src/transport/telnet-options.ts';

const IAC = 255, DONT = 254, DO = 253, WONT = 252, WILL = 251, SB = 250, GA = 249, SE = 240;
const { binary, echo, suppressGoAhead, terminalType, windowSize } = OPTION;
const CLIENT = clientPolicy({ type: 'vt100', width: 511, height: 1000 });

function client(): TelnetOptions {
  return new TelnetOptions(CLIENT);
}

function run(options: TelnetOptions, chunks: readonly Uint8Array[]): { data: number[]; reply: number[] } {
  const all = chunks.map((chunk) => options.receive(chunk));
  return { data: all.flatMap(({ data }) => [...data]), reply: all.flatMap(({ reply }) => [...reply]) };
}

const one = (...octets: number[]): { data: number[]; reply: number[] } => run(client(), [Uint8Array.from(octets)]);
const bytes = (text: string): number[] => [...Buffer.from(text, 'latin1')];

describe('options of a client', () => {
  test.each([
    ['lets the other side echo', [IAC, WILL, echo], [IAC, DO, echo]],
    ['and do without go-ahead', [IAC, WILL, suppressGoAhead], [IAC, DO, suppressGoAhead]],
    ['does without go-ahead itself', [IAC, DO, suppressGoAhead], [IAC, WILL, suppressGoAhead]],
    ['does not echo', [IAC, DO, echo], [IAC, WONT, echo]],
    ['refuses what it does not know', [IAC, DO, 200, IAC, WILL, 201], [IAC, WONT, 200, IAC, DONT, 201]],
    ['says nothing to a refusal of what is not on', [IAC, DONT, 200, IAC, WONT, 201], []],
    ['tells its size, with 255 doubled', [IAC, DO, windowSize], [IAC, WILL, windowSize, IAC, SB, windowSize, 1, IAC, IAC, 3, 232, IAC, SE]],
    ['tells its type when asked', [IAC, DO, terminalType, IAC, SB, terminalType, 1, IAC, SE], [IAC, WILL, terminalType, IAC, SB, terminalType, 0, ...bytes('vt100'), IAC, SE]],
    ['not before it is on', [IAC, SB, terminalType, 1, IAC, SE], []],
    ['answers once', [IAC, WILL, echo, IAC, WILL, echo, IAC, DO, windowSize, IAC, DO, windowSize], [IAC, DO, echo, IAC, WILL, windowSize, IAC, SB, windowSize, 1, IAC, IAC, 3, 232, IAC, SE]],
    ['agrees to an option being taken back', [IAC, WILL, echo, IAC, WONT, echo, IAC, WONT, echo], [IAC, DO, echo, IAC, DONT, echo]],
  ])('%s', (_, octets, reply) => { expect(one(...octets)).toEqual({ data: [], reply }); });

  test('two who ask at the same time do not talk for ever', () => {
    const server = new TelnetOptions({ local: [echo, suppressGoAhead], remote: [windowSize, suppressGoAhead], askLocal: [echo, suppressGoAhead], askRemote: [windowSize, suppressGoAhead] });
    const here = new TelnetOptions({ ...CLIENT, askRemote: [echo], askLocal: [suppressGoAhead] });
    let toClient = server.start();
    let toServer = here.start();
    let rounds = 0;
    while (toClient.length + toServer.length > 0) {
      expect(++rounds).toBeLessThan(4);
      const fromClient = here.receive(toClient).reply;
      toClient = server.receive(toServer).reply;
      toServer = fromClient;
    }
    expect(here.performs(echo)).toBe(true);
    expect(server.performs(windowSize)).toBe(true);
    expect(server.performs(suppressGoAhead)).toBe(true);
  });

  test('asked for and refused, then offered', () => {
    const options = new TelnetOptions({ ...CLIENT, askRemote: [binary] });
    expect([...options.start()]).toEqual([IAC, DO, binary]);
    expect(run(options, [Uint8Array.of(IAC, WONT, binary)]).reply).toEqual([]);
    expect(run(options, [Uint8Array.of(IAC, WILL, binary)]).reply).toEqual([IAC, DO, binary]);
  });
});

describe('data', () => {
  test('a doubled IAC is one octet, other commands are nothing', () => {
    expect(one(65, IAC, IAC, 66, IAC, GA, 67)).toEqual({ data: [65, 255, 66, 67], reply: [] });
  });

  test('CR NUL is CR, CR LF stays, unless the other side sends binary', () => {
    expect(one(13, 0, 13, 10, 13, 13, 0, 65).data).toEqual([13, 13, 10, 13, 13, 65]);
    expect(one(IAC, WILL, binary, 13, 0).data).toEqual([13, 0]);
  });

  test('a subnegotiation without end does not grow', () => {
    const options = client();
    options.receive(Uint8Array.of(IAC, SB, terminalType));
    for (let i = 0; i < 100; i++) expect(options.receive(new Uint8Array(10_000)).data).toHaveLength(0);
    expect(run(options, [Uint8Array.of(IAC, SE, 65)]).data).toEqual([65]);
  });

  test('going out: IAC doubled, Enter is CR NUL, CR LF stays; in binary nothing but IAC changes', () => {
    const options = client();
    expect([...options.send(Uint8Array.of(65, 255, 13))]).toEqual([65, 255, 255, 13, 0]);
    expect([...options.send(Uint8Array.of(13, 10, 13, 13))]).toEqual([13, 10, 13, 0, 13, 0]);
    options.receive(Uint8Array.of(IAC, DO, binary));
    expect([...options.send(Uint8Array.of(13, 255))]).toEqual([13, 255, 255]);
  });

  test('what one side sends the other receives', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
      const wire = client().send(data);
      expect(run(client(), [wire]).data).toEqual([...data]);
    }), { numRuns: 500 });
  });
});

describe('chunks', () => {
  test('cut anywhere, data and answers are the same', () => {
    const octet = fc.oneof(fc.nat(255), fc.constantFrom(IAC, IAC, SB, SE, DO, DONT, WILL, WONT, 0, 10, 13, echo, windowSize, terminalType));
    fc.assert(fc.property(fc.array(octet, { maxLength: 80 }), fc.array(fc.nat(80), { maxLength: 8 }), (octets, cuts) => {
      const at = [0, ...cuts.filter((cut) => cut <= octets.length).sort((a, b) => a - b), octets.length];
      const wire = Uint8Array.from(octets);
      expect(run(client(), at.slice(1).map((end, i) => wire.subarray(at[i], end)))).toEqual(run(client(), [wire]));
    }), { numRuns: 1000 });
  });
});
