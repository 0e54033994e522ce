import type { Attribute, AttributeKind } from './entity.ts';

/**
 * One attribute as the tables of `../me` write it:
 *
 *     <kind><size> <access> [optional] [avc] [tca] [deprecated] [format] [=initial value] [| Name]
 *
 * kind    u unsigned, i two's complement, e enumeration, b bit field, p pointer (instance id), c counter, o octets, s string, t table
 * size    octets on the wire; for a table those of one row (none = a stream without rows)
 * access  R read, W write, C set by create
 * avc     may be reported by attribute value change; tca: has a threshold crossing alert
 * format  ascii, mac, ipv4: how people read the octets
 * Name    the standard's name, when it is not simply the key in words
 *
 * The position in the list is the attribute's number: the first one owns mask bit 0x8000.
 */
export type Notation = string;

const KINDS: Readonly<Record<string, AttributeKind>> = {
  u: 'uint', i: 'int', e: 'enum', b: 'bitfield', p: 'pointer', c: 'counter', o: 'octets', s: 'string', t: 'table',
};

/** @param index 1 for the first attribute of the class */
export function parseNotation(key: string, notation: Notation, index: number): Attribute {
  const [facts = '', name] = notation.split(' | ');
  const [code = '', access = '', ...words] = facts.split(' ');
  const kind = KINDS[code.charAt(0)];
  if (kind === undefined) throw new Error(`attribute ${key}: ${notation}`);
  const size = Number(code.slice(1));
  const initial = words.find((w) => w.startsWith('='))?.slice(1);
  return {
    index, bit: 0x8000 >> (index - 1), key, name: name ?? inWords(key), kind, size,
    form: kind === 'table' ? 'table' : kind === 'octets' || kind === 'string' || (size > 4 && size !== 8) ? 'octets' : size === 8 ? 'long' : 'integer',
    readable: access.includes('R'), writable: access.includes('W'), setByCreate: access.includes('C'),
    optional: words.includes('optional'), avc: words.includes('avc'), tca: words.includes('tca'), deprecated: words.includes('deprecated'),
    format: words.includes('ascii') ? 'ascii' : words.includes('mac') ? 'mac' : words.includes('ipv4') ? 'ipv4' : undefined,
    initial: initial === undefined ? undefined : initial === 'spaces' ? '20'.repeat(size) : initial.startsWith('0x') ? initial.slice(2) : Number(initial),
  };
}

function inWords(key: string): string {
  const words = key.replace(/([A-Z]+|[0-9]+)/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
