import type { CompiledSession } from './compile-session.ts';
import type { Tail } from './matcher.ts';
import { loginRefused, sessionLost, unexpectedPrompt } from './session-failures.ts';
import type { Reaction, Terminal } from './terminal.ts';

/** Opened secrets, for the time of the session only. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly enablePassword?: string;
}

export interface LoggedIn { readonly host: string; readonly tail: string; readonly banner: string; }

/**
 * Answers whatever the terminal asks until it shows a prompt.
 * @throws Failure `login-refused`, `session-lost`, `silent`, `endless`
 */
export async function login(terminal: Terminal, spec: CompiledSession, credentials: Credentials, authenticated: boolean | undefined): Promise<LoggedIn> {
  const dialog = new LoginDialog(terminal, spec, credentials, authenticated);
  const prompt = await terminal.converse<{ host: string; tail: string }>(
    { silence: spec.timeouts.login, within: spec.timeouts.login, most: LONGEST_LOGIN, doing: 'during login', settle: 0 },
    (events, tail) => {
      for (const event of events) {
        if (event.kind === 'closed') throw sessionLost(terminal.peer, 'during login', event.text);
        if (event.kind !== 'echo') dialog.line(event.text);
      }
      return dialog.react(tail);
    });
  return { ...prompt, banner: dialog.banner };
}

class LoginDialog {
  readonly #terminal: Terminal;
  readonly #spec: CompiledSession;
  readonly #credentials: Credentials;
  readonly #lines: string[] = [];
  readonly #loginTails: ReadonlySet<string>;
  #names = 0;
  #passwords = 0;
  #answers = 0;
  /** Whether a prompt may be a prompt: before anybody logged in, it is a line of a banner. */
  #open: boolean;

  constructor(terminal: Terminal, spec: CompiledSession, credentials: Credentials, authenticated: boolean | undefined) {
    this.#terminal = terminal;
    this.#spec = spec;
    this.#credentials = credentials;
    this.#open = authenticated !== false;
    this.#loginTails = new Set([...spec.modes.values()].map((mode) => mode.tail));
  }

  get banner(): string {
    return this.#lines.join('\n');
  }

  line(text: string): void {
    this.#lines.push(text);
    const { limit, refused } = this.#spec.login;
    if (limit.test(text)) throw this.#refusal(text.trim(), 'wait until other sessions of this account have ended, or a lock is over');
    if (this.#open && refused.test(text)) throw this.#refusal(text.trim(), CHECK);
  }

  react(tail: Tail): Reaction<{ host: string; tail: string }> {
    const { terminal, login, timeouts } = this.#spec;
    switch (tail.kind) {
      case 'username':
        if (this.#names > 0) throw this.#refusal('the user name was asked for again', CHECK);
        return this.#type(this.#credentials.username + terminal.enter, this.#credentials.username, () => { this.#names++; });
      case 'password':
        if (this.#passwords > 0) throw this.#refusal('the password was asked for again', CHECK);
        return this.#type(this.#credentials.password + terminal.enter, '***', () => {
          this.#passwords++;
          this.#open = true;
        });
      case 'prompt':
        return this.#open && this.#loginTails.has(tail.tail) ? { done: { host: tail.host, tail: tail.tail } } : null;
      default: {
        const question = tail.text === '' || this.#answers >= MOST_ANSWERS ? undefined : login.questions.find(({ ask }) => ask.test(tail.text));
        if (!question) return tail.kind === 'question' ? { fail: this.#unknownQuestion(tail.text), settle: timeouts.doubt } : null;
        return this.#type(question.answer + terminal.enter, question.answer, () => { this.#answers++; });
      }
    }
  }

  #unknownQuestion(text: string): Error {
    return unexpectedPrompt(this.#terminal.peer, 'during login', 'a prompt', `a question nobody knows: ${this.#terminal.recorder.clean(text.trim())}`);
  }

  #type(type: string, shown: string, typed: () => void): Reaction<never> {
    return { type, shown, typed };
  }

  #refusal(said: string, hint: string): Error {
    return loginRefused(this.#terminal.peer, this.#terminal.recorder.clean(said), hint);
  }
}

const CHECK = 'check user name and password; several wrong attempts may lock the account for a while';
/** Octets of banners, questions and news before the first prompt. */
const LONGEST_LOGIN = 1024 * 1024;
/** A banner that asks more than this is not one of ours. */
const MOST_ANSWERS = 3;
