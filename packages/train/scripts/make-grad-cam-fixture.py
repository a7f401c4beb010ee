"""Writes src/explain/__fixtures__/keras-grad-cam.json: a small network, a picture, and its Grad-CAM as Keras computes it.

Run with a Python that has Keras 3 and TensorFlow:  python scripts/make-grad-cam-fixture.py
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "src" / "explain" / "__fixtures__" / "keras-grad-cam.json"


def grad_cam(model, picture, layer_name, class_index):
    """https://keras.io/examples/vision/grad_cam/ with the final softmax switched off."""
    model.layers[-1].activation = None
    both = keras.Model(model.inputs, [model.get_layer(layer_name).output, model.outputs[0]])
    with tf.GradientTape() as tape:
        features, scores = both(picture[None])
        score = scores[:, class_index]
    weights = tf.reduce_mean(tape.gradient(score, features), axis=(0, 1, 2))
    heat = tf.nn.relu(tf.reduce_sum(features[0] * weights, axis=-1)).numpy()
    model.layers[-1].activation = keras.activations.softmax
    return heat / heat.max()


def main():
    keras.utils.set_random_seed(7)
    model = keras.Sequential(
        [
            keras.Input((16, 16, 3)),
            keras.layers.Conv2D(4, 3, activation="relu", name="first"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(6, 3, activation="relu", name="last"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    picture = np.random.default_rng(3).random((16, 16, 3)).astype("float32")
    scores = model(picture[None]).numpy()[0]
    cases = [
        {"layerName": name, "classIndex": i, "heat": grad_cam(model, picture, name, i).tolist()}
        for name in ("first", "last")
        for i in range(3)
    ]
    content = {
        "weights": [w.numpy().ravel().tolist() for w in model.weights],
        "picture": picture.ravel().tolist(),
        "scores": scores.tolist(),
        "cases": cases,
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(content) + "\n")


main()
