/** ONT236: static addresses that cannot work. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent, Ipv4Address } from '../intent.ts';
import { isIpv4 } from '../resolve/reader.ts';
import { place } from './place.ts';

export function addressFindings(intent: Intent): Finding[] {
  const findings = intent.management ? check(intent, intent.management.address, 'management', 'address') : [];
  for (const { name, wan } of intent.services) {
    if (wan && wan.how.how !== 'pppoe') findings.push(...check(intent, wan.how, 'services', name, 'wan', 'address'));
  }
  return findings;
}

function check(intent: Intent, address: Ipv4Address, ...steps: readonly string[]): Finding[] {
  if (address.how === 'dhcp') return [];
  const wrong = (part: string, message: string, hint: string): Finding[] => [finding('ONT236', message, { hint, at: place(intent, ...steps, part) })];
  const mask = number(address.mask);
  const inverted = ~mask >>> 0;
  if ((inverted & (inverted + 1)) !== 0 || mask === 0) return wrong('mask', `${address.mask} is no subnet mask`, 'write a mask such as 255.255.255.0');
  if ((number(address.ip) & mask) !== (number(address.gateway) & mask)) return wrong('gateway', `the gateway ${address.gateway} is outside the subnet of ${address.ip}`, 'correct gateway, ip or mask');
  if (address.ip === address.gateway) return wrong('gateway', 'the gateway is the address of the ONT itself', 'give one of them another address');
  const bad = address.dns.find((server) => !isIpv4(server));
  if (bad !== undefined) return wrong('dns', `${JSON.stringify(bad)} is no IPv4 address`, 'write addresses of DNS servers');
  return address.dns.length > 2 ? wrong('dns', 'an ONT takes at most two DNS servers', 'keep two') : [];
}

function number(ip: string): number {
  return ip.split('.').reduce((value, part) => value * 256 + Number(part), 0) >>> 0;
}
