"""Makes src/layers/__fixtures__/keras-layers.json: what Keras's preprocessing layers do for given draws.

Needs Keras 3 with TensorFlow. Run it from this package's folder: python scripts/make-layer-fixtures.py
"""

import itertools
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

layers = keras.layers
random = np.random.RandomState(0)
IMAGES = random.randint(0, 256, (2, 6, 5, 2)).astype("float32")
MODES = [
    dict(fill_mode=mode, interpolation=interpolation, fill_value=9.0)
    for mode, interpolation in itertools.product(("constant", "nearest", "reflect", "wrap"), ("bilinear", "nearest"))
]
PROJECTIONS = [
    [1, 0, 2.25, 0, 1, -1.5, 0, 0],
    [0.7, 0.31, -3.3, -0.4, 1.3, 2.7, 0.02, -0.03],
    [-3, 0.5, 17, 2, -2.5, -11, 0, 0],
    [1, 0, 0, 0, 1, 0, -0.5, 0],
]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def options(values):
    return {camel(name): value for name, value in values.items()}


def plain(array, digits=4):
    array = np.asarray(array, dtype="float64")
    values = [int(v) if v.is_integer() else v for v in np.round(array.ravel(), digits).tolist()]
    return {"shape": list(array.shape), "values": values}


def projections():
    for mode in MODES:
        for pair in (PROJECTIONS[:2], PROJECTIONS[2:]):
            result = keras.ops.image.affine_transform(IMAGES, np.array(pair, "float32"), **mode)
            yield {"options": options(mode), "transforms": pair, "result": plain(result)}


def drawn(layer, names):
    transformation = layer.get_random_transformation(IMAGES, training=True)
    result = layer.transform_images(IMAGES, transformation, training=True)
    draws = [np.asarray(transformation[name]).reshape(2, -1).tolist() for name in names]
    return {"layer": type(layer).__name__, "draws": draws, "result": plain(result)}


def images(shape):
    return (np.arange(np.prod(shape)) * 37 % 256).reshape(shape).astype("float32")


def fixed(layer, shape, **call):
    result = layer(images(shape), **call)
    config = {name: value for name, value in layer.get_config().items() if name not in ("name", "trainable", "dtype")}
    return {"layer": type(layer).__name__, "config": options(config), "shape": shape, "result": plain(result)}


def adapted(batches, **config):
    layer = layers.Normalization(**config)
    layer.adapt(iter(batches))
    return {"config": options(config), "mean": plain(layer.mean), "variance": plain(layer.variance)}


BATCHES = [random.rand(n, 2, 3).astype("float32") for n in (4, 4, 1)]
FIXED = [
    fixed(layers.CenterCrop(3, 4), (1, 5, 5, 1)),
    fixed(layers.CenterCrop(4, 6), (1, 7, 9, 2)),
    fixed(layers.CenterCrop(6, 4), (2, 5, 7, 1)),
    fixed(layers.RandomCrop(8, 3, seed=1), (1, 6, 5, 2), training=True),
    fixed(layers.RandomCrop(6, 7, seed=1), (2, 9, 5, 1), training=True),
    fixed(layers.Resizing(4, 3), (2, 6, 5, 2)),
    fixed(layers.Resizing(7, 8, interpolation="bicubic"), (1, 6, 5, 1)),
    fixed(layers.Resizing(3, 4, interpolation="area"), (1, 6, 5, 1)),
    fixed(layers.Resizing(4, 4, interpolation="lanczos3", crop_to_aspect_ratio=True), (1, 6, 9, 1)),
    fixed(layers.Resizing(4, 4, interpolation="nearest", pad_to_aspect_ratio=True, fill_value=5.0), (1, 6, 9, 1)),
    fixed(layers.Resizing(5, 9, pad_to_aspect_ratio=True), (1, 8, 3, 1)),
    fixed(layers.Normalization(mean=[1, 2], variance=[4, 0]), (1, 2, 2, 2)),
    fixed(layers.Normalization(axis=None, mean=3.0, variance=2.0, invert=True), (1, 2, 2, 2)),
    fixed(layers.Normalization(axis=(1, -1), mean=[[1, 2], [3, 4]], variance=[[1, 2], [3, 4]]), (1, 2, 3, 2)),
]
LOADED = [
    layers.RandomFlip("horizontal", seed=3),
    layers.RandomFlip(),
    layers.RandomRotation(0.2, fill_mode="constant", fill_value=7.0),
    layers.RandomZoom(0.3, (-0.2, 0.1), interpolation="nearest"),
    layers.RandomZoom(0.3),
    layers.RandomTranslation((-0.1, 0.2), 0.3),
    layers.RandomContrast(0.4),
    layers.RandomBrightness(0.1, value_range=(0, 1)),
    layers.Resizing(8, 8),
    layers.CenterCrop(6, 6),
    layers.RandomCrop(6, 6),
    layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[1.0, 1.0, 4.0]),
]

with open("src/layers/__fixtures__/keras-layers.json", "w") as file:
    fixtures = {
        "images": plain(IMAGES),
        "projections": list(projections()),
        "draws": [
            drawn(layers.RandomRotation(0.3, seed=1), ["angle"]),
            drawn(layers.RandomZoom(0.3, (0.1, 0.2), seed=2), ["height_zoom", "width_zoom"]),
            drawn(layers.RandomTranslation(0.3, 0.2, seed=3), ["translations"]),
            drawn(layers.RandomContrast(0.5, seed=4), ["contrast_factor"]),
            drawn(layers.RandomBrightness(0.4, seed=5), ["rgb_delta"]),
        ],
        "fixed": FIXED,
        "batches": [plain(batch, 6) for batch in BATCHES],
        "adapted": [adapted(BATCHES), adapted(BATCHES, axis=None), adapted(BATCHES, axis=(1, 2))],
        "loaded": [{"class_name": type(layer).__name__, "config": layer.get_config()} for layer in LOADED],
    }
    json.dump(fixtures, file, separators=(",", ":"))
