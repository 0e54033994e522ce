/** Programs other people wrote, as Debian ships them: openssh-server, openssh-client, inetutils-telnetd. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

export type Program = 'sshd' | 'telnetd' | 'ssh-keygen' | 'ssh-agent' | 'ssh-add';

const FOLDERS: readonly string[] = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/libexec', '/usr/lib/inetutils'];
const PACKAGES: Readonly<Record<Program, string>> = {
  sshd: 'openssh-server', telnetd: 'inetutils-telnetd', 'ssh-keygen': 'openssh-client', 'ssh-agent': 'openssh-client', 'ssh-add': 'openssh-client',
};

/** Where a program is, null when it is not installed. */
export function find(program: Program): string | null {
  return FOLDERS.map((folder) => join(folder, program)).find(isExecutable) ?? null;
}

/** @throws when it is not installed */
export function need(program: Program): string {
  const path = find(program);
  if (path === null) throw new Error(`${program} is not installed: apt-get install ${PACKAGES[program]}`);
  return path;
}

/** Tests that need these programs: left out with a word where a developer has not installed them, failed in CI. */
export function describeWith(programs: readonly Program[], name: string, tests: () => void): void {
  const missing = [...new Set(programs.filter((program) => find(program) === null).map((program) => PACKAGES[program]))];
  if (missing.length === 0) describe(name, tests);
  else if (process.env['CI'] === 'true') test(`${name}: ${missing.join(' and ')} must be installed`, () => { expect(missing).toEqual([]); });
  else describe.skip(`${name} (not run: apt-get install ${missing.join(' ')})`, tests);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
