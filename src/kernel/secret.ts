/** Where a secret comes from. `literal` is plain text in a file: it works, with a warning. `generated` lives in the state directory. */
export type SecretRef =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'command'; readonly command: string }
  | { readonly from: 'literal'; readonly value: string }
  | { readonly from: 'generated'; readonly key: string; readonly length: number };

/**
 * A secret by reference. It prints, serialises and inspects as `***`; only `app` opens the reference, through `SecretSource`.
 * A plain-text value is held here too, so that no code path handles it as an ordinary string.
 */
export class Secret {
  readonly #ref: SecretRef;

  constructor(ref: SecretRef) {
    this.#ref = ref;
  }

  get ref(): SecretRef {
    return this.#ref;
  }

  /** Identity of the reference, for comparing two secrets without opening them. Never print it: a literal's key holds its text. */
  get key(): string {
    return JSON.stringify(this.#ref);
  }

  /** Words for messages: `environment variable ACS_PASSWORD`. Never the value. */
  describe(): string {
    switch (this.#ref.from) {
      case 'env': return `environment variable ${this.#ref.name}`;
      case 'file': return `file ${this.#ref.path}`;
      case 'command': return `command ${JSON.stringify(this.#ref.command)}`;
      case 'literal': return 'plain-text value';
      case 'generated': return `generated secret ${this.#ref.key}`;
    }
  }

  toString(): string { return '***'; }
  toJSON(): string { return '***'; }
  [Symbol.for('nodejs.util.inspect.custom')](): string { return '***'; }
}
