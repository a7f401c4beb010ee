"""Writes src/__fixtures__/resize.json: what TensorFlow resizes small pictures to, as the Keras image loader asks it to.

Needs Python with tensorflow and numpy. Run it from anywhere: python make-fixtures.py
"""

import base64
import json
import pathlib

import numpy as np
import tensorflow as tf
from keras.src.backend import tensorflow as backend
from keras.src.utils.image_utils import smart_resize

METHODS = ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"]
SHAPES = [((7, 5, 3), (3, 4)), ((5, 7, 3), (9, 8)), ((13, 11, 1), (5, 6)), ((3, 17, 2), (8, 5)), ((1, 1, 4), (2, 3)), ((6, 4, 1), (6, 4))]
RATIOS = [((10, 20), (8, 8)), ((20, 10), (8, 8)), ((9, 16), (7, 5)), ((100, 50), (6, 6)), ((49, 35), (7, 7)), ((9, 40), (6, 5)), ((31, 7), (9, 4))]
random = np.random.RandomState(3)


def plain(method):
    """A signature without sizes, as in a dataset: with known sizes TensorFlow skips a resize to the same size."""
    return tf.function(
        lambda image, size: tf.image.resize(image, size, method=method),
        input_signature=[tf.TensorSpec([None, None, None], tf.uint8), tf.TensorSpec([2], tf.int32)],
    )


def text(values):
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def picture(shape):
    image = random.randint(0, 256, shape).astype(np.uint8)
    height, width, channels = shape
    return image, {"height": height, "width": width, "channels": channels, "pixels": text(image), "cases": []}


def case(size, method, result, **options):
    options = {"height": size[0], "width": size[1], "interpolation": method, **options}
    return {"options": options, "result": text(result.numpy().astype(np.float32))}


def crop(image, size, method):
    """What the loader calls for crop_to_aspect_ratio."""
    resize = tf.function(
        lambda picture: smart_resize(picture, size, interpolation=method, data_format="channels_last", backend_module=backend),
        input_signature=[tf.TensorSpec([None, None, None], tf.uint8)],
    )
    return resize(image)


pictures = []
for shape, size in SHAPES:
    image, entry = picture(shape)
    entry["cases"] = [case(size, method, plain(method)(image, size)) for method in METHODS]
    pictures.append(entry)
for shape, size in RATIOS:
    image, entry = picture((*shape, 1))
    for method in ["bilinear", "nearest"]:
        entry["cases"].append(case(size, method, crop(image, size, method), cropToAspectRatio=True))
        padded = tf.image.resize_with_pad(image, *size, method=method)
        entry["cases"].append(case(size, method, padded, padToAspectRatio=True))
    pictures.append(entry)
folder = pathlib.Path(__file__).parent.parent / "src/__fixtures__"
folder.mkdir(exist_ok=True)
(folder / "resize.json").write_text(json.dumps(pictures, indent=0) + "\n")
