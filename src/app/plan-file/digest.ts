import { createHash } from 'node:crypto';
import { Secret } from '../../kernel/secret.ts';

/**
 * SHA-256 of a value whatever the order of its keys. A secret counts by its reference; the text of a plain one does not count, so that
 * nobody can try passwords against a digest. Functions (where a value came from) are no part of it.
 */
export function valueDigest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (value instanceof Secret) return `secret:${value.ref.from === 'literal' ? 'literal' : value.key}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && typeof inner !== 'function');
    return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
