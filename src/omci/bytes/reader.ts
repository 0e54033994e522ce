import { OmciError } from '../errors.ts';
import type { ManagedEntity } from '../table/entity.ts';
import type { Tolerance } from '../tolerances.ts';
import { toHex } from './hex.ts';

/** What each octet of a frame turned out to be; reported while decoding. */
export type Trace = (offset: number, length: number, name: string, value: number | string | null) => void;

/** Reads the contents of one frame, front to back. Never reads beyond `end`. */
export class Reader {
  /** Next octet to read, from the start of the frame. */
  at: number;
  /** Set when a deviation was let pass. */
  deviations: Tolerance[] | undefined;

  constructor(
    readonly bytes: Uint8Array,
    start: number,
    /** First octet behind the contents. */
    public end: number,
    readonly extended: boolean,
    /** Table of the managed entity class; undefined for a class nobody described. */
    readonly entity: ManagedEntity | undefined,
    readonly allowed: readonly Tolerance[] | undefined,
    readonly trace: Trace | undefined,
  ) {
    this.at = start;
  }

  get left(): number {
    return this.end - this.at;
  }

  u8(name: string): number {
    const at = this.at;
    if (at >= this.end) this.short(name, 1);
    this.at = at + 1;
    const value = this.bytes[at]!;
    if (this.trace !== undefined) this.trace(at, 1, name, value);
    return value;
  }

  u16(name: string): number {
    const at = this.at;
    if (at + 2 > this.end) this.short(name, 2);
    this.at = at + 2;
    const value = (this.bytes[at]! << 8) | this.bytes[at + 1]!;
    if (this.trace !== undefined) this.trace(at, 2, name, value);
    return value;
  }

  u32(name: string): number {
    const at = this.at;
    if (at + 4 > this.end) this.short(name, 4);
    this.at = at + 4;
    const { bytes } = this;
    const value = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    if (this.trace !== undefined) this.trace(at, 4, name, value);
    return value;
  }

  hex(length: number, name: string): string {
    const at = this.at;
    if (at + length > this.end) this.short(name, length);
    this.at = at + length;
    const value = toHex(this.bytes, at, at + length);
    if (this.trace !== undefined && length > 0) this.trace(at, length, name, value);
    return value;
  }

  /** Fields at the end that a sender of the extended set may leave out read as 0. */
  optional8(name: string): number {
    return this.at < this.end ? this.u8(name) : 0;
  }

  optional16(name: string): number {
    return this.at < this.end ? this.u16(name) : 0;
  }

  /** The result: the low four bits of its octet (G.988 reserves the others). */
  result(): number {
    return this.u8('result') & 15;
  }

  /** Lets a deviation pass if it is allowed. @throws OmciError of that class otherwise */
  deviate(tolerance: Tolerance, message: string): void {
    if (this.allowed === undefined || !this.allowed.includes(tolerance)) throw new OmciError(tolerance, message, { offset: this.at });
    if (this.deviations === undefined) this.deviations = [tolerance];
    else if (!this.deviations.includes(tolerance)) this.deviations.push(tolerance);
  }

  /** Whether the next `length` octets (as far as they exist) are zero. */
  zeros(length: number): boolean {
    const to = Math.min(this.at + length, this.end);
    for (let i = this.at; i < to; i++) if (this.bytes[i] !== 0) return false;
    return true;
  }

  /** Skips up to `length` octets that have no meaning here. */
  skip(length: number, name: string): void {
    const to = Math.min(this.at + length, this.end);
    if (this.trace !== undefined && to > this.at) this.trace(this.at, to - this.at, name, null);
    this.at = to;
  }

  /**
   * What was not read, as hexadecimal text: in the extended set every octet, in the baseline set up to the last one that is not
   * zero. undefined when nothing (but padding) is left.
   */
  unread(): string | undefined {
    let { end } = this;
    if (!this.extended) while (end > this.at && this.bytes[end - 1] === 0) end--;
    if (end <= this.at) return undefined;
    if (this.trace !== undefined) this.trace(this.at, end - this.at, 'trailing', null);
    return toHex(this.bytes, this.at, end);
  }

  private short(name: string, length: number): never {
    throw new OmciError('truncated', `the contents end at octet ${this.end}, before ${name} (${length} octets from ${this.at})`, { offset: this.at });
  }
}
