import type { Progress } from '../api.ts';
import type { World } from '../world.ts';
import { openClaimBook, type ClaimBook } from './book.ts';

/** What was adopted on an OLT, for whoever plans on it. A book that cannot be read is no reason to stop: it is said, and nothing counts as adopted. */
export async function adoptedOn(world: Pick<World, 'state'>, { olt, identity }: { readonly olt: string; readonly identity: string }, emit: (event: Progress) => void): Promise<ClaimBook> {
  const book = await openClaimBook(world.state, identity);
  if (book.unreadable !== null) emit({ kind: 'note', olt, message: `${book.unreadable}: it is passed over, and what was adopted counts as unmanaged` });
  return book;
}
