import { Failure } from '../../kernel/failure.ts';
import type { Aim, Subject } from '../run/subject.ts';
import type { ClaimBook } from './book.ts';

/**
 * After a verified run: what was taken away is nobody's any more, and what a new terminal took over stays adopted. A book that cannot
 * be written is no failure of the run: its claims hold for nothing that is not there, and for no other ONT.
 */
export async function settleClaims(book: ClaimBook, { goal, formerSerial }: Aim, { intent }: Subject): Promise<void> {
  if (goal === 'remove') book.release(intent);
  else if (goal === 'replace' && formerSerial !== undefined) book.follow(formerSerial, intent);
  else return;
  try {
    await book.save();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
