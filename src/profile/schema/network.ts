/** The network and its subscribers, as JSON Schema: OLTs, hardware types, rows. */
import { authentication, firmware, lan, management, parameters, services, tr069, wifi } from './service.ts';
import { about, define, flag, form, listOf, listOr, mapping, mappingOr, named, oneOf, ref, text, whole } from './words.ts';
import type { Schema } from './words.ts';

export const technology: Schema = define('technology', about('PON technology; read from the board when left out', oneOf('gpon', 'xgs-pon', 'epon')));

export const hardware: Schema = define('hardware', about('Ports of the ONT', mapping({
  type: about('Name of a hardware type to start from', text()),
  eth: about('Ethernet ports', whole(0, 64)),
  pots: about('Analogue telephone ports', whole(0, 64)),
  ssids: about('Wireless networks', whole(0, 16)),
  veip: about('Has a virtual Ethernet interface point: a routing ONT', flag()),
  catv: about('Has a CATV (RF video) port', flag()),
  technology,
  vendor: about('Who makes it', text()),
  notes: about('For people', text()),
})));

export const ont: Schema = define('ont', about('Hardware: a type by name, or its ports', mappingOr(hardware, text('the name of a hardware type, or its ports'))));

/** What a profile says, and what OLT, PON and row may say differently. */
export const layered: Readonly<Record<string, Schema>> = {
  ont, technology, management, tr069, services, authentication, lan, wifi, firmware, parameters,
  catv: about('CATV (RF video) on', flag()),
  description: about('Description of the ONT on the OLT', text()),
};

const { ont: _type, description: _text, ...shared } = layered;

const vars: Schema = about('Values for ${name}', named(text()));

const ponEntry: Schema = define('ponEntry', about('What holds for these PONs; any other scalar is a value for ${pon.name}', {
  ...mapping({ ...shared, ont, vars, svlan: about('Usual outer VLAN, as ${pon.svlan}', ref('vlanId')) }),
  additionalProperties: text(),
}));

const algorithms: Schema = listOr(listOf(text()), text());

/** What stands before an `@` is for `username` and `password`. */
const host: Schema = form('[^@\\s]+', 'a name or address, without user and password');

/** Who logs in: to an OLT, or to the host on the way to it. */
const identity = {
  key: about('Path of a private key', text()),
  keys: about('Paths of private keys', listOf(text())),
  passphrase: about('Passphrase of the key', ref('secret')),
  agent: about('Use the keys of the SSH agent (SSH_AUTH_SOCK)', flag()),
};

const jump: Schema = about('Host to log in to first: user@host:port, or a mapping', mappingOr(mapping({
  host: about('Name or address', host),
  port: about('TCP port', whole(1, 65535)),
  username: about('Login name; the name for the OLT if absent', text()),
  password: about('Login password', ref('secret')),
  ...identity,
  legacyAlgorithms: about('Also offer old key exchanges, ciphers and host keys to this host', flag()),
}, ['host']), form('(?:[^@:\\s]+@)?[^@\\s]+', 'user@host, user@host:port or a mapping')));

const ssh: Schema = about('SSH options', mapping({
  legacyAlgorithms: about('Also offer old key exchanges, ciphers and host keys', flag()),
  keepAlive: about('Time between keep-alive packets, or off', form('off|[1-9][0-9]{0,9}[smhd]?', 'a duration such as 30s, or off')),
  ...identity,
  jump,
  readyTimeout: about('Time for connecting and logging in', ref('duration')),
  algorithms: about('Algorithms by kind, in order of preference', mapping({
    kex: about('Key exchanges', algorithms),
    cipher: about('Ciphers', algorithms),
    serverHostKey: about('Host key types', algorithms),
    hmac: about('Message authentication codes', algorithms),
    compress: about('Compressions', algorithms),
  })),
}));

const windowLines: Schema = whole(1, 16);

export const olt: Schema = define('olt', mapping({
  ...shared,
  vendor: about('Vendor pack, see `ont-prov vendors list`', form('[a-z0-9][a-z0-9_-]*', 'the id of a vendor pack, in lower case')),
  model: about('Model, where the pack tells several apart', text()),
  host: about('Name or address of the OLT; simulator starts an embedded one', host),
  port: about('TCP port', whole(1, 65535)),
  transport: about('ssh (default) or telnet', oneOf('ssh', 'telnet')),
  username: about('Login name', text()),
  password: about('Login password', ref('secret')),
  enablePassword: about('Password of the privileged mode', ref('secret')),
  writes: about('deny makes every writing command refuse', oneOf('allow', 'deny')),
  manage: about('Network-plan objects that may be created: vlans, uplinks, …', listOr(listOf(text()), text())),
  uplinks: about('Uplink ports the VLANs must be on', listOr(listOf(text()), text())),
  vars,
  use: about('The site\'s own objects: numbers or names to use instead of making new ones', {
    ...mapping({
      lineProfile: about('Line profile', text()),
      srvProfile: about('Service profile', text()),
      traffic: about('Traffic profiles by rate label', named(text())),
      dba: about('DBA profiles by rate label', named(text())),
      gem: about('GEM ports by service name', named(text())),
      acsProfile: about('TR-069 server profile', text()),
      wanProfile: about('WAN profile', text()),
      sipAgent: about('SIP agent profile', text()),
    }),
    additionalProperties: mappingOr(named(text()), text()),
  }),
  pons: about('What holds for some PONs, by pattern: "0/1/*", "0/2/0-7"', named(ponEntry)),
  ssh,
  window: about('Lines that may be on their way at a time, for links with a long round trip; with a mapping also what the box keeps of them', mappingOr(mapping({
    lines: about('Lines on their way at a time; 1 is line by line', windowLines),
    typeAhead: about('Octets that this very box keeps of what is typed ahead; absent: what the pack says', whole(80, 65536)),
  }, ['lines']), windowLines)),
}, ['vendor']));

export const target: Schema = define('target', {
  ...mapping({
    ...layered,
    key: about('Stable name of the subscriber', text()),
    state: about('active (default), suspended or absent', oneOf('active', 'suspended', 'absent')),
    profile: about('Name of the profile', text()),
    olt: about('Name of the OLT', text()),
    pon: about('PON as the box prints it: 0/1/3; with ONT id 0/1/3/5', text()),
    id: about('ONT id on the PON; chosen when left out', whole(0, 1023)),
    serial: about('Serial number: 4 letters + 8 hex digits, or 16 hex digits', text()),
    mac: about('MAC address (EPON)', form('[0-9A-Fa-f]{2}(?:[:.-]?[0-9A-Fa-f]{2}){5}', 'a MAC address such as 00:11:22:33:44:55')),
    loid: about('Logical ONT id, for authentication: loid', text()),
    password: about('Registration password, for authentication: password or loid', ref('secret')),
    vars,
  }),
  description: 'One subscriber. Other scalars are the subscriber\'s own columns, for ${name}',
  additionalProperties: text(),
});
