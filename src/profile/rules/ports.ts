/** Ports: those the hardware lacks, and those two services would take. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent, OntHardware, PortName, ServiceIntent } from '../intent.ts';
import { portText } from '../resolve/reader.ts';
import { elsewhere, place } from './place.ts';

/** ONT203 */
export function missingPorts(intent: Intent): Finding[] {
  const findings: Finding[] = [];
  const look = (port: PortName, ...steps: readonly string[]): void => {
    if (hasPort(intent.ont, port)) return;
    findings.push(finding('ONT203', `${intent.ont.name ?? 'the ONT'} has no ${portText(port)}: ${portsOf(intent.ont)}`, {
      hint: 'attach the service to a port the ONT has, or correct ont:', at: place(intent, ...steps), related: elsewhere('the hardware', place(intent, 'ont')),
    }));
  };
  for (const service of intent.services) {
    for (const port of service.attach) look(port, 'services', service.name, 'attach');
    for (const port of service.wan?.bind ?? []) look(port, 'services', service.name, 'wan', 'bind');
    if (service.sip) look({ kind: 'pots', number: service.sip.pots }, 'services', service.name, 'sip');
  }
  if (intent.catv && !intent.ont.catv) {
    findings.push(finding('ONT203', `${intent.ont.name ?? 'the ONT'} has no CATV port`, { hint: 'remove catv:, or correct ont:', at: place(intent, 'catv') }));
  }
  return findings;
}

/** ONT231: a port has one meaning for untagged frames, and one for each tag. */
export function untaggedTwice(intent: Intent): Finding[] {
  const findings: Finding[] = [];
  const taken = new Map<string, ServiceIntent>();
  for (const service of intent.services) {
    if (service.mode === 'route') continue;
    for (const port of service.attach) {
      if (port.kind === 'veip') continue;
      const tag = service.vlan.uni;
      const what = tag.kind === 'vlan' ? `VLAN ${tag.vlan}` : tag.kind === 'vlans' ? '' : tag.kind === 'transparent' ? 'everything' : 'untagged frames';
      if (what === '') continue;
      const name = port.kind === 'lan' ? `eth${port.number}` : portText(port);
      const before = taken.get(`${name} ${what}`);
      if (!before) {
        taken.set(`${name} ${what}`, service);
        continue;
      }
      findings.push(finding('ONT231', `${service.name} and ${before.name} both take ${what} of ${name}`, {
        hint: 'attach one of them to another port, or give it a tag: vlan: { uni: 100, pon: 100 }',
        at: place(intent, 'services', service.name, 'attach'), related: elsewhere('the other one', place(intent, 'services', before.name, 'attach')),
      }));
    }
  }
  return findings;
}

function hasPort(ont: OntHardware, port: PortName): boolean {
  switch (port.kind) {
    case 'veip': return ont.veip;
    case 'pots': return port.number <= ont.pots;
    case 'ssid': return port.number <= ont.ssids;
    case 'eth':
    case 'lan': return port.number <= ont.eth;
  }
}

function portsOf(ont: OntHardware): string {
  const parts = [`${ont.eth} eth`, `${ont.pots} pots`];
  if (ont.ssids > 0) parts.push(`${ont.ssids} ssid`);
  parts.push(ont.veip ? 'a veip' : 'no veip');
  return `it has ${parts.join(', ')}`;
}
