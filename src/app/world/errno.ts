/** `ENOENT` and its family, of whatever Node threw; 'unknown' for an error without a code. */
export function errnoOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown';
}
