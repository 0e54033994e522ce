/** Services among themselves, routing and voice. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent } from '../intent.ts';
import { elsewhere, place } from './place.ts';

/** ONT201: a GEM port is chosen by tag and priority; two flows that share both cannot be told apart. */
export function indistinguishable(intent: Intent): Finding[] {
  const findings: Finding[] = [];
  const first = new Map<string, readonly string[]>();
  const look = (name: string, pointer: readonly string[], pon: number, priority: number): void => {
    if (pon === 0) return; // a VLAN that could not be read
    const id = `${pon}/${priority}`;
    const before = first.get(id);
    if (!before) {
      first.set(id, pointer);
      return;
    }
    findings.push(finding('ONT201', `${name} and ${before.at(-1)!} both use VLAN ${pon} with priority ${priority} on the PON: the ONT cannot tell them apart`, {
      hint: 'give one of them another VLAN or another priority',
      at: place(intent, ...pointer, 'vlan'), related: elsewhere('the other one', place(intent, ...before, 'vlan')),
    }));
  };
  if (intent.management) look('management', ['management'], intent.management.vlan.pon, intent.management.priority);
  for (const service of intent.services) look(service.name, ['services', service.name], service.vlan.pon, service.priority);
  return findings;
}

/** ONT223 */
export function routing(intent: Intent): Finding[] {
  return intent.services.flatMap((service) => {
    if (service.mode === 'route' && !service.wan) {
      return [finding('ONT223', `${service.name} is routed but has no wan`, { hint: 'add wan: { type: dhcp }, or mode: bridge', at: place(intent, 'services', service.name, 'mode') })];
    }
    if (service.mode === 'bridge' && service.wan) {
      return [finding('ONT223', `${service.name} has a wan but is bridged`, { hint: 'add mode: route, or remove wan', at: place(intent, 'services', service.name, 'wan') })];
    }
    return [];
  });
}

/** ONT224 */
export function voice(intent: Intent): Finding[] {
  return intent.services.flatMap((service) => {
    const sip = service.sip;
    if (!sip) return [];
    const at = (): Finding['at'] => place(intent, 'services', service.name, 'sip');
    if (service.wan) return [finding('ONT224', `${service.name} is a voice service and a routed connection at once`, { hint: 'make two services of it', at: at() })];
    if (sip.by !== 'omci') return [];
    const missing = (['number', 'username', 'password'] as const).filter((part) => sip[part] === undefined);
    if (missing.length === 0) return [];
    return [finding('ONT224', `voice over OMCI needs ${missing.join(', ')}`, { hint: `add ${missing.map((part) => `${part}:`).join(' ')} or let the ACS do it: by: tr069`, at: at() })];
  });
}
