/** How many lines may be on their way to an OLT at a time: what its entry asks for, as far as what it keeps of them is known. */
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Intent, OltIntent } from '../profile/intent.ts';
import type { SessionSpec } from '../transport/spec.ts';

export interface SendingWindow { readonly lines: number; readonly octets: number; }

/** What the site says of its own box counts for more than what the pack says of all of them. null: line by line. */
export function windowOf({ window }: Pick<OltIntent, 'window'>, { typeAhead }: Pick<SessionSpec, 'typeAhead'>): SendingWindow | null {
  const octets = window?.typeAhead ?? typeAhead?.octets;
  if (window === undefined || octets === undefined) return null;
  const lines = Math.min(window.lines, typeAhead?.lines ?? window.lines);
  return lines < 2 ? null : { lines, octets };
}

/** ONT305: a wish that is not, or not wholly, followed. */
export function windowFindings({ olt, origin }: Pick<Intent, 'olt' | 'origin'>, title: string, session: Pick<SessionSpec, 'typeAhead'>): Finding[] {
  const { window } = olt;
  if (window === undefined || window.lines < 2) return [];
  const { at } = origin('/olt/window');
  const meant = windowOf(olt, session);
  if (!meant) {
    return [finding('ONT305', `lines are typed at ${olt.name} one by one: how much ${title} keeps of what is typed ahead is not known`,
      { hint: 'if you know it of this box, say so: window: { lines: 8, typeAhead: OCTETS }; else take window: out', at })];
  }
  if (meant.lines === window.lines) return [];
  return [finding('ONT305', `${olt.name} is sent ${meant.lines} lines at a time and not ${window.lines}: more are not known to be kept`, { hint: `write window: ${meant.lines}`, at })];
}
