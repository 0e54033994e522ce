import type { Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Intent } from '../profile/intent.ts';

/** A row that says `absent` is never deleted by a command that makes things so: it is reported, with the command that does it. */
export function absentRow({ key, origin }: Intent, path: string): Finding {
  return finding('ONT412', `${key} is to be absent: it is left as it is on the device`, { hint: removeCommand(key, path), at: origin('/state').at });
}

export function removeCommand(key: string, path: string): string {
  return `remove it with: ont-prov remove ${path} --only ${key}`;
}
