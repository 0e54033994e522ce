/** Texts that end on a terminal, and identities that fit the technology. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent } from '../intent.ts';
import { place } from './place.ts';

/** ONT210: a line break would be a second command; what cannot be seen makes two texts look alike; `?` asks a device for help in the middle of a line. */
export function terminalText(intent: Intent): Finding[] {
  const findings: Finding[] = [];
  for (const { text, steps, name } of texts(intent)) {
    const control = /[\p{Cc}\p{Cf}\u2028\u2029]/u.exec(text);
    if (control) {
      const what = control[0] === '\n' || control[0] === '\r' ? 'a line break' : `the ${/\p{Cc}/u.test(control[0]) ? 'control' : 'invisible'} character U+${control[0].codePointAt(0)!.toString(16).padStart(4, '0').toUpperCase()}`;
      findings.push(finding('ONT210', `${name} holds ${what}`, { hint: 'write it in one line of printable characters', at: place(intent, ...steps) }));
    } else if (name === 'description' && text.includes('?')) {
      findings.push(finding('ONT210', 'description holds ?, the help key of device terminals', { hint: 'leave it out', at: place(intent, ...steps) }));
    }
  }
  return findings;
}

/** ONT229 */
export function identityFits(intent: Intent): Finding[] {
  if (intent.technology === 'epon' && intent.mac === undefined && intent.authentication.by !== 'loid') {
    return [finding('ONT229', 'an EPON ONT is known by its MAC address', { hint: 'add mac:', at: place(intent, 'serial') })];
  }
  if (intent.technology !== undefined && intent.technology !== 'epon' && intent.serial === undefined && intent.authentication.by === 'serial') {
    return [finding('ONT229', `a ${intent.technology} ONT is known by its serial number`, { hint: 'add serial:', at: place(intent, 'key') })];
  }
  return [];
}

function* texts(intent: Intent): Generator<{ text: string; name: string; steps: readonly string[] }> {
  if (intent.description !== undefined) yield { text: intent.description, name: 'description', steps: ['description'] };
  yield { text: intent.key, name: 'key', steps: ['key'] };
  if (intent.authentication.by === 'loid') yield { text: intent.authentication.loid, name: 'loid', steps: ['authentication'] };
  if (intent.tr069) {
    yield { text: intent.tr069.url, name: 'url', steps: ['tr069', 'url'] };
    if (intent.tr069.username !== undefined) yield { text: intent.tr069.username, name: 'username', steps: ['tr069', 'username'] };
  }
  for (const service of intent.services) {
    const steps = ['services', service.name];
    if (service.wan?.how.how === 'pppoe') yield { text: service.wan.how.username, name: 'username', steps: [...steps, 'wan', 'username'] };
    for (const part of ['number', 'username', 'proxy', 'registrar'] as const) {
      const text = service.sip?.[part];
      if (text !== undefined) yield { text, name: part, steps: [...steps, 'sip', part] };
    }
  }
}
