/** What a subscriber can go through on the crowded box. */
import { Lab, triplePlay } from './lab.ts';
import { prepareScene, type Scene } from './matrix.ts';

/** A new subscriber with everything. */
export async function create(): Promise<Scene> {
  const lab = await Lab.open();
  const others = lab.dump();
  return prepareScene(lab, await lab.subject(triplePlay()), 'active', others);
}

/** The internet service of a subscriber moves to another VLAN. */
export async function changeVlan(): Promise<Scene> {
  const lab = await Lab.open();
  const others = lab.dump();
  const was = await lab.run(await lab.subject(triplePlay()), 'active');
  if (was.outcome !== 'applied') throw new Error(was.messages.join('; '));
  return prepareScene(lab, await lab.subject(triplePlay({ vlan: 103 })), 'active', others);
}

/** A subscriber leaves. */
export async function remove(): Promise<Scene> {
  const lab = await Lab.open();
  const others = lab.dump();
  const subject = await lab.subject(triplePlay());
  const was = await lab.run(subject, 'active');
  if (was.outcome !== 'applied') throw new Error(was.messages.join('; '));
  return prepareScene(lab, subject, 'remove', others);
}
