/**
 * The scalars of the profile language, as JSON Schema. Each carries `x-expect`, the words a finding uses to say what
 * belongs there, so that a wrong value gives one sentence however many keywords it failed.
 *
 * Numbers and booleans may be given as `${variable}`. A number's text must look like a number before it is typed:
 * otherwise the validator's coercion would read `0x10` and `1e3` as numbers.
 */
export type Schema = Readonly<Record<string, unknown>>;

/** The text of a value that holds at least one variable. */
export const VARIABLE = '\\$\\{';

/** Adds what an editor shows. */
export function about(description: string, schema: Schema): Schema {
  return { ...schema, description };
}

/**
 * Gives a schema a name under `definitions` and returns the reference to it. One definition per name: the compiled
 * validator then holds one function for it instead of a copy at each use.
 */
export function define(name: string, schema: Schema): Schema {
  DEFINITIONS[name] = schema;
  return ref(name);
}

/** Everything defined so far; complete once the modules of this folder are loaded. */
export const DEFINITIONS: Record<string, Schema> = {};

export function ref(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

/** Any scalar, kept as text. */
export function text(expect = 'a text'): Schema {
  return define(nameFrom(expect), { 'x-expect': expect, type: ['string', 'number', 'boolean'], pattern: '[^ \\t\\r\\n]' });
}

/** A scalar, kept as text, that is a variable or matches `pattern` from end to end. */
export function form(pattern: string, expect: string): Schema {
  return define(nameFrom(expect), { 'x-expect': expect, type: ['string', 'number', 'boolean'], pattern: `${VARIABLE}|^(?:${pattern})$` });
}

export function whole(minimum: number, maximum: number, expect = `a whole number from ${minimum} to ${maximum}`): Schema {
  return define(nameFrom(expect), {
    'x-expect': expect,
    if: { type: 'string', pattern: VARIABLE },
    else: { if: { pattern: '^(?:0|[1-9][0-9]{0,9})$' }, then: { type: 'integer', minimum, maximum }, else: false },
  });
}

export function flag(): Schema {
  return define('flag', { 'x-expect': 'true or false', if: { type: 'string', pattern: VARIABLE }, else: { type: 'boolean' } });
}

export function oneOf(...words: readonly string[]): Schema {
  return { enum: words };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** A mapping with exactly these keys allowed. */
export function mapping(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: 'object', properties: titled(properties), additionalProperties: false, ...(required.length > 0 ? { required } : {}) };
}

/** A mapping from names of the user's choice. */
export function named(values: Schema, names?: Schema): Schema {
  return { type: 'object', ...(names ? { propertyNames: names } : {}), additionalProperties: values };
}

/** One thing when it is a mapping, another when it is not: written so that errors speak of the one that was meant. */
export function mappingOr(map: Schema, other: Schema): Schema {
  return { if: { type: 'object' }, then: map, else: other };
}

export function listOr(list: Schema, other: Schema): Schema {
  return { if: { type: 'array' }, then: list, else: other };
}

/** A section that can be switched off: `management: off`. */
export function orOff(map: Schema): Schema {
  return mappingOr(map, { 'x-expect': 'a mapping, or off', enum: ['off', false] });
}

/** The shared words of the language. */
const WORDS: Readonly<Record<string, Schema>> = {
  vlanId: about('VLAN id', whole(1, 4094, 'a VLAN id, a whole number from 1 to 4094')),
  priority: about('802.1p priority, 0 to 7', whole(0, 7)),
  rate: about('Bandwidth in decimal units: 512k, 100M, 2.5G; or { kbit: 102400 } for raw kbit/s', mappingOr(
    mapping({ kbit: about('kbit/s', whole(1, 4_000_000_000)) }, ['kbit']),
    form('[0-9]+(?:\\.[0-9]+)?[kKmMgG](?:bit/s|bps)?', 'a rate such as 512k, 100M or 1G, or { kbit: 102400 }'),
  )),
  duration: about('Duration: 30s, 15m, 24h, 7d; a bare number counts seconds', form('[1-9][0-9]{0,9}[smhd]?', 'a duration such as 30m or 24h')),
  ipv4: about('IPv4 address', form('(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}', 'an IPv4 address such as 10.0.0.2')),
  port: about('A port: eth1, pots1, ssid1, lan1 or veip', form('veip|(?:eth|pots|ssid|lan)[1-9][0-9]?', 'a port such as eth1, pots1, ssid1, lan1 or veip')),
  ports: about('One port, several with commas, or a list of ports', listOr(
    listOf(ref('port')),
    form('(?:veip|(?:eth|pots|ssid|lan)[1-9][0-9]?)(?: *, *(?:veip|(?:eth|pots|ssid|lan)[1-9][0-9]?))*', 'ports such as eth1, or eth1,eth4, or veip'),
  )),
  url: about('http or https address', form('https?://[^ ]+', 'an address such as https://acs.example.net:7547/')),
  writer: about('Who writes this to the ONT: the OLT over omci, the ACS over tr069, or none', oneOf('omci', 'tr069', 'none')),
  secret: about('A secret, by reference: { env: NAME }, { file: PATH }, { command: LINE }, { column: NAME } of the rows, or { generate: LENGTH }. Plain text works, with a warning', mappingOr(
    {
      ...mapping({
        env: about('Name of an environment variable', form('[A-Za-z_][A-Za-z0-9_]*', 'the name of an environment variable')),
        file: about('Path of a file whose first line is the secret', text('a path')),
        command: about('Command whose first line of output is the secret', text('a command line')),
        column: about('Column of the subscriber rows that holds the secret', text('a column name')),
        generate: about('Length of a random secret, made once and kept in the state directory', whole(8, 63)),
      }),
      'x-exactly-one': true, minProperties: 1, maxProperties: 1,
    },
    text('a secret: { env: NAME }, { file: PATH }, { command: LINE } or { column: NAME }'),
  )),
};
Object.assign(DEFINITIONS, WORDS);

function nameFrom(expect: string): string {
  return expect.replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next: string) => next.toUpperCase()).slice(0, 60);
}

function titled(properties: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, { title: titleOf(name), ...schema }]));
}

/** `informInterval` → `Inform interval`. */
function titleOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
