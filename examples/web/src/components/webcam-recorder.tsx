import { useEffect, useRef, useState } from 'preact/hooks';
import { attempt } from '../state/notices';
import { addFiles } from '../state/pictures';
import { useWebcam } from './use-webcam';
import { WebcamVideo } from './webcam-video';

const pause = 200;

/** Adds webcam frames to a class: one at a time, or five a second. */
export function WebcamRecorder({ name }: { readonly name: string }) {
  const webcam = useWebcam();
  const { video, ready } = webcam;
  const [running, setRunning] = useState(false);
  const count = useRef(0);
  const take = async () => {
    if (video.current === null) return;
    const file = await frameFile(video.current);
    const path = `webcam-${Date.now()}-${++count.current}.jpg`;
    await addFiles([{ path, file }], () => name);
  };
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => attempt(take), pause);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <div class="webcam">
      <WebcamVideo {...webcam} />
      <div class="row">
        <button type="button" disabled={!ready} onClick={() => attempt(take)}>
          Take a picture
        </button>
        <button type="button" disabled={!ready} aria-pressed={running} onClick={() => setRunning(!running)}>
          {running ? 'Stop recording' : 'Record'}
        </button>
      </div>
    </div>
  );
}

function frameFile(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new DOMException('The frame is empty.')) : resolve(blob)),
      'image/jpeg',
      0.92,
    ),
  );
}
