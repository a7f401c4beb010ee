import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { attempt } from '../state/notices';
import { useWebcam } from './use-webcam';
import { WebcamVideo } from './webcam-video';

interface WebcamAnswersProps<Answer> {
  /** Answers for a frame, which is its to close. */
  readonly ask: (frame: ImageBitmap) => Promise<Answer>;
  readonly show: (answer: Answer) => ComponentChildren;
}

/** The webcam's picture with what is said of it, frame after frame. */
export function WebcamAnswers<Answer>({ ask, show }: WebcamAnswersProps<Answer>) {
  const webcam = useWebcam();
  const { video, ready } = webcam;
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  useEffect(() => {
    if (!ready) return;
    const control = new AbortController();
    const loop = async () => {
      while (!control.signal.aborted && video.current !== null) {
        const next = await ask(await createImageBitmap(video.current));
        setAnswer(() => next);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };
    attempt(loop);
    return () => control.abort();
  }, [ready]);
  return (
    <figure class="answer">
      <WebcamVideo {...webcam} />
      {answer !== undefined && show(answer)}
    </figure>
  );
}
