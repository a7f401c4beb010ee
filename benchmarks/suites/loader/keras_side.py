"""One side: Keras's loader.  python keras_side.py <folder>"""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402


def main(folder):
    dataset = None
    for _ in sys.stdin:
        processor, start = time.process_time(), time.perf_counter()
        if dataset is None:
            dataset = keras.utils.image_dataset_from_directory(folder, image_size=(160, 160), seed=1, verbose=False)
        images = sum(xs.shape[0] for xs, _ in dataset)
        wall, processor = time.perf_counter() - start, time.process_time() - processor
        print(json.dumps({"rate": images / wall, "processor": processor * 1e6 / images}), flush=True)


main(sys.argv[1])
