/** TR-069 and what it runs over. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent } from '../intent.ts';
import { place } from './place.ts';

/** ONT211 */
export function httpAcs(intent: Intent): Finding[] {
  if (!intent.tr069 || !/^http:\/\//i.test(intent.tr069.url)) return [];
  return [finding('ONT211', 'the ACS is addressed over http: passwords and configuration travel in clear', { hint: 'use https where the ACS can', at: place(intent, 'tr069', 'url') })];
}

/** ONT222 */
export function tr069Path(intent: Intent): Finding[] {
  if (!intent.tr069) return [];
  const at = (): Finding['at'] => place(intent, 'tr069', 'over');
  if (intent.tr069.over === 'management' && !intent.management) {
    return [finding('ONT222', 'tr069 runs over management, but there is no management', { hint: 'add management: { vlan: 20, address: dhcp }, or write over: internet', at: at() })];
  }
  if (intent.tr069.over === 'internet' && !internetService(intent)) {
    return [finding('ONT222', 'tr069 runs over internet, but no service is routed', { hint: 'make a service mode: route with wan:, or write over: management', at: at() })];
  }
  return [];
}

/** ONT222 as a warning: the ACS may be found by DHCP, which a profile cannot know. */
export function writersWithoutAcs(intent: Intent): Finding[] {
  if (intent.tr069) return [];
  const parts: (readonly string[])[] = [];
  for (const service of intent.services) {
    if (service.wan?.by === 'tr069') parts.push(['services', service.name, 'wan']);
    if (service.sip?.by === 'tr069') parts.push(['services', service.name, 'sip']);
  }
  if (intent.wifi?.by === 'tr069') parts.push(['wifi']);
  if (intent.lan?.by === 'tr069') parts.push(['lan']);
  return parts.map((steps) => finding('ONT222', `${steps.slice(-2).join('.')} is left to the ACS, but the profile has no tr069`, {
    severity: 'warning', hint: 'add tr069:, unless the ONT learns its ACS by DHCP', at: place(intent, ...steps),
  }));
}

/** The routed service TR-069 uses: the one called internet, else the first. */
export function internetService(intent: Intent): Intent['services'][number] | undefined {
  const routed = intent.services.filter((service) => service.mode === 'route');
  return routed.find((service) => service.name === 'internet') ?? routed[0];
}
