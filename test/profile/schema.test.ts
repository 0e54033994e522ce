import { readFileSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasErrors } from '../../src/kernel/finding.ts';
import { loadProject } from '../../src/profile/load.ts';
import { schemaText } from '../../src/profile/schema/schema.ts';
import { checkAll } from './projects.ts';
import { validatorSource } from '../../src/profile/schema-build.ts';
import { PROFILE_SCHEMA } from '../../src/profile/schema/schema.ts';
import type { Files } from '../../src/kernel/world.ts';

const root = join(import.meta.dirname, '../..');

const disk: Files = {
  read: (path) => readFile(path).catch(() => null),
  list: (path) => readdir(path).then((names) => names.sort(), () => null),
};

describe('the schema', () => {
  it('is kept for editors, in step', () => {
    expect(readFileSync(join(root, 'profiles/profile.schema.json'), 'utf8')).toBe(schemaText());
  });

  it('says what every field is', () => {
    const silent: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        if (key === 'properties') {
          for (const [name, field] of Object.entries(value as Record<string, { title?: string; description?: string; $ref?: string }>)) {
            const target = field.$ref?.slice('#/definitions/'.length);
            const definitions = PROFILE_SCHEMA['definitions'] as Record<string, { description?: string }>;
            if (!field.title || !(field.description ?? definitions[target ?? '']?.description)) silent.push(`${path}/${name}`);
          }
        }
        walk(value, `${path}/${key}`);
      }
    };
    walk(PROFILE_SCHEMA, '');
    expect(silent).toEqual([]);
  });

  it('compiles to a module that imports nothing and is not large', () => {
    const source = validatorSource();
    expect(source).not.toMatch(/require\(|^import /m);
    expect(source).toContain('export const validateFile');
    expect(source).toContain('export const validateTarget');
    expect(source.length).toBeLessThan(400_000);
  });
});

const folder = join(root, 'profiles/examples');

it('an editor, which types YAML its own way, agrees with the examples and the good cases', () => {
  const validate = new Ajv({ strict: false }).compile(PROFILE_SCHEMA);
  const cases = join(import.meta.dirname, 'cases/good');
  const paths = [folder, join(folder, 'isp'), join(folder, 'isp/profiles'), cases].flatMap((from) => readdirSync(from).filter((name) => name.endsWith('.yaml')).map((name) => join(from, name)));
  expect(paths.length).toBeGreaterThan(30);
  for (const path of paths) expect([path, validate(parse(readFileSync(path, 'utf8'))), validate.errors]).toEqual([path, true, null]);
});

describe('every example', () => {
  for (const name of readdirSync(folder)) {
    it(`is sound: ${name}`, async () => {
      const { project, findings } = await loadProject(join(folder, name), disk);
      expect(findings).toEqual([]);
      const all = checkAll(project);
      expect(hasErrors(all)).toBe(false);
      expect(all.map(({ code }) => code)).toEqual(name === 'scenario.yaml' ? ['ONT211'] : name === 'extends-base.yaml' ? ['ONT237'] : []);
    });
  }
});
