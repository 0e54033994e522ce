import { randomBytes } from 'node:crypto';

/** `20250317-101502-3f9a1c`: sorts by time (UTC), and two runs of the same second differ. */
export function runName(now: number): string {
  const digits = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-');
  return `${digits}-${randomBytes(3).toString('hex')}`;
}
