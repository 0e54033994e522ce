import { OmciError } from '../errors.ts';
import type { ManagedEntity } from '../table/entity.ts';
import { putHex } from './hex.ts';

/** The largest extended frame, integrity check included, and a margin so that a value too long is noticed after it was written. */
const ROOM = 4096;

/** A message as it was given to the encoder: any JSON value may hide in a field. */
export type Given = Readonly<Record<string, unknown>>;

/** Writes the contents of one frame, front to back. */
export class Writer {
  readonly bytes = new Uint8Array(ROOM);
  at = 0;
  /** First octet that must not be written. */
  end = 0;
  /** Where the attribute values of the message start. */
  valuesAt = 0;
  /** The body has put `trailing` where it belongs already. */
  trailingWritten = false;
  extended = false;
  entity: ManagedEntity | undefined;

  start(at: number, end: number, extended: boolean, entity: ManagedEntity | undefined): void {
    this.trailingWritten = false;
    this.at = at;
    this.end = end;
    this.extended = extended;
    this.entity = entity;
  }

  u8(value: number): void {
    this.bytes[this.room(1)] = value;
  }

  u16(value: number): void {
    const at = this.room(2);
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  u32(value: number): void {
    const at = this.room(4);
    const { bytes } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  /** Octets from hexadecimal text or bytes. @param size exact number of octets, if it matters */
  octets(value: unknown, name: string, size?: number): void {
    const length = typeof value === 'string' ? value.length / 2 : value instanceof Uint8Array ? value.length : -1;
    if (length < 0) throw new OmciError('bad-field', `${name} is not hexadecimal text or bytes`);
    if (size !== undefined && length !== size) throw new OmciError('wrong-size', `${name} has ${length} octets, it takes ${size}`);
    if (this.at + length > this.end) throw this.full(length);
    if (typeof value === 'string') {
      if (putHex(value, this.bytes, this.at) < 0) throw new OmciError('bad-field', `${name} is not hexadecimal text`);
    } else this.bytes.set(value as Uint8Array, this.at);
    this.at += length;
  }

  zeros(length: number): void {
    const at = this.room(length);
    this.bytes.fill(0, at, at + length);
  }

  /** Reserves octets. @returns where they start @throws OmciError `does-not-fit` */
  private room(length: number): number {
    const at = this.at;
    if (at + length > this.end) throw this.full(length);
    this.at = at + length;
    return at;
  }

  private full(length: number): OmciError {
    return new OmciError('does-not-fit', `the message needs ${this.at + length - this.end} octets more than the ${this.extended ? 'extended' : 'baseline'} set has`);
  }
}

/** A number of the message. @throws OmciError `missing-field`, `bad-field` */
export function field(message: Given, name: string, max: number): number {
  const value = message[name];
  if (value === undefined) throw new OmciError('missing-field', `the message has no ${name}`);
  return integer(value, name, max);
}

export function fieldOr(message: Given, name: string, max: number, otherwise: number): number {
  const value = message[name];
  return value === undefined ? otherwise : integer(value, name, max);
}

export function integer(value: unknown, name: string, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) throw new OmciError('bad-field', `${name} is not an integer from 0 to ${max}`);
  return value;
}

/** A list of the message; absent = empty. */
export function list(message: Given, name: string): readonly unknown[] {
  const value = message[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new OmciError('bad-field', `${name} is not a list`);
  return value as readonly unknown[];
}

export function record(value: unknown, name: string): Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) throw new OmciError('bad-field', `${name} is not an object`);
  return value as Given;
}
