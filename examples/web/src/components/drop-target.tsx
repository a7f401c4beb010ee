import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DropTargetProps {
  readonly class: string;
  /** Called within the event, after which the browser forgets what was dropped. */
  readonly onDrop: (dropped: DataTransfer) => void;
  readonly children: ComponentChildren;
}

/** A place to drop files on; whoever has no mouse uses the buttons within it. */
export function DropTarget({ class: name, onDrop, children }: DropTargetProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = element;
    const mark = (over: boolean) => (event: DragEvent) => {
      event.preventDefault();
      current?.classList.toggle('over', over);
    };
    const drop = (event: DragEvent) => {
      mark(false)(event);
      if (event.dataTransfer !== null) onDrop(event.dataTransfer);
    };
    const listeners = { dragover: mark(true), dragleave: mark(false), drop } as const;
    for (const [type, listener] of Object.entries(listeners))
      current?.addEventListener(type as 'drop', listener);
    return () => {
      for (const [type, listener] of Object.entries(listeners))
        current?.removeEventListener(type as 'drop', listener);
    };
  }, [onDrop]);
  return (
    <div class={`drop ${name}`} ref={element}>
      {children}
    </div>
  );
}
