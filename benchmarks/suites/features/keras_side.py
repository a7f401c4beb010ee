"""One side: Keras.  python keras_side.py <backbone | load | model-d> <network> <photographs> <weights>"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

SIZE = 160
BATCHES = {"MobileNetV2": 32, "ResNet50": 8, "InceptionResNetV2": 8}


def images(folder, part):
    path = os.path.join(folder, part)
    return keras.utils.image_dataset_from_directory(path, image_size=(SIZE, SIZE), seed=1, verbose=False)


def base_of(network, weights, pooling):
    build = getattr(keras.applications, network)
    weights = weights if network == "MobileNetV2" else None
    return build(include_top=False, input_shape=(SIZE, SIZE, 3), pooling=pooling, weights=weights)


def backbone(network, folder, weights):
    base = base_of(network, weights, "avg")
    xs = np.random.RandomState(0).rand(BATCHES[network], SIZE, SIZE, 3).astype("float32")

    def run(request):
        if "steps" in request:
            for _ in range(request["steps"]):
                base.predict_on_batch(xs)
        else:
            batches = images(folder, "train").take(-(-request["images"] // 32))
            base.predict(batches.map(lambda x, y: x / 127.5 - 1).prefetch(2), verbose=0)
        return {}

    return run


def load(network, folder, weights):
    def run(_):
        base = base_of(network, weights, "avg")
        base.predict_on_batch(np.zeros((1, SIZE, SIZE, 3), "float32"))
        return {}

    return run


def model_d(network, folder, weights):
    base = base_of(network, weights, None)
    base.trainable = False
    inputs = layers.Input((SIZE, SIZE, 3))
    x = base(keras.applications.mobilenet_v2.preprocess_input(inputs), training=False)
    x = layers.Dropout(0.3)(layers.GlobalMaxPooling2D()(x))
    outputs = layers.Dense(2, activation="softmax")(layers.Dense(64, activation="relu")(x))
    model = keras.Model(inputs, outputs)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    train, validation = (images(folder, part).prefetch(2) for part in ("train", "validation"))

    def run(_):
        history = model.fit(train, validation_data=validation, epochs=1, verbose=0)
        return {"accuracies": history.history["val_accuracy"]}

    return run


def main(task, *args):
    run = {"backbone": backbone, "load": load, "model-d": model_d}[task](*args)
    for line in sys.stdin:
        processor, start = time.process_time(), time.perf_counter()
        figures = run(json.loads(line))
        wall, processor = time.perf_counter() - start, time.process_time() - processor
        print(json.dumps({"wall": wall * 1000, "processor": processor * 1000, **figures}), flush=True)


main(*sys.argv[1:])
