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


APPLICATIONS = {
    "mobile-net-v2": (keras.applications.MobileNetV2, [(32, 32), (47, 65), (96, 96)]),
    "res-net50": (keras.applications.ResNet50, [(32, 32), (47, 65), (96, 64)]),
    "inception-res-net-v2": (keras.applications.InceptionResNetV2, [(75, 75), (80, 97), (107, 91)]),
}


def draw_weights(model, seed=3):
    """Weights that JavaScript draws too: uniform, from NumPy's legacy generator, one array after another."""
    rng = np.random.RandomState(seed)
    for weight in model.weights:
        size = int(np.prod(weight.shape))
        drawn = rng.random_sample(size).reshape(weight.shape)
        if len(weight.shape) > 1:
            limit = np.sqrt(6 / np.prod(weight.shape[:-1]))
            if "depthwise" in weight.path:
                limit = np.sqrt(6 / np.prod(weight.shape[:2]))
            weight.assign((2 * drawn - 1) * limit)
        elif weight.name in ("gamma", "moving_variance"):
            weight.assign(drawn + 0.5)
        else:
            weight.assign((2 * drawn - 1) * 0.2)


def ramp(shape):
    size = int(np.prod(shape))
    return (((np.arange(size) * 7919) % 511) / 255 - 1).reshape(shape).astype(np.float32)


def applications():
    for folder, (build, sizes) in APPLICATIONS.items():
        keras.backend.clear_session()
        top = build(weights=None)
        keras.backend.clear_session()
        base = build(weights=None, include_top=False)
        write(
            f"applications/{folder}/__fixtures__/layers.json",
            {"withTop": [l.name for l in top.layers], "withoutTop": [l.name for l in base.layers]},
        )
        outputs = []
        for size in sizes:
            model = build(weights=None, include_top=False, pooling="avg", input_shape=(*size, 3))
            draw_weights(model)
            features = model.predict(ramp((1, *size, 3)), verbose=0)
            outputs.append({"size": size, "features": [round(v, 7) for v in flat(features)[:128]]})
            print(folder, size, np.abs(features).mean(), np.abs(features).max())
        write(f"applications/{folder}/__fixtures__/outputs.json", outputs)


def small_model():
    """A stack with a model in it: what the weight files of the tests belong to."""
    keras.backend.clear_session()
    inputs = keras.layers.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, padding="same", use_bias=False, name="c1")(inputs)
    x = keras.layers.BatchNormalization(scale=False, name="b1")(x)
    x = keras.layers.ReLU(6, name="r1")(x)
    y = keras.layers.DepthwiseConv2D(3, padding="same", name="d1")(x)
    y = keras.layers.BatchNormalization(name="b2")(y)
    base = keras.Model(inputs, keras.layers.Add(name="a1")([x, y]), name="base")
    return keras.Sequential(
        [
            keras.layers.Input((8, 8, 3)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Conv2D(3, 1),
            base,
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dropout(0.3, seed=3),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )


def weight_files():
    from keras.src.legacy.saving import legacy_h5_format
    import h5py

    folder = SRC / "weights" / "__fixtures__"
    folder.mkdir(parents=True, exist_ok=True)
    model = small_model()
    draw_weights(model, seed=11)
    model.save(folder / "whole.h5")
    model.save(folder / "whole.keras")
    model.save_weights(folder / "keras3.weights.h5")
    with h5py.File(folder / "legacy.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    model.get_layer("base").trainable = False
    with h5py.File(folder / "legacy-frozen.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    outputs = model.predict(127.5 + 127.5 * ramp((2, 8, 8, 3)), verbose=0)
    write("weights/__fixtures__/outputs.json", flat(outputs))


if __name__ == "__main__":
    weight_files()
    batch_normalization()
    applications()
