/** The outside world of the command line. `main.ts` makes one of the process; tests hand in their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What runs us, for bug reports: `node v20.20.2, linux x64`. */
  readonly runtime: string;
  /** Whether a person sits at the terminal: standard input and standard error both are one. */
  readonly interactive: boolean;
  /** All of standard input; read once. */
  stdin(): Promise<Uint8Array>;
  /** One line from the person; null at the end of input or after Ctrl-C. */
  ask(question: string): Promise<string | null>;
  /** From the first call on, the first Ctrl-C (or SIGTERM) aborts this signal and calls `onInterrupt`; the second ends the process. */
  interruptible(onInterrupt: () => void): AbortSignal;
  exists(path: string): Promise<boolean>;
  /** null when there is no such file. */
  readFile(path: string): Promise<Uint8Array | null>;
  writeFile(path: string, text: string): Promise<void>;
  /** Names in a directory; empty when it is none. */
  names(path: string): Promise<readonly string[]>;
}

export interface Output {
  readonly isTTY: boolean;
  /** Width in characters; 80 when unknown. */
  columns(): number;
  /** Resolves when the text was handed over, so that a slow reader holds the writer back. @throws OutputClosed; Failure `output-unwritable`, exit 2 */
  write(text: string): Promise<void>;
}

/** The reader of our output went away (`| head`): nobody is left to tell anything, and that is no error. */
export class OutputClosed extends Error {}
