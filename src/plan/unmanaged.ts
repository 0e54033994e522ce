/** Lines of a device as they may be shown: never with their secrets. */
import { maskUrl } from '../kernel/mask-url.ts';
import type { Row } from './row.ts';

/** The lines of a row; one that is only known from other lines says its values. */
export function shownLines({ lines, values }: Pick<Row, 'lines' | 'values'>): string[] {
  return lines.length > 0 ? lines.map((line) => maskSecrets(line.text.trim())) : [Object.values(values).map(String).join(' ')];
}

/** A line of a configuration as it may be shown: the word after a password keyword is hidden. */
export function maskSecrets(line: string): string {
  return maskUrl(line).replace(/\b((?:\w*_)?(?:password|passwd|pwd|passphrase|cipher|secret|key|psk|community))(\s+)("[^"]*"|\S+)/gi, '$1$2***')
    .replace(/\b((?:admin|user)_control\s+enable\s+\S+\s+)(\S+)/gi, '$1***')
    .replace(/\b(user\s+(?:"[^"]*"|\S+)\s+)"[^"]*"/gi, '$1"***"');
}
