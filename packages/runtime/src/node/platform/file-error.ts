import { FileNotFoundError } from '../../errors/file-not-found-error';
import { FileUnreadableError } from '../../errors/file-unreadable-error';
import { describeValue } from '../../validation/describe-value';

/**
 * The typed error for what the operating system said about a file or folder.
 *
 * @param file the file or folder
 * @param cause the error of `node:fs`
 */
export function fileError(file: string, cause: unknown): FileNotFoundError | FileUnreadableError {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  const name = describeValue(file);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new FileNotFoundError({ file, message: `${name} does not exist.`, cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileUnreadableError({ file, message: `${name} cannot be read or written: ${reason}.`, cause });
}
