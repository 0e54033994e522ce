/** Everything a profile may say field by field and still not mean together. One function and one code each; vendors are not known here. */
import type { Finding } from '../../kernel/finding.ts';
import type { Intent } from '../intent.ts';
import { addressFindings } from './addresses.ts';
import { impossibleRates } from './bandwidth.ts';
import { httpAcs, tr069Path, writersWithoutAcs } from './management.ts';
import { missingPorts, untaggedTwice } from './ports.ts';
import { guessableSecrets, plainSecrets } from './secrets.ts';
import { indistinguishable, routing, voice } from './services.ts';
import { identityFits, terminalText } from './texts.ts';
import { twoWriters } from './writers.ts';

/** A rule looks at one subscriber and says what is wrong. */
export type Rule = (intent: Intent) => Finding[];

export const RULES: readonly Rule[] = [
  indistinguishable, missingPorts, untaggedTwice, impossibleRates, twoWriters, terminalText, httpAcs, plainSecrets, guessableSecrets,
  tr069Path, writersWithoutAcs, routing, voice, addressFindings, identityFits,
];

export function checkRules(intent: Intent, report: (found: Finding) => void): void {
  for (const rule of RULES) for (const found of rule(intent)) report(found);
}

