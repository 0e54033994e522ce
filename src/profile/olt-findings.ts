/** What is wrong with an OLT's own entry, whoever hangs on it: looked at once per OLT. */
import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import { child, placeOf, pointerTo, textOf } from './node.ts';
import type { NamedPart } from './project.ts';
import { isGuessable } from './rules/secrets.ts';

export function oltFindings(part: NamedPart): Finding[] {
  return [...telnet(part), ...['password', 'enablePassword'].flatMap((name) => secret(part, name))];
}

/** ONT214 */
function telnet(part: NamedPart): Finding[] {
  const node = child(part.node, 'transport');
  if (textOf(node) !== 'telnet' || !node || textOf(child(part.node, 'host')) === 'simulator') return [];
  return [finding('ONT214', `${part.name} is reached over Telnet: the login travels in clear`, { hint: 'use transport: ssh where the OLT has it', at: placeOf(node, part.pointer + pointerTo('transport')) })];
}

/** ONT212, ONT213, ONT238 */
function secret(part: NamedPart, name: string): Finding[] {
  const node = child(part.node, name);
  if (!node) return [];
  const at = placeOf(node, part.pointer + pointerTo(name), part.node.entries.get(name));
  if (node.kind === 'map') {
    const kind = [...node.entries.keys()][0];
    if (kind !== 'column' && kind !== 'generate') return [];
    return [finding('ONT238', `the ${name} of an OLT cannot come from ${kind === 'column' ? 'a column of subscribers' : 'a generator'}`, { hint: 'use { env: NAME }, { file: PATH } or { command: LINE }', at })];
  }
  const text = textOf(node) ?? '';
  const findings = [finding('ONT212', `the ${name} of ${part.name} is written in plain text`, { hint: 'refer to it: { env: NAME }, { file: PATH } or { command: LINE }', at })];
  if (isGuessable(text, textOf(child(part.node, 'username')))) findings.push(finding('ONT213', `the ${name} of ${part.name} is easy to guess`, { hint: 'choose a longer, random one', at }));
  return findings;
}
