/** Known deviations of real ONTs and capture tools that decoding can let pass, each by its name. */
export type Tolerance = keyof typeof TOLERANCES;

export const TOLERANCES = {
  'zero-transaction-id': 'commands and responses with transaction id 0',
  'bad-baseline-length': 'baseline trailer with another length than 0x0028',
  'trailing-bytes': 'bytes after the integrity check are ignored',
  'unknown-attribute': 'mask bits without attribute: the values before are decoded, the rest is kept in `raw`',
  'values-in-mask-area': 'get response with result 0 whose values use the four octets of the masks',
  'table-in-upload': 'MIB upload that reports table attributes: the values before are decoded, the rest is kept in `raw`',
} as const;

/** All of them: for captures of unknown origin. */
export const relaxed: readonly Tolerance[] = Object.keys(TOLERANCES) as Tolerance[];
