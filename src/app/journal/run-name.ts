import { randomInt } from 'node:crypto';

/** `20250317-101502-3e53f9`: sorts by time (UTC, the first three digits behind the second are its milliseconds), and two runs of the same moment differ. */
export function runName(now: number): string {
  const digits = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-');
  const hex = (value: number): string => value.toString(16).padStart(3, '0');
  return `${digits}-${hex(Math.floor(now) % 1000)}${hex(randomInt(0x1000))}`;
}
