import { expect, test } from 'vitest';
import { elementsNamed } from '../testing/parse-xml';
import { trainingSection } from './training-section';

const history = {
  epoch: [0, 1, 2, 3],
  history: {
    loss: [0.9, 0.7, 0.5, 0.4],
    accuracy: [0.5, 0.6, 0.7, 0.8],
    val_loss: [0.6, 0.7],
    val_accuracy: [0.6, 0.8],
  },
};
const page = trainingSection(history)?.text ?? '';

test('says where the curves end and where validation was best', () => {
  expect(elementsNamed(page, 'figcaption').map(({ text }) => text)).toEqual([
    'At the end 0.4, validation 0.7; best validation 0.6, epoch 2.',
    'At the end 0.8, validation 0.8, the best of all epochs.',
  ]);
});

test('lists rarer validation figures at the epochs they belong to', () => {
  const rows = elementsNamed(page, 'tr').map(({ text }) => text);
  expect(rows).toEqual([
    'epochlossaccuracyval_lossval_accuracy',
    '10.90.5nonenone',
    '20.70.60.60.6',
    '30.50.7nonenone',
    '40.40.80.70.8',
  ]);
});

test('says nothing of a run without epochs', () => {
  expect(trainingSection({ epoch: [], history: {} })).toBeUndefined();
});
