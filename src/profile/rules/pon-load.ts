/** ONT208: what all subscribers of one PON are guaranteed together, added up as they go by. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent } from '../intent.ts';
import { lineRate } from '../line-rate.ts';
import { rateText } from '../resolve/units.ts';

export class PonLoad {
  /** kbit/s by OLT and PON; a PON reported once is not reported again. */
  readonly #sums = new Map<string, { kbit: number; reported: boolean }>();

  add(intent: Intent, report: (found: Finding) => void): void {
    if (intent.state === 'absent') return;
    let own = 0;
    for (const service of intent.services) own += (service.up?.fixed ?? 0) + (service.up?.assured ?? 0);
    const line = lineRate(intent.technology);
    // One subscriber alone above the line is another rule's finding.
    if (own === 0 || own > line) return;
    const id = `${intent.olt.name} ${intent.pon}`;
    const sum = this.#sums.get(id) ?? { kbit: 0, reported: false };
    this.#sums.set(id, sum);
    sum.kbit += own;
    if (sum.kbit <= line || sum.reported) return;
    sum.reported = true;
    report(finding('ONT208', `with ${intent.key} the subscribers of PON ${intent.pon} on ${intent.olt.name} are guaranteed ${rateText(sum.kbit)}; a ${intent.technology ?? 'gpon'} has ${Math.floor(line / 1000)}M`, {
      hint: intent.technology === undefined ? 'lower fixed and assured rates, move subscribers, or say technology: xgs-pon' : 'lower fixed and assured rates, or move subscribers',
      at: intent.origin('/pon').at,
    }));
  }
}
