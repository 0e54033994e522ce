import type { Driver } from '../packs/driver.ts';
import type { OltIntent } from '../profile/intent.ts';
import type { ConnectOptions } from './api.ts';
import { wayTo, type Way } from './connect.ts';
import { relativeFile } from './json.ts';
import { acceptingNew, openHostKeys } from './host-keys.ts';
import type { Subject } from './run/subject.ts';
import { openTranscript } from './transcript.ts';
import type { World } from './world.ts';

/** The ways of one run to its OLTs, with what they share: host keys and the transcript. */
export interface Ways {
  /** @param subjects gone through when an embedded simulator starts, or a place in a file is asked for */
  to(olt: OltIntent, driver: Driver, subjects: Iterable<Subject>): Way;
  close(): Promise<void>;
}

/** @throws Failure when the transcript cannot be written */
export async function openWays(world: World, options: ConnectOptions, opened: ReadonlyMap<string, string>): Promise<Ways> {
  const book = await openHostKeys(world);
  const transcript = options.transcript === undefined ? null : await openTranscript(world.cwd, options.transcript, world.clock, (olt, message) => options.onProgress?.({ kind: 'note', olt, message, grave: true }));
  return {
    to(olt, driver, subjects) {
      const note = (message: string): void => options.onProgress?.({ kind: 'note', olt: olt.name, message });
      const hostKeys = options.acceptNewHostKey === true
        ? acceptingNew(book, (key) => note(`accepted and recorded the new host key ${key.type} ${key.fingerprint}`))
        : book;
      return wayTo({
        world, olt, driver, opened, hostKeys, note, transcript: transcript?.for(olt.name, driver.shown),
        saving: (percent) => options.onProgress?.({ kind: 'saving', olt: olt.name, percent }),
        required: () => driver.requiredLines(subjects),
        written: (pointer) => {
          const [first] = subjects;
          const at = first?.intent.origin(`/olt/${pointer}`).at;
          return at ? `${relativeFile(at.file, world.cwd)}:${at.line}` : null;
        },
      });
    },
    close: async () => transcript?.close(),
  };
}
