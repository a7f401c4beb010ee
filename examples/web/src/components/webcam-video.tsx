import type { Webcam } from './use-webcam';

/** A webcam's picture, or why there is none. */
export function WebcamVideo({ video, fault }: Webcam) {
  if (fault === undefined) return <video ref={video} muted playsInline aria-label="Webcam" />;
  return (
    <p class="fault" role="alert">
      {fault}
    </p>
  );
}
