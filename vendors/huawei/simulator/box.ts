/** The box all sessions share: tables, what is on the fibre, who is logged in, and the save that runs. */
import { vendorForm } from '../../../src/kernel/serial.ts';
import type { Clock } from '../../../src/kernel/world.ts';
import type { Plugged, Settings } from './options.ts';
import { emptyState, ontKey, type Board, type Ont, type State } from './state.ts';
import { alarmLines, stamp } from './words.ts';

/** Somebody's terminal, as far as the box cares. */
export interface Seat {
  readonly user: string;
  readonly address: string;
  readonly kind: string;
  tell(lines: readonly string[]): void;
  /** The same for alarms, which a session may have switched off. */
  alarm(lines: readonly string[]): void;
}

export class Box {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly seats = new Set<Seat>();
  state: State;
  saved: State;
  revision = 0;
  saving = false;
  /** Lines typed on the box so far. */
  lines = 0;
  lastLogin: { readonly kind: string; readonly address: string; readonly at: number } | null = null;
  failedLogins: { kind: string; address: string; at: number; times: number }[] = [];
  readonly #since = new Map<string, { at: number; lines: number }>();

  constructor(settings: Settings, clock: Clock) {
    this.settings = settings;
    this.clock = clock;
    this.state = emptyState(settings.sysname, boards(settings), settings.distributed);
    this.saved = structuredClone(this.state);
    if (settings.alarmMs > 0) this.#raiseAlarms();
  }

  get unsaved(): boolean {
    return JSON.stringify(this.state) !== JSON.stringify(this.saved);
  }

  /** The ONT begins to come up: added, activated, reset. */
  wake(key: string): void {
    this.#since.set(key, { at: this.clock.ticks(), lines: this.lines });
  }

  /** Whether the ONT runs. */
  online(port: string, id: number, ont: Ont): boolean {
    if (!ont.active || !this.plugged(port, ont)) return false;
    const since = this.#since.get(ontKey(port, id));
    if (!since) return true;
    return this.clock.ticks() - since.at >= this.settings.onlineMs && this.lines - since.lines >= this.settings.onlineLines;
  }

  plugged(port: string, ont: Ont): boolean {
    const { plugged } = this.settings;
    return plugged === 'all' || plugged.some((one) => one.port === port && one.serial === ont.serial);
  }

  /** What is on the fibre of searching ports and belongs to no ONT of the box. */
  autofound(): readonly Plugged[] {
    const { plugged } = this.settings;
    if (plugged === 'all') return [];
    const known = new Set(Object.values(this.state.onts).map((ont) => ont.serial));
    return plugged.filter((one) => this.state.autofind[one.port] && !known.has(one.serial));
  }

  /** Takes what runs as saved, and tells the seat how it goes, later. */
  save(seat: Seat): void {
    this.saved = structuredClone(this.state);
    this.revision++;
    this.saving = true;
    const slot = this.settings.uplink.split('/')[1] ?? '0';
    const say = (part: number, text: string): void => {
      this.clock.after(this.settings.saveMs * part, () => {
        if (part === 1) this.saving = false;
        if (this.seats.has(seat)) seat.tell([`[${stamp(this.clock.now())}]:${text}`]);
      });
    };
    say(0.4, `The percentage of saved data on ${slot} slot's control board is: 35%`);
    say(0.8, `The percentage of saved data on ${slot} slot's control board is: 100%`);
    say(1, `The data of ${slot} slot's control board is saved completely`);
  }

  #raiseAlarms(): void {
    this.clock.after(this.settings.alarmMs, () => {
      for (const seat of this.seats) seat.alarm(alarmLines(this.clock.now()));
      this.#raiseAlarms();
    });
  }

  loginFailed(kind: string, address: string): void {
    const known = this.failedLogins.find((one) => one.kind === kind && one.address === address);
    if (known) Object.assign(known, { at: this.clock.now(), times: known.times + 1 });
    else this.failedLogins.push({ kind, address, at: this.clock.now(), times: 1 });
  }
}

/** `48575443A1B2C3D4 (HWTC-A1B2C3D4)` */
export function shownSerial(serial: string): string {
  const form = vendorForm(serial);
  return form === serial ? serial : `${serial} (${form})`;
}

function boards(settings: Settings): Record<string, Board> {
  const gpon = settings.family === 'MA5800' ? 'H901GPSF' : 'H805GPFD';
  const all: Record<string, Board> = {
    '0/1': { name: gpon, tech: 'gpon', ports: 16 },
    '0/2': { name: gpon, tech: 'gpon', ports: 16 },
  };
  if (settings.epon) all['0/3'] = { name: 'H802EPFD', tech: 'epon', ports: 16 };
  all[settings.uplink] = { name: settings.family === 'MA5800' ? 'H901MPLA' : 'H801SCUN', tech: 'uplink', ports: 4, mode: settings.family === 'MA5800' ? 'mpu' : 'scu' };
  return all;
}
