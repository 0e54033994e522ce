import type { AuthHandlerMiddleware, KeyboardInteractiveCallback, NextAuthHandler, Prompt } from 'ssh2';

/**
 * Chooses the way to log in and sends the password once: devices lock accounts after a few wrong ones. Keyboard-interactive goes first
 * where it is offered, as OpenSSH does; plain password follows only if the device did not even ask.
 */
export function passwordOnce(username: string, password: string): AuthHandlerMiddleware {
  const tried = new Set<string>();
  let sent = false;
  const answer = (_name: string, _instructions: string, _lang: string, prompts: Prompt[], finish: KeyboardInteractiveCallback): void => {
    const secret = prompts.some((prompt) => prompt.echo !== true);
    const again = secret && sent;
    sent ||= secret;
    finish(prompts.map((prompt) => (prompt.echo === true ? username : again ? '' : password)));
  };
  /** @returns false when there is nothing (more) to try */
  return (left, _partial, next: NextAuthHandler): false | undefined => {
    // ssh2 hands over null at first, whatever its types say.
    const offered: readonly string[] | null = left;
    const may = (method: string): boolean => offered !== null && offered.includes(method) && !tried.has(method) && !sent;
    if (offered === null) {
      next({ type: 'none', username });
    } else if (may('keyboard-interactive')) {
      tried.add('keyboard-interactive');
      next({ type: 'keyboard-interactive', username, prompt: answer });
    } else if (may('password')) {
      sent = true;
      next({ type: 'password', username, password });
    } else {
      return false;
    }
    return undefined;
  };
}
