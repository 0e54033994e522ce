/** The JSON Schema of every YAML file of a project: profile, OLTs, hardware types, rows. Written once, here. */
import { layered, hardware, olt, target } from './network.ts';
import { DEFINITIONS, about, form, listOf, listOr, mapping, named, text } from './words.ts';
import type { Schema } from './words.ts';

/** Identity of the schema inside the validator; not an address. */
export const SCHEMA_ID = 'ont-prov-profile-1';

/** It is part of what is printed, of names of files and of what people type after an option. */
const OLT_NAME: Schema = { 'x-expect': 'made of 1 to 64 letters, digits, dots, hyphens and underscores', pattern: '^[A-Za-z0-9._-]{1,64}$' };

export const PROFILE_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'ont-prov profile, version 1',
  description: 'What a subscriber\'s ONT should be, and the OLTs, hardware types and subscribers of a network',
  ...mapping({
    version: about('Version of this language', { 'x-expect': 'version 1', type: 'integer', enum: [1] }),
    name: about('Name of the profile; the file name when left out', form('(?=.*[^ ])[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+', 'a name of printable characters')),
    extends: about('Name or path of the profile this one starts from', text('the name or path of a profile')),
    include: about('Further files or directories to load; * in a file name stands for anything', listOr(listOf(text('a path')), text('a path'))),
    vars: about('Values for ${name}', named(text())),
    ...layered,
    olts: about('OLTs by name', named(olt, OLT_NAME)),
    onts: about('Hardware types by name', named(hardware)),
    targets: about('Subscribers', listOf(target)),
  }),
  definitions: DEFINITIONS,
};

/** The schema as the text that `profiles/profile.schema.json` holds and `ont-prov schema` prints. */
export function schemaText(): string {
  return `${JSON.stringify(PROFILE_SCHEMA, null, 2)}\n`;
}
