/** What went wrong with a frame or a message, in one word: the class of an `OmciError`. */
export type OmciErrorCode = keyof typeof OMCI_ERRORS;

/** Every class of error the codec can report, with its meaning. Nothing else is thrown for any input. */
export const OMCI_ERRORS = {
  // while decoding
  'truncated': 'the frame, or its contents, end before a field that must be there',
  'trailing-bytes': 'bytes follow the integrity check (tolerance: trailing-bytes)',
  'unknown-device-id': 'the device identifier is neither 0x0A (baseline) nor 0x0B (extended)',
  'bad-baseline-length': 'the length field of the baseline trailer is not 0x0028 (tolerance: bad-baseline-length)',
  'bad-contents-length': 'the contents length of an extended frame is above 1966, or does not belong to the fields of the message',
  'reserved-bit': 'the top bit of the message type is set',
  'ar-and-ak': 'acknowledge request and acknowledgement are both set',
  'bad-direction': 'the action does not exist as a command, response or notification of this kind',
  'unknown-action': 'the action is reserved or has an unknown name',
  'extended-only': 'the action exists in the extended message set only',
  'zero-transaction-id': 'transaction id 0 belongs to notifications, not to commands and responses (tolerance: zero-transaction-id)',
  'unknown-attribute': 'the managed entity has no attribute of this name or mask bit (decoding tolerance: unknown-attribute)',
  'values-in-mask-area': 'get response: the values reach into the bytes kept for the masks (tolerance: values-in-mask-area)',
  'table-in-upload': 'MIB upload: a table attribute is reported, which has no value there (tolerance: table-in-upload)',
  'unsized-table': 'a row of unknown size is followed by more attributes: where it ends cannot be told',
  'not-a-table': 'set table names something else than exactly one table attribute',
  'partial-row': 'set table: the bytes are not a whole number of rows',
  'missing-mic': 'an integrity check was required and the frame has none',
  'bad-mic': 'an integrity check was required and the one of the frame is wrong',
  // while encoding
  'missing-field': 'the message lacks a field that must be on the wire',
  'bad-field': 'a field of the message has the wrong type or is out of range',
  'missing-attribute': 'create: a mandatory set-by-create attribute has no value',
  'value-out-of-range': 'an attribute value does not fit the size of the attribute',
  'wrong-size': 'an octet string has another length than the attribute or row',
  'mask-mismatch': 'the attribute mask and the attributes of the message do not agree',
  'does-not-fit': 'the values do not fit one message; `groups` says how to split them',
  'unknown-class': 'the managed entity class is not in the table; give its bytes as `raw`',
  // texts, rows and reassembly
  'bad-hex': 'the text is not a whole number of hexadecimal octets',
  'bad-key': 'a key for AES-CMAC has not 16 octets',
  'bad-capture': 'the file is no pcap or pcapng capture, or it is damaged',
  'bad-row': 'the octets or the words do not form a row of this table',
  'bad-sequence': 'parts of a table or upload are missing, repeated, or more than announced',
} as const;

export interface OmciErrorDetails {
  /** Octet of the frame the problem is at, from 0. */
  readonly offset?: number;
  /** `does-not-fit`: names of attributes, in groups that fit one message each. */
  readonly groups?: readonly (readonly string[])[];
}

/** The only thing the codec throws for bad input. */
export class OmciError extends Error {
  readonly code: OmciErrorCode;
  readonly offset: number | undefined;
  readonly groups: readonly (readonly string[])[] | undefined;

  constructor(code: OmciErrorCode, message: string, details: OmciErrorDetails = {}) {
    super(message);
    this.name = 'OmciError';
    this.code = code;
    this.offset = details.offset;
    this.groups = details.groups;
  }
}
