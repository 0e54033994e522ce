import { groupBy } from '../../kernel/group-by.ts';
import type { Driver } from '../../packs/driver.ts';
import type { OltIntent } from '../../profile/intent.ts';
import type { TargetRecord } from './record.ts';

/** Records of one OLT, in the order of the rows; at least one. */
export interface Group { readonly olt: OltIntent; readonly driver: Driver; readonly records: readonly TargetRecord[]; }

/** In the order in which the OLTs come up. */
export function groupsOf(records: readonly TargetRecord[]): Group[] {
  return [...groupBy(records, ({ olt }) => olt.name).values()].map((group) => ({ olt: group[0]!.olt, driver: group[0]!.driver, records: group }));
}
