/** `ENOENT` and its family, of whatever Node threw; 'unknown' for an error without a code. */
export function errnoOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown';
}

/** The same in words, with the name behind for those who know it: `no space left on the device (ENOSPC)`. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error);
  const words = REASONS[code];
  return words === undefined ? code : `${words} (${code})`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied', EPERM: 'not permitted', EISDIR: 'it is a directory', ENOTDIR: 'a part of the path is no directory', ELOOP: 'too many symbolic links', EMFILE: 'too many open files',
  ENOENT: 'there is no such file or directory', ENOSPC: 'no space left on the device', EDQUOT: 'the quota is used up', EROFS: 'the file system is read-only', EEXIST: 'it exists already',
  ENAMETOOLONG: 'the name is too long', EIO: 'the disk does not answer', EFBIG: 'the file is too large',
};
