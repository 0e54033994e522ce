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
  /** `commit` in a printed service profile is not followed by `quit`. */
  readonly bareCommit: boolean;
  readonly sessions: number;
  /** Columns at which failures are broken over lines. */
  readonly failureWidth: number;
  /** Every so many lines an alarm falls into the output; 0 = never. */
  readonly alarmEvery: number;
  readonly crlfIsTwo: boolean;
  /** A banner after the login wants YES before anything else. */
  readonly pledge: boolean;
  readonly plugged: 'all' | readonly Plugged[];
}

const NAMES = ['sysname', 'release', 'mode', 'epon', 'uplink', 'online-ms', 'online-lines', 'save-ms', 'save-blocks', 'plugged', 'refuses', 'asks',
  'acs-password', 'wan', 'sessions', 'failure-width', 'alarm-every', 'crlf', 'pledge'] as const;

/**
 * Options by name: `sysname`, `release` (R019), `mode` (profile | distributed), `epon` (yes), `uplink` (0/9), `online-ms`,
 * `online-lines`, `save-ms`, `save-blocks` (yes), `plugged` (0/1/3=HWTCA1B2C3D4,… or none), `refuses`, `asks` (few | all), `acs-password` (no), `wan` (no), `sessions`, `failure-width`,
 * `alarm-every`, `crlf` (one), `pledge` (yes).
 */
export function readSettings(options: HuaweiOptions): Settings {
  const set = options.set ?? {};
  for (const name of Object.keys(set)) {
    if (!NAMES.some((known) => known === name)) {
      throw new Failure(`unknown simulator option ${name}`, { code: 'simulator-option', exitCode: EXIT.usage, hint: `known: ${NAMES.join(', ')}` });
    }
  }
  const model = (options.model ?? 'MA5800').toUpperCase();
  const family = /^MA56/.test(model) ? 'MA5600T' : 'MA5800';
  const old = family === 'MA5600T';
  const release = set['release'] ?? (old ? 'R018' : 'R019');
  const number = (name: string, usual: number): number => Number(set[name] ?? usual);
  return {
    family, release, sysname: set['sysname'] ?? family, distributed: set['mode'] === 'distributed', epon: set['epon'] === 'yes',
    uplink: set['uplink'] ?? '0/9', onlineMs: number('online-ms', 0), onlineLines: number('online-lines', 0), saveMs: number('save-ms', 40), saveBlocks: set['save-blocks'] === 'yes',
    refuses: (set['refuses'] ?? '').split(';').map((line) => line.trim()).filter((line) => line !== ''),
    asks: set['asks'] === 'all' || (old && set['asks'] !== 'few') ? 'all' : 'few',
    acsPassword: set['acs-password'] !== 'no', wan: set['wan'] !== 'no', bareCommit: /^R02[2-9]/.test(release),
    sessions: number('sessions', 4), failureWidth: number('failure-width', 60), alarmEvery: number('alarm-every', 0),
    crlfIsTwo: set['crlf'] !== 'one', pledge: set['pledge'] === 'yes', plugged: options.plugged ?? readPlugged(set['plugged']),
  };
}

/** `0/1/3=HWTCA1B2C3D4,0/1/4=…`; `none` for a dark network. @throws Failure */
function readPlugged(text: string | undefined): 'all' | Plugged[] {
  if (text === undefined || text === 'all') return 'all';
  if (text === 'none') return [];
  return text.split(',').map((one) => {
    const [port, written] = one.trim().split('=');
    const serial = parseSerial(written ?? '');
    if (!port || serial === null) {
      throw new Failure(`not an ONT on a port: ${one}`, { code: 'simulator-option', exitCode: EXIT.usage, hint: 'write plugged=0/1/3=HWTCA1B2C3D4,0/1/4=…' });
    }
    return { port, serial };
  });
}
