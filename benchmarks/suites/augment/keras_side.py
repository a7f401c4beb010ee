"""One side: Keras's layers or its generator.  python keras_side.py layers|generator"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402
from keras.src.legacy.preprocessing.image import ImageDataGenerator  # noqa: E402

images = np.random.RandomState(0).randint(0, 256, (32, 160, 160, 3)).astype("float32")


def with_layers():
    stack = [layers.RandomFlip("horizontal"), layers.RandomRotation(0.2), layers.RandomZoom(0.2)]
    augment = tf.function(lambda x: keras.Sequential(stack)(x, training=True))
    batch = tf.constant(images)
    return lambda: augment(batch).numpy()


def with_generator():
    generator = ImageDataGenerator(horizontal_flip=True, rotation_range=72, zoom_range=0.2)
    batches = generator.flow(images, batch_size=len(images), seed=1)
    return lambda: next(batches)


def main(step):
    for line in sys.stdin:
        steps = json.loads(line)["steps"]
        processor, start = time.process_time(), time.perf_counter()
        for _ in range(steps):
            step()
        wall, processor = time.perf_counter() - start, time.process_time() - processor
        print(json.dumps({"wall": wall * 1000 / steps, "processor": processor * 1000 / steps}), flush=True)


main({"layers": with_layers, "generator": with_generator}[sys.argv[1]]())
