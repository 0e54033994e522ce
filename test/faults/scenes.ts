/** What a subscriber can go through on the crowded box. */
import { Lab, triplePlay, type Errand } from './lab.ts';
import { prepareScene, type Scene } from './matrix.ts';

const ACTIVE: Errand = { goal: 'active' };

/** A new subscriber with everything. */
export async function create(): Promise<Scene> {
  const lab = await Lab.open();
  const others = lab.dump();
  return prepareScene(lab, await lab.subject(triplePlay()), ACTIVE, others);
}

/** What happens to a subscriber who has everything. @param profile  what is said about the subscriber then */
const later = (errand: Errand, profile: string) => async (): Promise<Scene> => {
  const lab = await Lab.open();
  const others = lab.dump();
  const was = await lab.run(await lab.subject(triplePlay()), ACTIVE);
  if (was.outcome !== 'applied') throw new Error(was.messages.join('; '));
  return prepareScene(lab, await lab.subject(profile), errand, others);
};

/** The internet service moves to another VLAN. */
export const changeVlan = later(ACTIVE, triplePlay({ vlan: 103 }));
export const remove = later({ goal: 'remove' }, triplePlay());
/** To another board. */
export const move = later({ goal: 'move' }, triplePlay({ pon: '0/2/3' }));
/** A new terminal for the same subscriber. */
export const replace = later({ goal: 'replace', formerSerial: '4857544300000F01' }, triplePlay({ serial: 'HWTC00000F02' }));
export const suspend = later({ goal: 'suspend' }, triplePlay());
