/** What the world can do to a session, as typed failures. Messages name the peer and what was being done; never a secret. */
import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { maskText } from '../kernel/mask-secrets.ts';

export function sessionLost(peer: string, doing: string, why: string, cause?: unknown): Failure {
  return new Failure(`${peer}: the session ended ${doing}: ${why}`, {
    code: 'session-lost', exitCode: EXIT.unreachable, hint: 'connect again and read the device: what was taken last is not known', ...(cause === undefined ? {} : { cause }),
  });
}

export function silent(peer: string, doing: string, ms: number): Failure {
  return new Failure(`${peer}: nothing came from the device for ${duration(ms)} ${doing}`, {
    code: 'silent', exitCode: EXIT.unreachable, hint: 'check the device and the path to it, then try again',
  });
}

/** The device talks and talks. */
export function endless(peer: string, doing: string, what: string): Failure {
  return new Failure(`${peer}: the device does not come to an end ${doing}: ${what}`, {
    code: 'endless', exitCode: EXIT.unreachable, hint: 'look at what it sends with --transcript FILE, and end what makes it talk: a debug switch, a monitor, another device at this address',
  });
}

export function unexpectedPrompt(peer: string, doing: string, expected: string, found: string): Failure {
  return new Failure(`${peer}: the terminal is at ${found} ${doing}, expected ${expected}`, {
    code: 'unexpected-prompt', exitCode: EXIT.unreachable, hint: 'find back to a known prompt and read the device again',
  });
}

/** A prompt was believed too early: text of a dump looked like one, at the very end of what had arrived. */
export function answerCut(peer: string, doing: string): Failure {
  return new Failure(`${peer}: the device went on talking after what looked like its prompt, seen ${doing}: the last answer was cut`, {
    code: 'unexpected-prompt', exitCode: EXIT.unreachable, hint: 'read the device again',
  });
}

/** Lines were on their way when something else than the next prompt waited for them, or got one of them. */
export function tookAhead(peer: string, doing: string, text: string): Failure {
  return new Failure(`${peer}: the device waited at ${JSON.stringify(maskText(text.trim()))} ${doing}, while further lines were on their way to it`, {
    code: 'unexpected-prompt', exitCode: EXIT.unreachable, hint: 'read the device again, and type line by line',
  });
}

export function echoMismatch(peer: string, doing: string): Failure {
  return new Failure(`${peer}: the device echoed something else than was typed ${doing}`, {
    code: 'echo-mismatch', exitCode: EXIT.unreachable, hint: 'the line may have been damaged on its way: read the device again before going on',
  });
}

export function loginRefused(peer: string, said: string, hint: string): Failure {
  return new Failure(`${peer}: login refused: ${said}`, { code: 'login-refused', exitCode: EXIT.auth, hint });
}

export function isSilent(error: unknown): boolean {
  return error instanceof Failure && error.code === 'silent';
}

/** `1.5 s`, `20 ms`. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${ms} ms`;
}
