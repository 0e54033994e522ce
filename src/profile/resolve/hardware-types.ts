/**
 * Well-known ONTs by name, so that `ont: EG8145V5` works without a file. Port counts are those the makers' public data
 * sheets print for the usual retail variant; operators' variants differ, and `onts.yaml` overrides every one of them.
 */
import type { OntHardware } from '../intent.ts';

type HardwareType = Omit<OntHardware, 'name'>;

const bridge = (eth: number, pots = 0): HardwareType => ({ eth, pots, ssids: 0, veip: false, catv: false });
const router = (eth: number, pots: number, ssids: number, catv = false): HardwareType => ({ eth, pots, ssids, veip: true, catv });

export const HARDWARE_TYPES: ReadonlyMap<string, HardwareType> = new Map<string, HardwareType>([
  ['HG8010H', bridge(1)],
  ['EG8010H', bridge(1)],
  ['HG8310M', bridge(1)],
  ['HG8240H', bridge(4, 2)],
  ['HG8245H', router(4, 2, 4)],
  ['HG8546M', router(4, 1, 4)],
  ['EG8120L', router(2, 1, 0)],
  ['EG8141A5', router(4, 1, 4)],
  ['EG8145V5', router(4, 1, 8)],
  ['EG8145X6', router(4, 1, 8)],
  ['EG8247H5', router(4, 2, 4, true)],
  ['F601', bridge(1)],
  ['F660', router(4, 2, 4)],
  ['F670L', router(4, 1, 8)],
  ['F680', router(4, 2, 8)],
]);
