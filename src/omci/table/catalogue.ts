import { ani } from '../me/ani.ts';
import { bridgingCounters } from '../me/bridging-counters.ts';
import { bridging } from '../me/bridging.ts';
import { cfm } from '../me/cfm.ts';
import { circuitEmulation } from '../me/circuit-emulation.ts';
import { efmBonding } from '../me/efm-bonding.ts';
import { equipment } from '../me/equipment.ts';
import { ethernet } from '../me/ethernet.ts';
import { fast } from '../me/fast.ts';
import { general } from '../me/general.ts';
import { ip } from '../me/ip.ts';
import { later } from '../me/later.ts';
import { videoAtmSecurity } from '../me/video-atm-security.ts';
import { moca } from '../me/moca.ts';
import { multicast } from '../me/multicast.ts';
import { portAccess } from '../me/port-access.ts';
import { reachExtender } from '../me/reach-extender.ts';
import { selfDescription } from '../me/self-description.ts';
import { twdm } from '../me/twdm.ts';
import { vdsl2Later } from '../me/vdsl2-later.ts';
import { vdsl2 } from '../me/vdsl2.ts';
import { voice } from '../me/voice.ts';
import { xdslCounters } from '../me/xdsl-counters.ts';
import { xdsl } from '../me/xdsl.ts';

export type Catalogue =
  typeof ani & typeof bridgingCounters & typeof bridging & typeof cfm & typeof circuitEmulation & typeof efmBonding &
  typeof equipment & typeof ethernet & typeof fast & typeof general & typeof ip & typeof later & typeof videoAtmSecurity &
  typeof moca & typeof multicast & typeof portAccess & typeof reachExtender & typeof selfDescription & typeof twdm &
  typeof vdsl2Later & typeof vdsl2 & typeof voice & typeof xdslCounters & typeof xdsl;

/** Every managed entity class the codec knows, by its key: the one table behind encoding, decoding, explaining, simulating and the types. */
export const catalogue: Catalogue = {
  ...ani, ...bridgingCounters, ...bridging, ...cfm, ...circuitEmulation, ...efmBonding, ...equipment, ...ethernet, ...fast,
  ...general, ...ip, ...later, ...videoAtmSecurity, ...moca, ...multicast, ...portAccess, ...reachExtender, ...selfDescription,
  ...twdm, ...vdsl2Later, ...vdsl2, ...voice, ...xdslCounters, ...xdsl,
};
