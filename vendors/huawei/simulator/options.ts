/** What one can order of this simulator. */
import { EXIT } from '../../../src/kernel/exit.ts';
import { Failure } from '../../../src/kernel/failure.ts';
import { parseSerial } from '../../../src/kernel/serial.ts';
import type { SimulatorOptions } from '../../../src/sim/device.ts';

/** An ONT on the fibre, whether the box knows it or not. */
export interface Plugged { readonly port: string; readonly serial: string; readonly equipment?: string; }

export interface HuaweiOptions extends SimulatorOptions {
  /** `all` (default): every ONT that is added has been plugged in. A list: those are, others stay offline; unknown ones are auto-found. */
  readonly plugged?: 'all' | readonly Plugged[];
}

export interface Settings {
  readonly family: 'MA5800' | 'MA5600T';
  /** Host name. */
  readonly sysname: string;
  readonly release: string;
  readonly distributed: boolean;
  /** Slot 0/3 holds an EPON board. */
  readonly epon: boolean;
  readonly uplink: string;
  /** An ONT comes online that long after it was added, activated or reset; and after so many lines were typed. */
  readonly onlineMs: number;
  readonly onlineLines: number;
  readonly saveMs: number;
  /** While a save runs, nothing can be configured. */
  readonly saveBlocks: boolean;
  /** Beginnings of lines that this release does not know: `undo smart;mmi-mode`. */
  readonly refuses: readonly string[];
  /** The whole list of y/n questions, or the few every release asks. */
  readonly asks: 'few' | 'all';
  /** `user "u" "p"` in TR-069 profiles. */
  readonly acsPassword: boolean;
  /** `ont wan-profile`, `wan-config` and `internet-config` exist. */
  readonly wan: boolean;
  /** R022 and later print some things differently: no `quit` after the `commit` of a service profile, multicast members as lists. */
  readonly recent: boolean;
  readonly sessions: number;
  /** Columns at which failures are broken over lines. */
  readonly failureWidth: number;
  /** Every so many lines an alarm falls into the output; 0 = never. */
  readonly alarmEvery: number;
  /** Every so many ms an alarm comes by itself; 0 = never. */
  readonly alarmMs: number;
  /** A session that says nothing for so long is closed; 0 = never. */
  readonly idleMs: number;
  readonly crlfIsTwo: boolean;
  /** Refuses what no source shows refused, but would lead nowhere: service-ports of a VLAN that their GEM port does not map. */
  readonly strict: boolean;
  /** Octets kept of what is typed while a line is worked on; 0 = all. */
  readonly typeAhead: number;
  /** A banner after the login wants YES before anything else. */
  readonly pledge: boolean;
  readonly plugged: 'all' | readonly Plugged[];
}

/** What each option may be: a number, one of some words, or any text. */
const KINDS = {
  sysname: 'text', release: 'text', mode: ['profile', 'distributed'], epon: ['yes', 'no'], uplink: 'text', 'online-ms': 'number', 'online-lines': 'number',
  'save-ms': 'number', 'save-blocks': ['yes', 'no'], plugged: 'text', refuses: 'text', asks: ['few', 'all'], 'acs-password': ['yes', 'no'], wan: ['yes', 'no'],
  sessions: 'number', 'failure-width': 'number', 'alarm-every': 'number', 'alarm-ms': 'number', 'idle-ms': 'number', crlf: ['one', 'two'], strict: ['yes', 'no'], 'type-ahead': 'number', pledge: ['yes', 'no'],
} as const satisfies Record<string, 'text' | 'number' | readonly string[]>;

type Name = keyof typeof KINDS;

/** Reads options by name, as `KINDS` lists them; those not given are as on a usual box of the family. @throws Failure `simulator-option` */
export function readSettings(options: HuaweiOptions): Settings {
  const set = checked(options.set ?? {});
  const family = /^MA56/i.test(options.model ?? '') ? 'MA5600T' : 'MA5800';
  const old = family === 'MA5600T';
  const release = set.release ?? (old ? 'R018' : 'R019');
  const number = (name: Name, usual: number): number => Number(set[name] ?? usual);
  return {
    family, release, recent: /^R02[2-9]/.test(release), sysname: set.sysname ?? family, distributed: set.mode === 'distributed', epon: set.epon === 'yes',
    uplink: set.uplink ?? '0/9', onlineMs: number('online-ms', 0), onlineLines: number('online-lines', 0), saveMs: number('save-ms', 40), saveBlocks: set['save-blocks'] === 'yes',
    refuses: (set.refuses ?? '').split(';').map((line) => line.trim()).filter((line) => line !== ''),
    asks: set.asks ?? (old ? 'all' : 'few'), acsPassword: set['acs-password'] !== 'no', wan: set.wan !== 'no',
    sessions: number('sessions', 4), failureWidth: number('failure-width', 60), alarmEvery: number('alarm-every', 0), alarmMs: number('alarm-ms', 0), idleMs: number('idle-ms', 0),
    crlfIsTwo: set.crlf !== 'one', strict: set.strict !== 'no', typeAhead: number('type-ahead', 0), pledge: set.pledge === 'yes', plugged: options.plugged ?? readPlugged(set.plugged),
  };
}

type Checked = { readonly [K in Name]?: (typeof KINDS)[K] extends readonly string[] ? (typeof KINDS)[K][number] : string };

function checked(set: Readonly<Record<string, string>>): Checked {
  for (const [name, value] of Object.entries(set)) {
    const kind: 'text' | 'number' | readonly string[] | undefined = Object.hasOwn(KINDS, name) ? KINDS[name as Name] : undefined;
    if (kind === undefined) throw wrong(`unknown simulator option ${name}`, `known: ${Object.keys(KINDS).join(', ')}`);
    if (kind === 'number' && !/^\d+$/.test(value)) throw wrong(`simulator option ${name} is no number: ${value}`, `write ${name}=100`);
    if (typeof kind !== 'string' && !kind.includes(value)) throw wrong(`simulator option ${name} cannot be ${value}`, `write ${kind.map((word) => `${name}=${word}`).join(' or ')}`);
  }
  return set;
}

function wrong(message: string, hint: string): Failure {
  return new Failure(message, { code: 'simulator-option', exitCode: EXIT.usage, hint });
}

/** `0/1/3=HWTCA1B2C3D4,0/1/4=…`; `none` for a dark network. @throws Failure */
function readPlugged(text: string | undefined): 'all' | Plugged[] {
  if (text === undefined || text === 'all') return 'all';
  if (text === 'none') return [];
  return text.split(',').map((one) => {
    const [port, written] = one.trim().split('=');
    const serial = parseSerial(written ?? '');
    if (!port || serial === null) {
      throw wrong(`not an ONT on a port: ${one}`, 'write plugged=0/1/3=HWTCA1B2C3D4,0/1/4=…');
    }
    return { port, serial };
  });
}
