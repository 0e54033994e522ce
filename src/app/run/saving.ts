import { Failure } from '../../kernel/failure.ts';
import { isLoss, stepsFrom, type Device } from './device.ts';
import type { Typist } from './typing.ts';

export type Saved = { readonly saved: true } | { readonly saved: false; readonly message: string };

/**
 * Makes the device keep what it runs, over a restart. Tried once more on a new connection when the link is lost, and once more when the
 * device did not say a word about it: one that has saved tells so then, and one that missed the line gets it again.
 */
export async function save(device: Device, typist: Typist, mask: (text: string) => string): Promise<Saved> {
  const steps = device.driver.script([], { save: true });
  if (!steps.some((step) => step.intent === 'save')) throw new Error(`the pack ${device.driver.id} knows no way to save`);
  let asked = false;
  for (let losses = 0; ; losses++) {
    try {
      const session = await device.session();
      let said = true;
      for (const step of await stepsFrom(session, steps)) {
        const { reply, verdict } = await typist.type(session, step, { target: '', mode: '', undo: false, index: 0, of: 0 });
        if (verdict !== 'ok') return { saved: false, message: `"${step.line}" was answered with: ${mask(reply.message) || reply.class}` };
        // A save that was taken and comes with words is one whose end nobody has seen.
        if (step.intent === 'save' && reply.class === 'ok' && reply.message !== '') said = false;
      }
      if (said || asked) return { saved: true };
      asked = true;
      losses--;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (!isLoss(error) || losses > 0) return { saved: false, message: error.message };
      try {
        await device.again(error);
      } catch (again) {
        if (again instanceof Failure) return { saved: false, message: again.message };
        throw again;
      }
    }
  }
}
