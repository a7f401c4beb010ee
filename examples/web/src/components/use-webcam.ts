import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A webcam's picture in a video element while the component is shown, or why there is none. */
export interface Webcam {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly ready: boolean;
  readonly fault: string | undefined;
}

/** Asks for the webcam, and lets it go with the component. */
export function useWebcam(): Webcam {
  const video = useRef<HTMLVideoElement>(null);
  const [ready, setReady] = useState(false);
  const [fault, setFault] = useState<string | undefined>(undefined);
  useEffect(() => {
    const control = new AbortController();
    startWebcam(video, control.signal).then(
      () => setReady(!control.signal.aborted),
      (error: unknown) => setFault(faultOf(error)),
    );
    return () => control.abort();
  }, []);
  return { video, ready, fault };
}

async function startWebcam(video: RefObject<HTMLVideoElement | null>, signal: AbortSignal): Promise<void> {
  const devices = navigator.mediaDevices;
  if (devices === undefined) throw new DOMException('', 'SecurityError');
  const stream = await devices.getUserMedia({ video: { facingMode: 'environment', width: 640 } });
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted || video.current === null) return end();
  signal.addEventListener('abort', end);
  video.current.srcObject = stream;
  await video.current.play();
}

function faultOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError')
    return 'The webcam is blocked for this page. Allow it in the browser’s address bar, or add pictures from files.';
  if (name === 'NotFoundError') return 'There is no webcam here. Add pictures from files instead.';
  if (name === 'NotReadableError') return 'Another program uses the webcam. Close it and try again.';
  if (name === 'SecurityError')
    return 'Browsers give webcams only to pages that come by https or from this machine.';
  return `The webcam cannot be used: ${error instanceof Error ? error.message : String(error)}`;
}
