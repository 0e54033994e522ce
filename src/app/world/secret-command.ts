import { spawn } from 'node:child_process';
import { Failure } from '../../kernel/failure.ts';
import type { Secret } from '../../kernel/secret.ts';

/** ms a command may take: password stores ask people to unlock them. */
const LIMIT = 30_000;
const SHELL = /[|&;<>()$`\\"'*?~#\n]/;

/**
 * Runs the command of a secret and returns what it printed. A plain list of words is started directly; only what needs a shell
 * (quotes, pipes, variables) gets `/bin/sh`. Its standard error is dropped: it may quote the secret.
 *
 * @throws Failure `secret-unset`, exit 1: it does not exist, fails, or takes longer than 30 s
 */
export function runCommand(secret: Secret, command: string, options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>>; readonly limit?: number }): Promise<string> {
  const [file, ...args] = SHELL.test(command) ? ['/bin/sh', '-c', command] : command.trim().split(/\s+/);
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void =>
      reject(new Failure(`the secret of ${secret.describe()} cannot be had: ${why}`, { code: 'secret-unset', exitCode: 1, hint: 'run the command by hand and see what it says' }));
    if (file === undefined || file === '') return refuse('the command is empty');
    const child = spawn(file, args, { cwd: options.cwd, env: { ...options.env }, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      // Its own process group: a shell's children go with it.
      try { process.kill(-child.pid!, 'SIGKILL'); } catch { /* it has just ended */ }
      child.stdout.destroy();
      refuse(`no answer within ${(options.limit ?? LIMIT) / 1000} s`);
    }, options.limit ?? LIMIT);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => { clearTimeout(timer); refuse(error.message); });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else refuse(signal === null ? `it ended with status ${status}` : `it was ended by ${signal}`);
    });
  });
}

/** `text` without its last line end. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
