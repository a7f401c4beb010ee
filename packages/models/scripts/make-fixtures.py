"""Makes the fixtures of the tests with Keras: python scripts/make-fixtures.py (keras 3.16, tensorflow 2.21)."""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

SRC = pathlib.Path(__file__).parent.parent / "src"


def flat(x):
    return [float(np.float32(v)) for v in np.asarray(x).ravel()]


def write(path, value):
    file = SRC / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value) + "\n")
    print(file, file.stat().st_size)


def batch_normalization_case(rng, shape, **options):
    layer = keras.layers.BatchNormalization(**options)
    layer.build((None, *shape[1:]))
    for weight in layer.weights:
        low = 0.5 if weight.name in ("gamma", "moving_variance") else -1
        weight.assign(rng.uniform(low, 1.5, weight.shape))
    before = {w.name: flat(w) for w in layer.weights}
    x = tf.constant(rng.normal(0.3, 2, shape), tf.float32)
    g = tf.constant(rng.normal(0, 1, shape), tf.float32)
    inference = layer(x, training=False)
    layer.trainable = False
    frozen = layer(x, training=True)
    assert np.allclose(frozen, inference) and before == {w.name: flat(w) for w in layer.weights}
    layer.trainable = True
    with tf.GradientTape() as tape:
        tape.watch(x)
        training = layer(x, training=True)
        loss = tf.reduce_sum(training * g)
    dx = tape.gradient(loss, x)
    after = {w.name: flat(w) for w in layer.weights}
    return {
        "options": options,
        "shape": shape,
        "x": flat(x),
        "g": flat(g),
        "before": before,
        "after": after,
        "inference": flat(inference),
        "training": flat(training),
        "dx": flat(dx),
    }


def batch_normalization():
    rng = np.random.default_rng(7)
    cases = [
        batch_normalization_case(rng, (4, 3, 2, 3)),
        batch_normalization_case(rng, (4, 3, 2, 3), scale=False, momentum=0.9),
        batch_normalization_case(rng, (5, 4), center=False, epsilon=1e-5),
        batch_normalization_case(rng, (2, 3, 3, 2), scale=False, center=False, momentum=0.5),
        batch_normalization_case(rng, (2, 3, 4, 2), axis=1),
    ]
    write("layers/__fixtures__/batch-normalization.json", cases)


if __name__ == "__main__":
    batch_normalization()
