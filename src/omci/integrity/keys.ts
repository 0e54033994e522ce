import { fromHex, toHex } from '../bytes/hex.ts';
import { OmciError } from '../errors.ts';
import { cmac, cmacKey } from './cmac.ts';

/** The keys of one ONT for one activation (G.987.3, G.9807.1, G.989.3), as hexadecimal text. */
export interface IntegrityKeys {
  readonly sessionKey: string;
  /** Checks OMCI frames: the `key` of decode and encode. */
  readonly omciIk: string;
  readonly ploamIk: string;
  readonly kek: string;
}

export interface KeyInput {
  /** Master session key, 16 octets: `defaultMasterKey(registrationId)` or the result of an authentication. */
  readonly masterKey: Uint8Array | string;
  /** The ONT's serial number, 8 octets. */
  readonly serial: Uint8Array | string;
  /** The PON tag, 8 octets. */
  readonly ponTag: Uint8Array | string;
}

/** Key derivation by AES-CMAC with the labels of the standard. */
export function deriveKeys(input: KeyInput): IntegrityKeys {
  const session = cmac(cmacKey(input.masterKey), joined(octets(input.serial, 8, 'serial'), octets(input.ponTag, 8, 'ponTag'), ascii('SessionK')));
  const key = cmacKey(session);
  // The label of the PLOAM key lacks an i in the standard, so it does here.
  return { sessionKey: toHex(session), omciIk: toHex(cmac(key, ascii('OMCIIntegrityKey'))), ploamIk: toHex(cmac(key, ascii('PLOAMIntegrtyKey'))), kek: toHex(cmac(key, ascii('KeyEncryptionKey'))) };
}

/** The master session key of an ONT that was not authenticated otherwise. @param registrationId 36 octets */
export function defaultMasterKey(registrationId: Uint8Array | string): string {
  return toHex(cmac(cmacKey('55'.repeat(16)), octets(registrationId, 36, 'registrationId')));
}

function octets(value: Uint8Array | string, size: number, name: string): Uint8Array {
  const bytes = typeof value === 'string' ? fromHex(value) : value;
  if (bytes.length !== size) throw new OmciError('wrong-size', `${name} has ${bytes.length} octets, it takes ${size}`);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((p) => [...p]));
}
