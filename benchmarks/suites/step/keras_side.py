"""One side: Keras.  python keras_side.py <workload>"""

import json
import os
import resource
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402


def build(name):
    if name == "digits":
        stack = [layers.Input((784,)), layers.Dense(128, activation="relu"), layers.Dense(128, activation="relu")]
        return keras.Sequential([*stack, layers.Dense(10, activation="softmax")]), "sgd", 10
    stack = [layers.Input((160, 160, 3))]
    for filters in (16, 32):
        stack += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D()]
    stack += [layers.Flatten(), layers.Dense(64, activation="relu")]
    return keras.Sequential([*stack, layers.Dense(2, activation="softmax")]), "adam", 2


def main(name):
    model, optimizer, classes = build(name)
    model.compile(optimizer, "categorical_crossentropy")
    batch = 32
    xs = np.random.RandomState(0).rand(batch, *model.input_shape[1:]).astype("float32")
    ys = np.eye(classes, dtype="float32")[np.arange(batch) % classes]
    for line in sys.stdin:
        steps = json.loads(line)["steps"]
        processor, start = time.process_time(), time.perf_counter()
        for _ in range(steps):
            model.train_on_batch(xs, ys)
        wall, processor = time.perf_counter() - start, time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figures = {"wall": wall * 1000 / steps, "processor": processor * 1000 / steps, "peak": peak}
        print(json.dumps(figures), flush=True)


main(sys.argv[1])
