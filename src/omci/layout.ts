/** Where things are in a frame (G.988 clause 11.2): octets from its start. */
export const BASELINE = 10;
export const EXTENDED = 11;

/** First octet of the contents. */
export const BASELINE_CONTENTS = 8;
export const EXTENDED_CONTENTS = 10;

/** First octet of the baseline trailer: 32 octets of contents end here. */
export const BASELINE_TRAILER = 40;
export const BASELINE_MIC = 44;
/** What the trailer says the length of the message before it is, always. */
export const BASELINE_LENGTH = 0x0028;

/** Most octets of contents an extended frame may have. */
export const MOST_CONTENTS = 1966;
export const MIC_SIZE = 4;

export const AR = 0x40;
export const AK = 0x20;
