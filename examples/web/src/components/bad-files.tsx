import type { BadFile } from '../protocol';

const most = 100;

/** Files that were left out, and why. */
export function BadFiles({ files }: { readonly files: readonly BadFile[] }) {
  return (
    <details class="bad">
      <summary>
        {files.length.toLocaleString()} {files.length === 1 ? 'file was' : 'files were'} left out
      </summary>
      <ul>
        {files.slice(0, most).map(({ path, message }) => (
          <li key={path}>
            <strong>{path}</strong> {message}
          </li>
        ))}
      </ul>
      {files.length > most && <p>… and {(files.length - most).toLocaleString()} more.</p>}
    </details>
  );
}
