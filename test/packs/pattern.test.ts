import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linePattern } from '../../src/packs/pattern.ts';
import { PatternError } from '../../src/plan/line-pattern.ts';
import { MASKED } from '../../src/plan/row.ts';

const SERVICE_PORT = 'service-port {idx:int} vlan {v:int} gpon {f:int}/{s:int}/{p:int} ont {id:int} gemport {g:int}[ inner-vlan {iv:int}][~ extra {x:word}][ in {in:int}][ out {out:int}]';

describe('a line pattern', () => {
  it('reads back every value it typed, whichever optional groups are there', () => {
    const number = fc.integer({ min: 0, max: 99_999 });
    const values = fc.record({ idx: number, v: number, f: number, s: number, p: number, id: number, g: number, iv: fc.option(number, { nil: undefined }), in: fc.option(number, { nil: undefined }), out: fc.option(number, { nil: undefined }) });
    fc.assert(fc.property(values, (given) => {
      const line = linePattern(SERVICE_PORT).render(given).text;
      const wanted = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      expect(linePattern(SERVICE_PORT).parse(line)).toEqual(wanted);
    }));
  });

  it('types a nested group only with everything around it', () => {
    const pattern = linePattern('acs url {url:quoted}[ user {user:quoted}[ {pw:secret}]]');
    expect(pattern.render({ url: 'http://a/' }).text).toBe('acs url "http://a/"');
    expect(pattern.render({ url: 'http://a/', user: 'u' }).text).toBe('acs url "http://a/" user "u"');
    expect(pattern.render({ url: 'http://a/', user: 'u', pw: MASKED }).text).toBe('acs url "http://a/" user "u" "***"');
  });

  it('never types a read-only group and accepts it when read', () => {
    const pattern = linePattern('a {n:int}[~ b {m:int}]');
    expect(pattern.render({ n: 1, m: 2 }).text).toBe('a 1');
    expect(pattern.parse('a 1 b 2')).toEqual({ n: 1, m: 2 });
  });

  it('understands the beginning of a line whose end it does not know', () => {
    const pattern = linePattern(SERVICE_PORT);
    const line = 'service-port 7 vlan 100 gpon 0/1/3 ont 5 gemport 1 never-heard-of 3';
    expect(pattern.parse(line)).toBeNull();
    expect(pattern.parseHead(line, ['idx'])).toMatchObject({ idx: 7, id: 5, g: 1 });
    expect(pattern.parseHead('something else', ['idx'])).toBeNull();
  });

  it.each([['a quote', 'x"; reboot'], ['a question mark', 'what?'], ['a line break', 'a\nreboot'], ['a carriage return', 'a\rreboot'], ['a backslash', 'a\\'], ['a pipe', 'a|b'], ['an escape', 'a\u001b[2J'], ['a line separator', 'a\u2028b']])('refuses to type %s', (_, text) => {
    expect(() => linePattern('desc {d:quoted}').render({ d: text })).toThrow(PatternError);
    expect(() => linePattern('desc {d:word}').render({ d: text })).toThrow(PatternError);
  });

  it('types exactly one line whatever the values are', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.integer());
    fc.assert(fc.property(anything, anything, (a, b) => {
      const pattern = linePattern('set {a:quoted} {b:word} {c:int}');
      let text: string;
      try { text = pattern.render({ a, b, c: 1 }).text; } catch (error) {
        expect(error).toBeInstanceOf(PatternError);
        return;
      }
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029?\\|]/);
      expect(text.split('"')).toHaveLength(3);
    }));
  });

  it('keeps a secret out of the text and says where it goes', () => {
    const { text, pieces } = linePattern('login {u:quoted} password {pw:secret} now').render({ u: 'a', pw: MASKED });
    expect(text).toBe('login "a" password "***" now');
    expect(pieces).toEqual(['login "a" password "', { secret: 'pw' }, '" now']);
  });

  it.each([['"******"', MASKED], ['"%^%#abc%^%#"', MASKED], ['"clear"', 'clear']])('reads the secret %s', (shown, value) => {
    expect(linePattern('pw {pw:secret}').parse(`pw ${shown}`)).toEqual({ pw: value });
  });

  it('rounds rates up to what the device counts in', () => {
    expect(linePattern('cir {r:kbit64}').render({ r: 100_000 }).text).toBe('cir 100032');
    expect(linePattern('cir {r:kbit64}').render({ r: 64 }).text).toBe('cir 64');
  });
});
