import type { Driver, ReadStep } from '../../packs/driver.ts';
import type { Reply, Session } from '../../transport/model.ts';

/** The part of a session that cannot change a device. */
export interface Reader {
  read(step: ReadStep): Promise<Reply>;
}

/**
 * The only way in which reading code reaches a device: every line is looked up in the pack's read list first.
 * @throws Error on a line that is not on it, before anything is typed: a bug in a pack or in us
 */
export function readOnly(session: Session, driver: Pick<Driver, 'mayRead'>): Reader {
  return {
    async read({ line, at }) {
      // A line break would be a second command that nobody has looked up.
      if (/[\u0000-\u001f\u007f]/.test(line) || !driver.mayRead(line)) throw new Error(`not a read: ${JSON.stringify(line)}`);
      if (session.at !== at) await session.home();
      return session.send({ text: line, shown: line, at, prompt: at, intent: 'read', yes: false });
    },
  };
}
