import type { AnyAuthMethod, AuthHandlerMiddleware, KeyboardInteractiveCallback, NextAuthHandler, Prompt } from 'ssh2';

export interface SshKey {
  /** Private key in any form that ssh2 reads: OpenSSH, PEM, PuTTY. */
  readonly pem: string;
  readonly passphrase?: string;
}

/**
 * Chooses the ways to log in, one after the other, and sends the password once: devices lock accounts after a few wrong ones. Keys go
 * first, then keyboard-interactive where it is offered, as OpenSSH does; plain password follows only if the device did not even ask.
 */
export function authentication(username: string, password: string, keys: readonly SshKey[]): AuthHandlerMiddleware {
  const untried = [...keys];
  let asked = false;
  let sent = false;
  const answer = (_name: string, _instructions: string, _lang: string, prompts: Prompt[], finish: KeyboardInteractiveCallback): void => {
    const secret = prompts.some((prompt) => prompt.echo !== true);
    const again = secret && sent;
    sent ||= secret;
    finish(prompts.map((prompt) => (prompt.echo === true ? username : again ? '' : password)));
  };
  const nextMethod = (offered: readonly string[]): AnyAuthMethod | null => {
    const key = offered.includes('publickey') ? untried.shift() : undefined;
    if (key) return { type: 'publickey', username, key: key.pem, ...(key.passphrase === undefined ? {} : { passphrase: key.passphrase }) };
    if (!sent && !asked && offered.includes('keyboard-interactive')) {
      asked = true;
      return { type: 'keyboard-interactive', username, prompt: answer };
    }
    if (sent || !offered.includes('password')) return null;
    sent = true;
    return { type: 'password', username, password };
  };
  /** @returns false when there is nothing (more) to try */
  return (left, _partial, next: NextAuthHandler): false | undefined => {
    // ssh2 hands over null at first, whatever its types say; asking for "none" brings the list of methods.
    const offered: readonly string[] | null = left;
    const method: AnyAuthMethod | null = offered === null ? { type: 'none', username } : nextMethod(offered);
    if (!method) return false;
    next(method);
    return undefined;
  };
}
