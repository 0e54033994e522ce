import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matcher } from '../../src/transport/matcher.ts';
import type { MatcherEvent, Tail } from '../../src/transport/matcher.ts';
import { compiled } from './spec-fixture.ts';
import { ERASE, HOST, PAGER } from './transcripts.ts';

const SPEC = compiled();

function run(bytes: Uint8Array, cuts: readonly number[], typed: string | null = null, anchored = true): { events: MatcherEvent[]; tail: Tail; echoed: boolean } {
  const matcher = new Matcher(SPEC);
  if (anchored) matcher.anchor(HOST);
  matcher.expectEcho(typed);
  const events: MatcherEvent[] = [];
  let from = 0;
  for (const cut of [...new Set(cuts)].filter((at) => at < bytes.length).sort((a, b) => a - b)) {
    events.push(...matcher.push(bytes.subarray(from, cut)));
    matcher.tail();
    from = cut;
  }
  events.push(...matcher.push(bytes.subarray(from)));
  return { events, tail: matcher.tail(), echoed: matcher.echoed };
}

function lines(text: string, typed: string | null = null): string[] {
  return run(Buffer.from(text), [], typed).events.flatMap((event) => (event.kind === 'line' ? [event.text] : []));
}

const ALARM = '\r\n  ! FAULT MINOR 0x0a300013 ALARM 12 2024-05-06 07:08:09\r\n  ALARM NAME  : The dying gasp was received\r\n  PARAMETERS  : FrameID: 0\r\n  DESCRIPTION : none\r\n  --- END\r\n';

const RICH = `${HOST}(config)#displ \x1b[1Day ont info\r\n  in\u00e4 \u65e5\u672c\u8a9e \u{1f600}\r\r\n  a${ALARM}b\r\n${PAGER}${ERASE}  next page\r\n`
  + '[2024-05-06 07:08:09+03:00]:The percentage of saved data on 9 slot\'s main control board is: 12%\r\n'
  + `  desc "${HOST}#"\r\n  { <cr>|ont-type<K> }:\r\n  x\x1b[0m\x1b[3Cy\x07\0\b\r\n\r\n${HOST}(config-if-gpon-0/1)#`;

describe('the same bytes give the same events', () => {
  test('a rich transcript cut at any one byte', () => {
    const bytes = Buffer.from(RICH);
    const whole = run(bytes, [], 'display ont info');
    for (let cut = 0; cut <= bytes.length; cut++) expect(run(bytes, [cut], 'display ont info')).toEqual(whole);
    expect(whole.tail).toMatchObject({ kind: 'prompt', host: HOST, tail: '(config-if-gpon-0/1)#' });
    expect(whole.echoed).toBe(true);
  });

  test('pieces of terminal output in any order, cut anywhere', () => {
    const piece = fc.constantFrom('\r\n', '\r', '\n', '\0', '\b', ' ', 'a', '\u00e9', '\u{1f600}', '\x1b', '[', '37D', '\x1b[1D', `${PAGER}`, ERASE, `${HOST}#`, `${HOST}(config)#`,
      'enable', ALARM, '  ! FAULT x\r\n', '--- END\r\n', '  Failure: x\r\n', '{ <cr>|a }:', '(y/n)[n]:', '[2024-05-06 07:08:09]:x\r\n', '  Configuration console exit, please retry to log on\r\n', '\t');
    const output = fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join('')));
    fc.assert(fc.property(output, fc.array(fc.nat(600), { maxLength: 12 }), fc.boolean(), fc.boolean(), (bytes, cuts, echo, anchored) => {
      const typed = echo ? 'enable' : null;
      expect(run(bytes, cuts, typed, anchored)).toEqual(run(bytes, [], typed, anchored));
    }), { numRuns: 400 });
  });

  test('bytes of any kind, cut anywhere', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200), { maxLength: 8 }), (bytes, cuts) => {
      expect(run(bytes, cuts)).toEqual(run(bytes, []));
    }), { numRuns: 400 });
  });
});

describe('lines are what a person would see', () => {
  test('the pager and the sequence that wipes it are gone, blanks of the next line stay', () => {
    expect(lines(`  one\r\n${PAGER}${ERASE}  two\r\n  ${PAGER}${ERASE}three  \r\n`)).toEqual(['  one', '  two', '  three  ']);
  });

  test('text that merely mentions the pager stays', () => {
    expect(lines(`  desc "${PAGER}"\r\n`)).toEqual([`  desc "${PAGER}"`]);
  });

  test('cursor-left overwrites, carriage return starts over, a doubled one does not', () => {
    expect(lines('abc\x1b[2DXY\r\n10%\r20%\r\nplain\r\r\n')).toEqual(['aXY', '20%', 'plain']);
  });

  test('an alarm block in mid-output is one event and no line', () => {
    const { events } = run(Buffer.from(`row 1\r\n${ALARM}row 2\r\n`), []);
    expect(events.filter(({ kind }) => kind === 'alarm')).toHaveLength(1);
    expect(lines(`row 1${ALARM}row 2\r\n`)).toEqual(['row 1', 'row 2']);
  });

  test('an alarm that never ends is given back as lines', () => {
    const matcher = new Matcher(SPEC);
    const events = matcher.push(Buffer.from('  ! FAULT x\r\n  row\r\n'));
    expect(events).toEqual([]);
    expect(matcher.release()).toEqual([{ kind: 'line', text: '  ! FAULT x' }, { kind: 'line', text: '  row' }]);
  });

  test('a bare prompt that an alarm broke into is no output', () => {
    expect(lines(`${HOST}#${ALARM}row\r\n`)).toEqual(['row']);
    expect(lines(`${HOST}#\r\nrow\r\n`)).toEqual([`${HOST}#`, 'row']);
  });
});

