/** Programs other people wrote, as Debian ships them: openssh-server, openssh-client, inetutils-telnetd. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

export type Program = 'sshd' | 'telnetd' | 'ssh-keygen' | 'ssh-agent' | 'ssh-add';

const FOLDERS: readonly string[] = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/libexec', '/usr/lib/inetutils'];
/** Debian's package of each. */
export const PACKAGES: Readonly<Record<Program, string>> = {
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

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
