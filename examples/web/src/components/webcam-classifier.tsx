import type { Classification } from '@imgclf/runtime';
import { useEffect, useState } from 'preact/hooks';
import { classify } from '../state/model';
import { attempt } from '../state/notices';
import { Scores } from './scores';
import { useWebcam } from './use-webcam';

/** What the model says of the webcam's picture, frame after frame. */
export function WebcamClassifier() {
  const { video, ready, fault } = useWebcam();
  const [scores, setScores] = useState<readonly Classification[]>([]);
  useEffect(() => {
    if (!ready) return;
    const control = new AbortController();
    const loop = async () => {
      while (!control.signal.aborted && video.current !== null) {
        setScores(await classify(await createImageBitmap(video.current)));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };
    attempt(loop);
    return () => control.abort();
  }, [ready]);
  if (fault !== undefined)
    return (
      <p class="fault" role="alert">
        {fault}
      </p>
    );
  return (
    <figure class="answer">
      <video ref={video} muted playsInline aria-label="Webcam" />
      <figcaption>
        <Scores scores={scores.slice(0, 5)} />
      </figcaption>
    </figure>
  );
}
