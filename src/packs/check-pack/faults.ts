/** Collects what is wrong with one file of a pack; each fault knows its place. */
import type { Finding } from '../../kernel/finding.ts';
import { finding, type FindingCode, type FindingDetails } from '../../kernel/finding-codes.ts';
import { meantHint } from '../../profile/suggest.ts';
import type { PackDocument } from './document.ts';

export interface FaultDetails extends Pick<FindingDetails, 'hint' | 'severity'> {
  /** Point at the key of the value, not at the value. */
  readonly key?: boolean;
  /** Point at a piece of the text: from, length. */
  readonly piece?: readonly [number, number];
}

export class Faults {
  readonly document: PackDocument;
  readonly findings: Finding[] = [];

  constructor(document: PackDocument) {
    this.document = document;
  }

  /** @param pointer JSON pointer of the value that is wrong */
  add(code: FindingCode, pointer: string, message: string, details: FaultDetails = {}): void {
    const { hint, severity, key, piece } = details;
    const cut = pointer.lastIndexOf('/');
    const at = piece ? this.document.inside(pointer, ...piece)
      : key ? this.document.atKey(pointer.slice(0, cut), unescape(pointer.slice(cut + 1)))
      : this.document.at(pointer);
    this.findings.push(finding(code, message, { hint, at, ...(severity ? { severity } : {}) }));
  }

  /** A name that is not among the known ones. */
  unknown(pointer: string, what: string, name: string, known: readonly string[], details: FaultDetails = {}): void {
    this.add('ONT502', pointer, `there is no ${what} ${name}`, { hint: meantHint(name, known) ?? among(known), ...details });
  }
}

/** `known are: a, b, c`, cut where it would fill the screen. */
export function among(known: readonly string[]): string {
  const shown = known.slice(0, 15);
  return known.length === 0 ? 'none are known' : `known are: ${shown.join(', ')}${known.length > shown.length ? ', …' : ''}`;
}

function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
