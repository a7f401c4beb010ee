import type { Classification } from '@imgclf/runtime';
import { useEffect, useState } from 'preact/hooks';
import type { ReadyModel } from '../protocol';
import { classify, explain } from '../state/model';
import { attempt } from '../state/notices';
import { Scores } from './scores';
import { Thumbnail } from './thumbnail';

interface ClassifiedPictureProps {
  readonly file: File;
  readonly model: ReadyModel;
}

/** A picture with what the model says of it, and where it saw that. */
export function ClassifiedPicture({ file, model }: ClassifiedPictureProps) {
  const [scores, setScores] = useState<readonly Classification[]>([]);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [heat, setHeat] = useState<Blob | undefined>(undefined);
  useEffect(() => {
    setFault(undefined);
    setHeat(undefined);
    classify(file).then(setScores, (error: unknown) =>
      setFault(error instanceof Error ? error.message : String(error)),
    );
  }, [file, model]);
  if (fault !== undefined)
    return (
      <p class="fault">
        {file.name}: {fault}
      </p>
    );
  const [best] = scores;
  const show = async () => {
    if (heat !== undefined || best === undefined) return setHeat(undefined);
    setHeat((await explain(file, best.label)).picture);
  };
  return (
    <figure class="answer">
      <Thumbnail
        file={heat ?? file}
        alt={heat === undefined ? file.name : `Where the model saw ${best?.label}`}
      />
      <figcaption>
        <Scores scores={scores.slice(0, 5)} />
        {model.canExplain && best !== undefined && (
          <button type="button" class="quiet" aria-pressed={heat !== undefined} onClick={() => attempt(show)}>
            Why {best.label}?
          </button>
        )}
      </figcaption>
    </figure>
  );
}
