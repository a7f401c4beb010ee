import {
  abs,
  add,
  clipByValue,
  div,
  log,
  log1p,
  maximum,
  mean,
  mul,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import { EPSILON } from './epsilon';
import type { Loss } from './loss';

/** Mean of the squared differences over the last axis. */
export function meanSquaredError(): Loss {
  return {
    name: 'meanSquaredError',
    settings: {},
    values: (labels, predictions) => mean(square(sub(predictions, labels)), -1),
  };
}

/** Mean of the absolute differences over the last axis. */
export function meanAbsoluteError(): Loss {
  return {
    name: 'meanAbsoluteError',
    settings: {},
    values: (labels, predictions) => mean(abs(sub(predictions, labels)), -1),
  };
}

/** Mean of the absolute differences in per cent of the label. */
export function meanAbsolutePercentageError(): Loss {
  return {
    name: 'meanAbsolutePercentageError',
    settings: {},
    values: (labels, predictions) =>
      mul(100, mean(abs(div(sub(labels, predictions), maximum(abs(labels), EPSILON))), -1)),
  };
}

/** Mean of the squared differences of `log(1 + x)`. */
export function meanSquaredLogarithmicError(): Loss {
  return {
    name: 'meanSquaredLogarithmicError',
    settings: {},
    values: (labels, predictions) => {
      const difference = sub(log1p(maximum(predictions, EPSILON)), log1p(maximum(labels, EPSILON)));
      return mean(square(difference), -1);
    },
  };
}

/** Kullback-Leibler divergence of the predicted distribution from the true one: `sum y log(y / p)`. */
export function klDivergence(): Loss {
  return {
    name: 'klDivergence',
    settings: {},
    values: (labels, predictions) => {
      const p = clipByValue(labels, EPSILON, 1);
      const q = clipByValue(predictions, EPSILON, 1);
      return sum(mul(p, log(div(p, q))), -1);
    },
  };
}

/** `mean(p - y log p)`, for counts. */
export function poisson(): Loss {
  return {
    name: 'poisson',
    settings: {},
    values: (labels, predictions) => mean(sub(predictions, mul(labels, log(add(predictions, EPSILON)))), -1),
  };
}
