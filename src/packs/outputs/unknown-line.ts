import { Failure } from '../../kernel/failure.ts';
import { maskSecrets } from '../../kernel/mask-secrets.ts';

/** A line of an answer that the pack does not know. @param number from 1 */
export function unknownLine(output: string, number: number, text: string, why: string): Failure {
  return new Failure(`the answer of ${output}, line ${number}: ${why}: ${maskSecrets(text.trim()).slice(0, 120)}`,
    { code: 'unknown-output', exitCode: 5, hint: 'this release prints it differently: nothing of it was believed; keep the transcript (--transcript FILE) and report it' });
}
