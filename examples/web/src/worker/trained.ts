import type { ImageClassifier } from '@imgclf/models';
import type { ClassifierEvaluation } from '@imgclf/train';
import type { TrainingNews } from '../protocol';

/** What both ways of training end with. */
export interface Trained {
  readonly classifier: ImageClassifier;
  readonly evaluation: ClassifierEvaluation;
  readonly stopped: boolean;
}

/** How the page and a run hear of each other. */
export interface RunOptions {
  readonly signal: AbortSignal;
  readonly tell: (news: TrainingNews) => void;
}
