import type { Reader } from '../bytes/reader.ts';
import type { Given, Writer } from '../bytes/writer.ts';
import { field } from '../bytes/writer.ts';

/** A message while it is being decoded: the fields of the head are there, the body adds its own. */
export type Draft = Record<string, unknown>;

/**
 * Contents of one action in one direction: how they are read and how they are written, side by side.
 * What `read` leaves unread is kept in `trailing` when it is not mere padding; `write` need not care about it.
 */
export interface Body {
  read(r: Reader, m: Draft): void;
  write(w: Writer, m: Given): void;
}

/** No contents at all. */
export const empty: Body = { read: () => undefined, write: () => undefined };

/** A result and nothing else. */
export const resultOnly: Body = {
  read: (r, m) => { m.result = r.result(); },
  write: (w, m) => { w.u8(field(m, 'result', 15)); },
};

