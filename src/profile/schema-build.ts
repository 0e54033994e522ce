/** Compiles the schema to a plain module while the product is built: at start nothing is left to compile. The only file that knows `ajv`. */
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { PROFILE_SCHEMA, SCHEMA_ID } from './schema/schema.ts';

/** Source text of an ES module that exports `validateFile` and `validateTarget`; it imports nothing. */
export function validatorSource(): string {
  const ajv = new Ajv({ allErrors: true, coerceTypes: true, strict: false, inlineRefs: false, code: { source: true, esm: true } });
  ajv.addSchema({ ...PROFILE_SCHEMA, $id: SCHEMA_ID }, SCHEMA_ID);
  ajv.addSchema({ $id: 'target', $ref: `${SCHEMA_ID}#/definitions/target` }, 'target');
  return standalone(ajv, { validateFile: SCHEMA_ID, validateTarget: 'target' });
}
