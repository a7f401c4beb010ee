"""Writes src/fit/__fixtures__/keras-fit.json: small fits by Keras, to be reproduced number by number.

Run with a Python that has Keras 3 and TensorFlow:  python scripts/make-fit-fixtures.py
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "src" / "fit" / "__fixtures__" / "keras-fit.json"

rng = np.random.RandomState(7)
X = rng.normal(size=(37, 4)).astype("float32").round(4)
IDS = rng.randint(0, 3, size=37)
SAMPLE_WEIGHT = rng.uniform(0.2, 2.0, size=37).round(4)
KERNELS = [rng.normal(scale=0.5, size=shape).astype("float32").round(4) for shape in [(4, 5), (5, 3)]]


def build():
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(5, activation="relu"), keras.layers.Dense(3, activation="softmax")]
    )
    model.set_weights([KERNELS[0], np.zeros(5), KERNELS[1], np.zeros(3)])
    return model


def case(name, one_hot=False, optimizer="sgd", metrics=("accuracy",), **arguments):
    y = keras.utils.to_categorical(IDS, 3) if one_hot else IDS
    loss = "categorical_crossentropy" if one_hot else "sparse_categorical_crossentropy"
    model = build()
    model.compile(optimizer=optimizer, loss=loss, metrics=list(metrics))
    given = dict(arguments)
    if given.pop("sample_weight", False):
        given["sample_weight"] = SAMPLE_WEIGHT
    history = model.fit(X, y, shuffle=False, verbose=0, **given)
    return {
        "name": name,
        "oneHot": one_hot,
        "optimizer": optimizer,
        "metrics": list(metrics),
        "arguments": arguments,
        "epoch": history.epoch,
        "history": history.history,
        "evaluate": model.evaluate(X, y, batch_size=10, verbose=0, return_dict=True),
    }


CASES = [
    case("sparse labels", epochs=3, batch_size=8),
    case("one-hot labels and a validation split", one_hot=True, epochs=3, batch_size=8, validation_split=0.2),
    case("adam", optimizer="adam", epochs=2, batch_size=16),
    case("validation every second epoch", epochs=5, batch_size=10, validation_split=0.3, validation_freq=2),
    case("listed validation epochs", epochs=4, batch_size=10, validation_split=0.3, validation_freq=[1, 4]),
    case("a later initial epoch", epochs=5, batch_size=10, initial_epoch=3),
    case("class weights", epochs=2, batch_size=8, class_weight={0: 2.0, 2: 0.25}, validation_split=0.2),
    case("class weights of one-hot labels", one_hot=True, epochs=2, batch_size=8, class_weight={0: 2.0, 2: 0.25}),
    case("sample weights", epochs=2, batch_size=8, sample_weight=True, validation_split=0.2),
]

OUT.parent.mkdir(parents=True, exist_ok=True)
fixture = {
    "keras": keras.__version__,
    "x": X.tolist(),
    "ids": IDS.tolist(),
    "sampleWeight": SAMPLE_WEIGHT.tolist(),
    "kernels": [kernel.tolist() for kernel in KERNELS],
    "cases": CASES,
}
text = json.dumps(fixture, default=float)
OUT.write_text(json.dumps(json.loads(text, parse_float=lambda value: round(float(value), 7)), separators=(",", ":")) + "\n")
print(OUT, OUT.stat().st_size)
