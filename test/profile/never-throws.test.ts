import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Finding } from '../../src/kernel/finding.ts';
import { FINDING_CODES } from '../../src/kernel/finding-codes.ts';
import { lintFiles } from './projects.ts';

const example = (name: string): string => readFileSync(join(import.meta.dirname, '../../profiles/examples', name), 'utf8');
const yaml = ['triple-play.yaml', 'routed-pppoe.yaml', 'qinq.yaml', 'tr069-management.yaml'].map(example);
const csv = example('isp/subscribers.csv');
const isp = Object.fromEntries(['olts.yaml', 'onts.yaml', 'profiles/base.yaml', 'profiles/home-100.yaml', 'profiles/home-300.yaml', 'profiles/office.yaml'].map((name) => [`d/${name}`, example(`isp/${name}`)]));

/** A text with a few places replaced by something a person, an editor or a broken disk might leave there. */
function damaged(texts: readonly string[]): fc.Arbitrary<string> {
  const junk = fc.oneof(fc.constantFrom('', '\t', '\n', '*', '&a ', '${', '}', '"', "'", ': ', '- ', '[', '{', '#', '!!', '---\n', '\u0000', '\uFEFF', '<<: ', '0x', '99999999999', '?', '|', '%', '__proto__'), fc.string({ maxLength: 4 }));
  const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 6 }), put: junk });
  return fc.record({ text: fc.constantFrom(...texts), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) }).map(({ text, edits }) =>
    edits.reduce((damage, { at, cut, put }) => {
      const start = at % (damage.length + 1);
      return damage.slice(0, start) + put + damage.slice(start + cut);
    }, text));
}

function expectPlaces(findings: readonly Finding[]): void {
  for (const { code, severity, message, at } of findings) {
    expect(code in FINDING_CODES && message.length > 0 && ['error', 'warning', 'info'].includes(severity)).toBe(true);
    if (at) expect(at.line >= 1 && at.column >= 1 && (at.endLine > at.line || (at.endLine === at.line && at.endColumn >= at.column)), `${code} ${JSON.stringify(at)}`).toBe(true);
  }
}

it('damaged YAML gives findings with places', async () => {
  await fc.assert(fc.asyncProperty(damaged(yaml), async (text) => { expectPlaces((await lintFiles('p.yaml', { 'p.yaml': text })).all); }), { numRuns: 400 });
}, 60_000);

it('damaged CSV gives findings with places', async () => {
  await fc.assert(fc.asyncProperty(damaged([csv]), async (text) => { expectPlaces((await lintFiles('d', { ...isp, 'd/subscribers.csv': text })).all); }), { numRuns: 250 });
}, 60_000);

it('any bytes give findings with places', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, asRows) => {
    expectPlaces((await lintFiles('d', asRows ? { ...isp, 'd/x.csv': bytes } : { 'd/x.yaml': bytes })).all);
  }), { numRuns: 250 });
}, 60_000);
