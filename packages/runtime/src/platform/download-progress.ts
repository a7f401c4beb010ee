/** How far a download is. */
export interface DownloadProgress {
  url: string;
  /** Bytes that are there. */
  received: number;
  /** Bytes of the whole file, where the server says. */
  total: number | undefined;
}
