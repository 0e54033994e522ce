import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compilePack } from '../../src/packs/compile.ts';

const packs = readdirSync('dist/vendors');

it.each(packs)('the README of %s lists every line the pack can type, with source and evidence (rewrite it with -u)', async (id) => {
  const source = JSON.parse(readFileSync(`dist/vendors/${id}/pack.json`, 'utf8')) as Parameters<typeof compilePack>[0];
  const driver = compilePack(source);
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = driver.lines.map((line) => `| ${line.resource} | \`${cell(line.line)}\` | ${line.evidence} | ${cell(line.source)} |`);
  const text = [`# ${driver.title}`, '', String(source.pack['about']).trim(), '', '## Every line', '', '| resource | line | evidence | source |', '|---|---|---|---|', ...rows, ''].join('\n');
  await expect(text).toMatchFileSnapshot(`../../vendors/${id}/README.md`);
});

it.each(packs)('%s says of every line where it comes from', (id) => {
  const driver = compilePack(JSON.parse(readFileSync(`dist/vendors/${id}/pack.json`, 'utf8')) as Parameters<typeof compilePack>[0]);
  expect(driver.lines.filter((line) => line.source.trim() === '')).toEqual([]);
});

it.each(packs)('%s names the driver where a line rests on one alone', (id) => {
  const driver = compilePack(JSON.parse(readFileSync(`dist/vendors/${id}/pack.json`, 'utf8')) as Parameters<typeof compilePack>[0]);
  const nameless = /^(?:an?|one)?(?: operator)? ?driver$|^one driver;/;
  expect(driver.lines.filter(({ evidence, source }) => evidence !== 'inferred' && nameless.test(source))).toEqual([]);
});
