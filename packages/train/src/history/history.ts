/** What a training run recorded, in Keras's shape. Plain JSON: `JSON.stringify(history)` keeps all of it. */
export interface History {
  /** The epochs that ran, from 0. */
  epoch: number[];
  /**
   * One number per epoch under Keras's key names: `loss`, `accuracy`, `val_loss`, `val_accuracy`, one for each metric
   * asked for, and what callbacks add (`learning_rate`). Validation keys hold fewer numbers than `epoch` where
   * `validationFreq` left epochs out.
   */
  history: Record<string, number[]>;
}
