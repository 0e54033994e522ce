/**
 * What a subscriber buys, as JSON Schema: services, management, TR-069, LAN, Wi-Fi. Nothing is required here: each of
 * these parts may be one layer of several (`extends`, OLT, PON, row); the resolver asks for what is missing in the end.
 */
import { about, define, flag, form, listOf, listOr, mapping, mappingOr, named, oneOf, orOff, ref, text, whole } from './words.ts';
import type { Schema } from './words.ts';

const vlanRange = form('[0-9]{1,4}(?: *- *[0-9]{1,4})?', 'a VLAN id or a range such as 100-110');

const uni: Schema = about('What the port carries: untagged, a VLAN id, [100-110], transparent or priority-tagged', listOr(
  listOf(vlanRange),
  form('untagged|transparent|priority-tagged|[0-9]{1,4}(?: *- *[0-9]{1,4})?(?: *, *[0-9]{1,4}(?: *- *[0-9]{1,4})?)*', 'untagged, transparent, priority-tagged, a VLAN id, or a list such as [100-110]'),
));

const vlan: Schema = define('vlan', about('VLAN of the service. A number sets pon and svlan alike', mappingOr(
  mapping({
    uni,
    pon: about('Tag between ONT and OLT', ref('vlanId')),
    svlan: about('Outer tag towards the network; pon when left out', ref('vlanId')),
    cvlan: about('Inner tag towards the network (QinQ)', ref('vlanId')),
  }),
  ref('vlanId'),
)));

const address: Schema = define('address', about('dhcp, or a static address', mappingOr(
  mapping({
    ip: about('Address of the ONT', ref('ipv4')),
    mask: about('Subnet mask', ref('ipv4')),
    gateway: about('Default gateway', ref('ipv4')),
    dns: about('One or two DNS servers', listOr(listOf(ref('ipv4')), form('[0-9.]+(?: *, *[0-9.]+)*', 'one or two IPv4 addresses'))),
  }),
  oneOf('dhcp'),
)));

const rates = (direction: string): Schema => about(`Guaranteed and peak bandwidth ${direction}`, mapping({
  fixed: about('Always reserved', ref('rate')),
  assured: about('Granted whenever it is asked for', ref('rate')),
  max: about('Never more than this', ref('rate')),
}));

const wan: Schema = define('wan', about('The routed connection the ONT makes', mapping({
  by: ref('writer'),
  type: about('How it gets its address', oneOf('dhcp', 'pppoe', 'static')),
  ip: about('IP versions', oneOf('v4', 'dual', 'v6')),
  username: about('PPPoE user name', text()),
  password: about('PPPoE password', ref('secret')),
  address: about('The static address', address),
  bind: about('Ports and SSIDs this connection serves', ref('ports')),
  nat: about('Network address translation', flag()),
})));

const multicast: Schema = define('multicast', about('Multicast (IPTV)', mapping({
  mvlan: about('Multicast VLAN of the OLT', ref('vlanId')),
  igmp: about('IGMP mode', oneOf('snooping', 'proxy')),
  maxGroups: about('Groups watched at the same time', whole(1, 4096)),
})));

const sip: Schema = define('sip', about('Voice on an analogue port', mapping({
  by: ref('writer'),
  pots: about('POTS port, from 1', whole(1, 8)),
  number: about('Telephone number', form('\\+?[0-9*#]{1,32}', 'a telephone number')),
  username: about('SIP user', text()),
  password: about('SIP password', ref('secret')),
  proxy: about('SIP proxy, host or host:port', text()),
  registrar: about('SIP registrar, host or host:port', text()),
})));

export const service: Schema = define('service', mapping({
  vlan,
  priority: ref('priority'),
  mode: about('bridge (default) or route', oneOf('bridge', 'route')),
  attach: about('Where the service leaves the ONT: eth1, eth1,eth4 or veip', ref('ports')),
  down: about('Speed towards the subscriber; no limit when left out', ref('rate')),
  up: about('Speed from the subscriber; the rate of the PON when left out', ref('rate')),
  qos: about('Finer bandwidth', mapping({ up: rates('from the subscriber'), down: rates('towards the subscriber') })),
  enforcedBy: about('Who limits the speed: the OLT (default), or the BRAS behind it', oneOf('olt', 'bras')),
  group: about('Services of one group share a T-CONT', form('[A-Za-z0-9_.-]{1,16}', 'a short name of letters, digits, dot, dash')),
  wan,
  multicast,
  sip,
  igmp: about('IGMP mode of a multicast service', oneOf('snooping', 'proxy')),
  macs: about('MAC addresses learned at most', whole(1, 255)),
  option82: about('Insert DHCP option 82 / PPPoE intermediate agent', flag()),
}));

