import type { Plain } from '../../packs/read-side.ts';

/** A value in YAML's one-line form: `{ vlan: 100, attach: eth1 }`. */
export function flow(value: Plain): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value as Readonly<Record<string, Plain>>);
    return entries.length === 0 ? '{}' : `{ ${entries.map(([name, inner]) => `${scalar(name)}: ${flow(inner)}`).join(', ')} }`;
  }
  return typeof value === 'string' ? scalar(value) : String(value);
}

/** Bare where YAML reads the same text back, in double quotes (as JSON) otherwise. */
export function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text) ? text : JSON.stringify(text);
}

/** One cell of a CSV file. */
export function cell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
