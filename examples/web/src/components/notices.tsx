import { dismiss, notices } from '../state/notices';

/** What the reader should know, at the foot of the window. */
export function Notices() {
  return (
    <aside class="notices" aria-label="Messages" aria-live="polite">
      {notices.value.map(({ id, kind, text }) => (
        <div key={id} class={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <p>{text}</p>
          <button type="button" class="quiet" aria-label="Dismiss the message" onClick={() => dismiss(id)}>
            ✕
          </button>
        </div>
      ))}
    </aside>
  );
}
