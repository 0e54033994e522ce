/** ONT209: the OLT and the ACS, or two services, would both set one thing, and the last one wins until the next Inform. */
import type { Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent } from '../intent.ts';
import { portText } from '../resolve/reader.ts';
import { elsewhere, place } from './place.ts';

export function twoWriters(intent: Intent): Finding[] {
  return [...ownedTwice(intent), ...parametersAgainstParts(intent)];
}

/** Ports bound by two connections, bridged and bound at once; one telephone port in two services. */
function ownedTwice(intent: Intent): Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<string, { name: string; at: readonly string[] }>();
  const own = (thing: string, name: string, ...at: readonly string[]): void => {
    const before = owners.get(thing);
    if (before && before.name !== name) {
      findings.push(finding('ONT209', `${name} and ${before.name} both own ${thing}`, {
        hint: 'leave it to one of them', at: place(intent, ...at), related: elsewhere('the other one', place(intent, ...before.at)),
      }));
    } else owners.set(thing, { name, at });
  };
  for (const service of intent.services) {
    if (service.mode !== 'route') continue;
    for (const port of service.wan?.bind ?? []) own(physical(portText(port)), service.name, 'services', service.name, 'wan', 'bind');
    for (const port of service.attach) if (port.kind !== 'veip') own(physical(portText(port)), service.name, 'services', service.name, 'attach');
  }
  for (const service of intent.services) {
    if (service.sip) own(`pots${service.sip.pots}`, service.name, 'services', service.name, 'sip');
    if (service.mode === 'route') continue;
    for (const port of service.attach) {
      const before = owners.get(physical(portText(port)));
      if (before && port.kind !== 'veip') own(physical(portText(port)), service.name, 'services', service.name, 'attach');
    }
  }
  return findings;
}

/** Parts of the TR-069 data models (TR-098, TR-181, TR-104) that parts of a profile stand for. */
const MODELS: readonly { readonly part: 'wan' | 'wifi' | 'sip' | 'lan' | 'tr069'; readonly path: RegExp }[] = [
  { part: 'wifi', path: /\.WLANConfiguration\.|^Device\.WiFi\./ },
  { part: 'lan', path: /\.LANHostConfigManagement\.|^Device\.DHCPv4\.Server\./ },
  { part: 'sip', path: /\.VoiceService\./ },
  { part: 'wan', path: /\.WANDevice\.|^Device\.(?:PPP|IP|NAT)\./ },
  { part: 'tr069', path: /\.ManagementServer\.(?:URL|Username|Password|PeriodicInformInterval|ConnectionRequest)/ },
];

function parametersAgainstParts(intent: Intent): Finding[] {
  const findings: Finding[] = [];
  for (const path of Object.keys(intent.parameters ?? {})) {
    const part = MODELS.find((model) => model.path.test(path))?.part;
    const owner = part && ownerOf(intent, part);
    if (!part || !owner) continue;
    findings.push(finding('ONT209', `${path} is written by parameters and by ${owner.name} (${owner.by})`, {
      hint: 'remove the parameter, or let the other say by: none', at: place(intent, 'parameters', path), related: elsewhere('the other one', place(intent, ...owner.at)),
    }));
  }
  return findings;
}

function ownerOf(intent: Intent, part: (typeof MODELS)[number]['part']): { name: string; by: string; at: readonly string[] } | undefined {
  switch (part) {
    case 'tr069': return intent.tr069 && { name: 'tr069', by: 'omci', at: ['tr069'] };
    case 'lan':
    case 'wifi': {
      const section = intent[part];
      return section && section.by !== 'none' ? { name: part, by: section.by, at: [part] } : undefined;
    }
    case 'wan':
    case 'sip': {
      const service = intent.services.find((candidate) => candidate[part] !== undefined && candidate[part].by !== 'none');
      return service && { name: `${service.name}.${part}`, by: service[part]!.by, at: ['services', service.name, part] };
    }
  }
}

/** `lan1` and `eth1` are one socket. */
function physical(port: string): string {
  return port.replace(/^lan/, 'eth');
}
