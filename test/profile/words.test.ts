import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePon, parsePonPattern, ponMatches } from '../../src/profile/resolve/pon.ts';
import { parseDuration, parseRate, rateText } from '../../src/profile/resolve/units.ts';
import { didYouMean } from '../../src/profile/suggest.ts';

describe('rates', () => {
  it.each([['10M', 10_000], ['1G', 1_000_000], ['512k', 512], ['2.5G', 2_500_000], ['1.5m', 1_500], ['100Mbit/s', 100_000]])('%s is %d kbit/s, decimal', (text, kbit) => {
    expect(parseRate(text)).toBe(kbit);
  });

  it.each(['', '10', 'M', '0M', '-1M', '1e3M', '0x10k', '10MB', '1 M'])('%j is none', (text) => {
    expect(parseRate(text)).toBeNull();
  });

  it('are spelled so that they read back as the same number', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4_000_000_000 }), (kbit) => parseRate(rateText(kbit)) === kbit));
  });
});

it.each([['30s', 30], ['15m', 900], ['24h', 86_400], ['7d', 604_800], ['300', 300], ['0', null], ['1.5h', null], ['h', null]])('the duration %s is %s seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

describe('PONs', () => {
  it.each([
    ['0/1/3', '0/1/3', undefined], ['0/1/3/5', '0/1/3', 5], ['0/1/3:5', '0/1/3', 5], ['0/ 1/ 3', '0/1/3', undefined], ['gpon-onu_1/2/1:5', '1/2/1', 5],
    ['gpon-olt_1/2/1', '1/2/1', undefined], ['gpon_onu-1/2/1:5', '1/2/1', 5], ['xgpon-olt_1/2/1', '1/2/1', undefined], ['EPON0/2', '0/2', undefined], ['EPON0/2:7', '0/2', 7], ['gpon 0/1/3', '0/1/3', undefined], ['7', '7', undefined],
  ])('%s is %s', (text, pon, id) => {
    expect(parsePon(text)).toEqual(id === undefined ? { pon } : { pon, id });
  });

  it.each(['', 'x', '0/1/', '0//1', '0/1/3/5/6', '0/1/3/5:6', 'eth0/1'])('%j is none', (text) => {
    expect(parsePon(text)).toBeNull();
  });

  it('match patterns part by part', () => {
    const matches = (pattern: string, pon: string): boolean => ponMatches(parsePonPattern(pattern)!, pon);
    expect([matches('0/1/*', '0/1/15'), matches('0/2/0-7', '0/2/7'), matches('0/2/0-7', '0/2/8'), matches('0/1/*', '0/1'), matches('0/1/3', '0/1/3')]).toEqual([true, true, false, false, true]);
  });

  it.each(['', '0/1/x', '0/7-0/1', '1/2/3/4/5'])('%j is no pattern', (text) => {
    expect(parsePonPattern(text)).toBeNull();
  });
});

it.each([['prority', 'priority'], ['prio', 'priority'], ['VLAN', 'vlan'], ['vlna', 'vlan'], ['xyz', undefined]])('%s: did you mean %s?', (written, meant) => {
  expect(didYouMean(written, ['vlan', 'priority', 'mode', 'attach'])).toBe(meant);
});
