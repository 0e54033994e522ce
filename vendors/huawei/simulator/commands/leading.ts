/** Whether the frames of a service-port get anywhere: its GEM port is in the ONT's line profile and maps its VLAN. */
import type { Place } from '../command.ts';
import { ontKey, type LineProfile, type ServicePort } from '../state.ts';
import { Declined } from '../words.ts';

/** @throws Declined for a service-port that would lead nowhere */
export function mustLead(at: Place, row: ServicePort): void {
  const ont = at.box.state.onts[ontKey(row.port, row.ont)];
  if (!ont) throw new Declined('The ONT does not exist');
  if (row.tech === 'epon') return;
  const profile = at.box.state.lineProfiles[ont.line];
  const gem = profile?.gems[row.gem];
  if (!gem) throw new Declined('The GEM port does not exist');
  if (Object.keys(gem.mappings).length === 0 || (isStrict(at) && !maps(profile, row))) throw new Declined('GEM port configuration does not exist');
}

/** @throws Declined when one of the service-ports would lose its GEM port, or the mapping that it has had so far */
export function mustGoOnLeading(at: Place, rows: readonly ServicePort[], before: LineProfile | undefined, after: LineProfile | undefined): void {
  const loses = (row: ServicePort): boolean => row.tech === 'gpon' && (!after?.gems[row.gem] || (isStrict(at) && maps(before, row) && !maps(after, row)));
  if (rows.some(loses)) throw new Declined('This configured object has some service virtual ports');
}

/** Of tags that no mapping asks about, it is not said that they are lost. */
function maps(profile: LineProfile | undefined, row: ServicePort): boolean {
  const gem = profile?.gems[row.gem];
  if (!profile || !gem) return false;
  if (!profile.mappingMode.includes('vlan') || !/^\d+$/.test(row.user)) return Object.keys(gem.mappings).length > 0;
  return Object.values(gem.mappings).some(({ vlan }) => vlan === Number(row.user));
}

/** No source shows that a box refuses a VLAN which its GEM port does not map; one that takes it carries nothing. What is sown is as it is. */
function isStrict(at: Place): boolean {
  return at.box.settings.strict && at.seat.kind !== 'seed';
}