describe('prompts and questions are believed only at the end', () => {
  const tail = (text: string): Tail => run(Buffer.from(text), []).tail;

  test.each(['>', '#', '(config)#', '(config-if-gpon-0/1)#', '(config-gpon-lineprofile-10)#', '(config-btv)#', '(diagnose)%%'])('%s after the host name', (prompt) => {
    expect(tail(`x\r\n${HOST}${prompt}`)).toMatchObject({ kind: 'prompt', tail: prompt });
  });

  test.each([['a bare hash', '#'], ['another host', 'OLT-NORTH-10#'], ['text before it', `desc "${HOST}#`], ['text after it', `${HOST}# x`], ['half of it', `${HOST}(config`],
    ['the cursor moved back', `${HOST}#\r`]])('%s is no prompt', (_, text) => {
    expect(tail(`x\r\n${text}`).kind).toBe('text');
  });

  test('a line of a dump that looks like a prompt is an ordinary line once more comes', () => {
    const { events, tail: end } = run(Buffer.from(`${HOST}#\r\n description ${HOST}#\r\n${HOST}#`), []);
    expect(events.map((event) => event.kind)).toEqual(['line', 'line']);
    expect(end.kind).toBe('prompt');
  });

  test('a question is not asked again while its wiping or its answer arrives', () => {
    expect(tail(PAGER).kind).toBe('pager');
    expect(tail(`${PAGER}\x1b[37D`).kind).toBe('text');
    expect(tail(`${PAGER}\x1b[37D      `).kind).toBe('text');
    expect(tail('{ <cr>|ont-type<K> }:').kind).toBe('dialog');
    expect(tail('{ <cr>|ont-type<K> }:\r').kind).toBe('text');
    expect(tail('Are you sure? (y/n)[n]:').kind).toBe('question');
    expect(tail('Are you sure? (y/n)[n]:y').kind).toBe('text');
  });

  test.each([['{ <cr>|ont-type<K> }:', true], ['{ <cr>||<K> }:', true], ['{ ontid<U><0,127> }:', false], ['{ all<K>|<cr> }:', true]])('%s', (text, complete) => {
    expect(tail(text)).toMatchObject({ kind: 'dialog', complete });
  });
});

describe('echo', () => {
  const echoed = (typed: string, text: string): boolean => run(Buffer.from(text), [], typed).echoed;
  const LONG = 'ont add 3 5 sn-auth "48575443A1B2C3D4" omci ont-lineprofile-id 60 ont-srvprofile-id 60 desc "site-0005"';

  test.each([
    ['plain', `${HOST}#${LONG}\r\n`],
    ['without the prompt', `${LONG}\r\n`],
    ['folded at 80 columns', `${HOST}#${LONG}`.replace(/(.{80})/gu, '$1\r\n') + '\r\n'],
    ['folded and indented', `${HOST}#${LONG.slice(0, 60)}\r\n        ${LONG.slice(60)}\r\n`],
    ['with blank and cursor-left in it', `${HOST}#${LONG.slice(0, 60)} \x1b[1D${LONG.slice(60)}\r\n`],
    ['an alarm in the middle, then from the start', `${HOST}#ont add${ALARM}${HOST}#${LONG}\r\n`],
  ])('%s', (_, text) => { expect(echoed(LONG, text)).toBe(true); });

  test('something else at the prompt is no echo and counts as damage', () => {
    const matcher = new Matcher(SPEC);
    matcher.anchor(HOST);
    matcher.expectEcho('undo service-port 100');
    matcher.push(Buffer.from(`${HOST}(config)#undo service-port 10\r\n${HOST}(config)#`));
    expect(matcher.echoed).toBe(false);
    matcher.expectEcho('undo service-port 10');
    matcher.push(Buffer.from('undo service-port 100\r\n'));
    expect(matcher.echoed).toBe(false);
    matcher.expectEcho('quit');
    matcher.push(Buffer.from(`\r\n${HOST}(config)#quut\r\n`));
    expect(matcher.misheard).toBe(true);
  });

  test('the host name is taken from the line of the first echo, not from a banner that looks like a prompt', () => {
    const matcher = new Matcher(SPEC);
    matcher.push(Buffer.from('Notice>'));
    matcher.expectEcho('enable');
    matcher.push(Buffer.from(`\r\n${HOST}>enable\r\n\r\n${HOST}#`));
    expect(matcher.host).toBe(HOST);
  });
});

describe('speed', () => {
  test('a dump of 1 MB takes about 100 ms at most, in packets of any size', () => {
    const line = ' service-port 1005 vlan 100 gpon 0/1/3 ont 5 gemport 1 multi-service user-vlan 100 tag-transform translate\r\n';
    const dump = Buffer.from(line.repeat(Math.ceil(1_000_000 / line.length)));
    for (const size of [1448, 32768]) {
      const matcher = new Matcher(SPEC);
      matcher.anchor(HOST);
      const started = performance.now();
      let count = 0;
      for (let i = 0; i < dump.length; i += size) {
        count += matcher.push(dump.subarray(i, i + size)).length;
        matcher.tail();
      }
      const ms = performance.now() - started;
      expect(count).toBe(dump.length / line.length);
      expect(ms).toBeLessThan(400); // generous: shared machines
      process.stdout.write(`matcher: ${(dump.length / 1e6).toFixed(2)} MB in chunks of ${size}: ${ms.toFixed(0)} ms\n`);
    }
  });

  test('a line without end grows linearly', () => {
    const matcher = new Matcher(SPEC);
    const chunk = Buffer.from('x'.repeat(64));
    const started = performance.now();
    for (let i = 0; i < 16_384; i++) {
      matcher.push(chunk);
      matcher.tail();
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
