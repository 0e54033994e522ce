import { maskText } from '../kernel/mask-secrets.ts';
import { Mask } from './mask.ts';

/** Takes down a session as it happens. What it is handed holds no secret. */
export interface Transcript {
  /** What we typed, secrets as `***`, without line end; keys as names: `<Ctrl-C>`. */
  sent(shown: string): void;
  /** What the device sent, in order, in pieces of any size, control characters and all. */
  received(text: string): void;
}

/** Puts a mask between the wire and a transcript. Without a transcript it costs nothing and keeps the secrets for `clean`. */
export class Recorder {
  readonly #sink: Transcript | undefined;
  readonly #mask = new Mask();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(sink: Transcript | undefined) {
    this.#sink = sink;
  }

  /** From now on this value is masked in whatever the device sends: devices echo, list and repeat what they are told. */
  hide(secret: string): void {
    this.#mask.add(secret);
  }

  sent(shown: string): void {
    if (!this.#sink) return;
    this.flush();
    this.#sink.sent(this.#mask.all(shown));
  }

  received(bytes: Uint8Array): void {
    if (!this.#sink) return;
    const text = this.#mask.next(this.#decoder.decode(bytes, { stream: true }));
    if (text !== '') this.#sink.received(text);
  }

  flush(): void {
    if (!this.#sink) return;
    const text = this.#mask.flush();
    if (text !== '') this.#sink.received(text);
  }

  /** The device's words for a message: a refusal may quote lines with secrets that are none of ours. */
  clean(text: string): string {
    return maskText(this.#mask.all(text));
  }
}
