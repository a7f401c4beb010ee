"""One side: three epochs on MNIST with Keras.  python digits_keras.py <folder of the IDX files>"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402


def read(folder, part):
    def file(name, header):
        with open(os.path.join(folder, f"{part}-{name}"), "rb") as opened:
            return np.frombuffer(opened.read(), np.uint8)[header:]

    labels = file("labels-idx1-ubyte", 8).astype("int32")
    pixels = (file("images-idx3-ubyte", 16).astype("float32") - 33.3) / 78.6
    return pixels.reshape(len(labels), 784), labels


def build():
    hidden = [layers.Dense(128, activation="relu"), layers.Dense(128, activation="relu")]
    model = keras.Sequential([layers.Input((784,)), *hidden, layers.Dense(10, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def main(folder):
    train, test = read(folder, "train"), read(folder, "t10k")
    for _ in sys.stdin:
        model = build()
        start = time.perf_counter()
        model.fit(*train, epochs=3, batch_size=32, verbose=0)
        seconds = time.perf_counter() - start
        _, accuracy = model.evaluate(*test, verbose=0)
        print(json.dumps({"seconds": seconds, "error": (1 - accuracy) * 100}), flush=True)


main(sys.argv[1])
