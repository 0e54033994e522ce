import type { AnyAuthMethod, AuthHandlerMiddleware, KeyboardInteractiveCallback, NextAuthHandler, Prompt } from 'ssh2';
import { nameOf, readKey } from './ssh-keys.ts';
import type { ParseKey, SshKey } from './ssh-keys.ts';

export interface Identity {
  readonly username: string;
  /** Absent where keys have to do. */
  readonly password?: string;
  /** Tried first, in this order. */
  readonly keys?: readonly SshKey[];
  /** Socket of an SSH agent, whose keys come after ours. */
  readonly agent?: string;
}

/** The ways to log in, one after the other, and which of them were tried. */
export interface Authentication {
  readonly handler: AuthHandlerMiddleware;
  /** In words: `key ~/.ssh/id_ed25519`, `agent`, `password`. */
  readonly tried: readonly string[];
}

/**
 * Chooses the ways to log in, and sends the password once: devices lock accounts after a few wrong ones. Keys go first, then the agent,
 * then keyboard-interactive where it is offered, as OpenSSH does; plain password follows only if the device did not even ask.
 * @throws Failure `ssh-options` (exit 1) for a key that cannot be read
 */
export function authentication({ username, password, keys = [], agent }: Identity, parse: ParseKey): Authentication {
  const untried = keys.map((key) => ({ name: nameOf(key), key: readKey(key, parse) }));
  const tried: string[] = [];
  let agentLeft = agent;
  let asked = false;
  let sent = false;
  const answer = (_name: string, _instructions: string, _lang: string, prompts: Prompt[], finish: KeyboardInteractiveCallback): void => {
    const secret = prompts.some((prompt) => prompt.echo !== true);
    const again = secret && sent;
    if (secret && !sent) tried.push('password');
    sent ||= secret;
    finish(prompts.map((prompt) => (prompt.echo === true ? username : again ? '' : password ?? '')));
  };
  const nextMethod = (offered: readonly string[]): AnyAuthMethod | null => {
    const key = offered.includes('publickey') ? untried.shift() : undefined;
    if (key) {
      tried.push(key.name);
      return { type: 'publickey', username, key: key.key };
    }
    if (agentLeft !== undefined && offered.includes('publickey')) {
      const socket = agentLeft;
      agentLeft = undefined;
      tried.push('agent');
      return { type: 'agent', username, agent: socket };
    }
    if (password === undefined) return null;
    if (!sent && !asked && offered.includes('keyboard-interactive')) {
      asked = true;
      return { type: 'keyboard-interactive', username, prompt: answer };
    }
    if (sent || !offered.includes('password')) return null;
    sent = true;
    tried.push('password');
    return { type: 'password', username, password };
  };
  /** @returns false when there is nothing (more) to try */
  const handler = (left: unknown, _partial: unknown, next: NextAuthHandler): false | undefined => {
    // ssh2 hands over null at first, whatever its types say; asking for "none" brings the list of methods.
    const offered = left as readonly string[] | null;
    const method: AnyAuthMethod | null = offered === null ? { type: 'none', username } : nextMethod(offered);
    if (!method) return false;
    next(method);
    return undefined;
  };
  return { handler, tried };
}