export const services: Schema = define('services', about('What the subscriber buys, by name', {
  ...named(mappingOr(service, { 'x-expect': 'a mapping, or off', enum: ['off', false] })),
  propertyNames: { 'x-expect': 'a short name of letters, digits, dot, dash', pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,23}$' },
}));

export const management: Schema = define('management', about('The address the ONT itself holds, for its management', orOff(mapping({
  vlan, priority: ref('priority'), address,
}))));

export const tr069: Schema = define('tr069', about('The auto configuration server (ACS), or off', orOff(mapping({
  over: about('Which connection carries it', oneOf('management', 'internet')),
  url: ref('url'),
  username: about('User the ONT presents to the ACS', text()),
  password: about('Password the ONT presents to the ACS', ref('secret')),
  informInterval: about('Time between two Informs', ref('duration')),
  connectionRequest: about('What the ACS presents to the ONT', mapping({ username: about('User name', text()), password: about('Password', ref('secret')) })),
}))));

export const lan: Schema = define('lan', about('LAN side of a routing ONT', orOff(mapping({
  by: ref('writer'),
  ip: about('Address of the ONT in the LAN', ref('ipv4')),
  mask: about('Subnet mask of the LAN', ref('ipv4')),
  dhcp: about('DHCP server of the LAN, or off', orOff(mapping({
    from: about('First address handed out', ref('ipv4')),
    to: about('Last address handed out', ref('ipv4')),
    lease: about('Lease time', ref('duration')),
    dns: about('DNS servers handed out', listOr(listOf(ref('ipv4')), ref('ipv4'))),
    domain: about('Domain name handed out', text()),
  }))),
  ports: about('Ethernet ports by name', named(mapping({
    enabled: about('Port in use', flag()),
    speed: about('Fixed speed', oneOf('auto', '10', '100', '1000', '2500', '10000')),
    duplex: about('Fixed duplex', oneOf('auto', 'half', 'full')),
  }))),
}))));

export const wifi: Schema = define('wifi', about('Wireless networks', orOff(mapping({
  by: ref('writer'),
  country: about('Regulatory country, two letters', form('[A-Z]{2}', 'two capital letters such as DE')),
  ssids: about('Networks by port name: ssid1, ssid2', named(mapping({
    name: about('Network name (SSID)', form('.{1,32}', 'a network name of 1 to 32 characters')),
    passphrase: about('WPA passphrase', ref('secret')),
    security: about('Security', oneOf('open', 'wpa2', 'wpa2-wpa3', 'wpa3')),
    band: about('Radio band', oneOf('2.4', '5', '6', 'all')),
    hidden: about('Not announced', flag()),
    enabled: about('In use', flag()),
  }))),
  radios: about('Radios by band', named(mapping({
    channel: about('Channel number or auto', form('auto|[0-9]{1,3}', 'a channel number or auto')),
    width: about('Channel width in MHz', form('auto|20|40|80|160|320', 'auto, 20, 40, 80, 160 or 320')),
    power: about('Transmit power in per cent', whole(1, 100)),
    enabled: about('In use', flag()),
  }))),
}))));

export const firmware: Schema = define('firmware', about('Firmware the ONT should run', mapping({
  by: ref('writer'),
  version: about('Version as the ONT reports it', text()),
  url: about('Where the ACS fetches it', ref('url')),
  file: about('File name on the ACS or the OLT', text()),
})));

export const parameters: Schema = define('parameters', about('Free TR-069 parameters: path and value', named(text())));

export const authentication: Schema = define('authentication', about('How the ONT proves who it is: serial (default), password or loid', mappingOr(
  mapping({
    by: about('What proves it', oneOf('serial', 'password', 'loid')),
    loid: about('Logical ONT id', text()),
    password: about('Registration password', ref('secret')),
  }, ['by']),
  oneOf('serial', 'password', 'loid'),
)));

