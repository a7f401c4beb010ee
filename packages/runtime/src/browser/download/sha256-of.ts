import { FileUnreadableError } from '../../errors/file-unreadable-error';

/**
 * The SHA-256 of a file's bytes, in hexadecimal.
 * @throws {FileUnreadableError} in pages that may not hash
 */
export async function sha256Of(bytes: Uint8Array, file: string): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    const message = `${file} cannot be compared with its SHA-256: browsers hash only in pages that came by https or from this machine.`;
    throw new FileUnreadableError({ file, message });
  }
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
