/** What is on an ONT and in no profile: listed, kept, and never shown with its secrets. */
import { maskUrl } from '../kernel/mask-url.ts';
import type { Unmanaged } from './model.ts';
import type { Row } from './row.ts';
import type { Store } from './store.ts';

export function unmanagedLines(store: Store, owner: string, rows: readonly Row[]): Unmanaged[] {
  return [
    ...rows.flatMap((row) => (row.lines.length ? row.lines.map((line) => ({ resource: row.kind, line: maskSecrets(line.text.trim()) })) : [{ resource: row.kind, line: Object.values(row.values).map(String).join(' ') }])),
    ...store.residueUnder(owner).map((residue) => ({ resource: 'unknown', line: maskSecrets(residue.line.text.trim()) })),
  ];
}

/** A line of a configuration as it may be shown: the word after a password keyword is hidden. */
export function maskSecrets(line: string): string {
  return maskUrl(line).replace(/\b((?:\w*_)?(?:password|passwd|pwd|passphrase|cipher|secret|key|psk|community))(\s+)("[^"]*"|\S+)/gi, '$1$2***')
    .replace(/\b((?:admin|user)_control\s+enable\s+\S+\s+)(\S+)/gi, '$1***')
    .replace(/\b(user\s+(?:"[^"]*"|\S+)\s+)"[^"]*"/gi, '$1"***"');
}
