/** ONT207: rates that contradict one another or the fibre. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent, Rates, ServiceIntent } from '../intent.ts';
import { rateText } from '../resolve/units.ts';
import { LINE_RATE, lineRate } from '../line-rate.ts';
import { place } from './place.ts';

export function impossibleRates(intent: Intent): Finding[] {
  return intent.services.flatMap((service) => [
    ...direction(intent, service, 'up', service.up),
    ...direction(intent, service, 'down', service.down),
  ]);
}

function direction(intent: Intent, service: ServiceIntent, way: 'up' | 'down', rates: Rates | undefined): Finding[] {
  if (!rates) return [];
  const { fixed, assured, max } = rates;
  const guaranteed = (fixed ?? 0) + (assured ?? 0);
  const at = (): Finding['at'] => place(intent, 'services', service.name, way);
  if (max !== undefined && guaranteed > max) {
    const parts = [fixed === undefined ? '' : `fixed ${rateText(fixed)}`, assured === undefined ? '' : `assured ${rateText(assured)}`].filter((part) => part !== '');
    return [finding('ONT207', `${service.name} ${way}: ${parts.join(' and ')} ${parts.length > 1 ? 'are' : 'is'} more than max ${rateText(max)}`, { hint: 'raise max, or lower the rest', at: at() })];
  }
  if (way === 'down') return [];
  // A guarantee is checked against what the PON is taken for; a mere ceiling only against what is known of it.
  const known = intent.technology === undefined ? LINE_RATE['xgs-pon'] : lineRate(intent.technology);
  const line = lineRate(intent.technology);
  if (guaranteed > line) {
    return [finding('ONT208', `${service.name} up: ${rateText(guaranteed)} guaranteed is more than a ${intent.technology ?? 'gpon'} has (${Math.floor(line / 1000)}M)`, {
      hint: intent.technology === undefined ? 'lower it, or say technology: xgs-pon' : 'lower it', at: at(),
    })];
  }
  if (max !== undefined && max > known) {
    return [finding('ONT207', `${service.name} up: max ${rateText(max)} is more than the PON carries (${Math.floor(known / 1000)}M)`, { hint: 'lower it, or leave it out for the rate of the PON', at: at() })];
  }
  return [];
}
