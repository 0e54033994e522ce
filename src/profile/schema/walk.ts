/** Finds the part of the schema that judges one value. The compiled validator does not say, since it shares its functions. */
import { pointerSteps } from '../node.ts';
import type { Node } from '../node.ts';
import { PROFILE_SCHEMA } from './schema.ts';
import type { Schema } from './words.ts';

export interface Judge {
  /** The schema behind references and conditions: its `properties` are the known keys. */
  readonly schema: Schema;
  /** What belongs there, in words. */
  readonly expect: string | undefined;
}

/** @param start name of the definition `root` is an instance of; the whole file without one */
export function judgeOf(root: Node, pointer: string, start?: string): Judge {
  let judge = settle(start === undefined ? PROFILE_SCHEMA : definition(start), root);
  let node: Node | undefined = root;
  for (const step of pointerSteps(pointer)) {
    const { schema }: Judge = judge;
    node = node?.kind === 'map' ? node.entries.get(step)?.value : node?.kind === 'list' ? node.items[Number(step)] : undefined;
    const next = asSchema(schema['properties'])[step] ?? schema['items'] ?? schema['additionalProperties'];
    judge = settle(asSchema(next), node);
  }
  return judge;
}

export function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? value as Schema : {};
}

/** Follows references, and conditions by what kind of value is there. */
function settle(schema: Schema, node: Node | undefined): Judge {
  let current = schema;
  let expect: string | undefined;
  for (;;) {
    if (typeof current['x-expect'] === 'string') expect = current['x-expect'];
    if (typeof current['$ref'] === 'string') {
      current = definition(current['$ref'].slice('#/definitions/'.length));
      continue;
    }
    const condition = asSchema(current['if'])['type'];
    if (condition !== 'object' && condition !== 'array') return { schema: current, expect };
    const holds = (condition === 'object' && node?.kind === 'map') || (condition === 'array' && node?.kind === 'list');
    current = asSchema(current[holds ? 'then' : 'else']);
  }
}

function definition(name: string): Schema {
  return asSchema(asSchema(PROFILE_SCHEMA['definitions'])[name]);
}
