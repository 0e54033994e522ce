/** Texts in portions that are worth a write each. */
export interface Buffered {
  add(text: string): Promise<void>;
  flush(): Promise<void>;
  /** What was not written yet; the caller writes it. */
  take(): string;
}

const PORTION = 1 << 16;

export function buffered(write: (text: string) => Promise<void>): Buffered {
  let text = '';
  const take = (): string => {
    const all = text;
    text = '';
    return all;
  };
  const flush = async (): Promise<void> => {
    if (text !== '') await write(take());
  };
  return { take, flush, add: async (more) => { text += more; if (text.length > PORTION) await flush(); } };
}

/** Writes texts as they are made: as many of them as there are never stand in memory together. */
export async function writeAll(write: (text: string) => Promise<void>, texts: Iterable<string>): Promise<void> {
  const buffer = buffered(write);
  for (const text of texts) await buffer.add(text);
  await buffer.flush();
}
