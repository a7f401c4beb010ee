"""Makes src/generator/__fixtures__/keras-generator.json: what Keras's legacy ImageDataGenerator draws and computes.

Needs Keras 3 and SciPy. Run it from this package's folder: python scripts/make-generator-fixtures.py
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import warnings

import numpy as np
from keras.src.legacy.preprocessing.image import ImageDataGenerator

warnings.simplefilter("ignore")
random = np.random.RandomState(0)
IMAGE = random.randint(0, 256, (6, 9, 3)).astype("float32")
NARROW = random.randint(0, 256, (5, 8, 1)).astype("float32")
SQUARE = random.randint(0, 256, (7, 7, 1)).astype("float32")
IMAGES = random.randint(0, 256, (40, 4, 3, 1)).astype("float32")


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def options(values):
    return {camel(name): value for name, value in values.items()}


def plain(array, digits=5):
    array = np.asarray(array, dtype="float64")
    values = [int(value) if value.is_integer() else value for value in np.round(array.ravel(), digits).tolist()]
    return {"shape": list(array.shape), "values": values}


DRAWS = [
    dict(rotation_range=30, width_shift_range=0.2, height_shift_range=0.1, shear_range=10, zoom_range=0.3),
    dict(width_shift_range=5, height_shift_range=[-3, 0, 0.5], horizontal_flip=True),
    dict(width_shift_range=2.5, height_shift_range=[0.1, 0.3], vertical_flip=True, horizontal_flip=True),
    dict(zoom_range=[0.5, 0.9], channel_shift_range=20, brightness_range=[0.5, 1.5]),
    dict(width_shift_range=1, rotation_range=0.5),
]


def draws(case):
    generator = ImageDataGenerator(**case)
    results = []
    for seed in (1, 42, 4294967295):
        for first in (True, False):
            drawn = generator.get_random_transform((6, 9, 3), seed=seed if first else None)
            results.append({camel(k): v if v is None else bool(v) if "flip" in k else float(v) for k, v in drawn.items()})
    return {"options": options(case), "drawn": results}


MOVES = [
    dict(theta=90),
    dict(theta=-37.5),
    dict(tx=-2.25, ty=3.5),
    dict(shear=25),
    dict(zx=0.6, zy=1.7),
    dict(theta=20, tx=1.5, ty=-0.75, shear=-12, zx=1.2, zy=0.8),
    dict(theta=200, tx=14, ty=-17, zx=2.5, zy=2.5),
]
COLORS = [
    dict(channel_shift_intensity=30.7),
    dict(channel_shift_intensity=-12.3, flip_horizontal=True),
    dict(flip_vertical=True, brightness=0.37),
    dict(brightness=1.9),
]


def moves():
    for image, name, chosen in ((NARROW, "narrow", MOVES), (SQUARE, "square", MOVES[:1]), (IMAGE, "image", MOVES[5:6])):
        for fill_mode in ("nearest", "constant", "reflect", "wrap"):
            for order in (0, 1):
                generator = ImageDataGenerator(fill_mode=fill_mode, cval=17, interpolation_order=order)
                # Whether a point on the border between two pixels goes to one or the other is up to rounding.
                for move in chosen:
                    if order == 0 and move in MOVES[:1]:
                        continue
                    yield {
                        "image": name,
                        "options": {"fillMode": fill_mode, "cval": 17, "interpolationOrder": order},
                        "parameters": options(move),
                        "result": plain(generator.apply_transform(image, move), 3),
                    }


def colors():
    for color in COLORS:
        result = ImageDataGenerator().apply_transform(IMAGE, color)
        yield {"image": "image", "options": {}, "parameters": options(color), "result": plain(result, 3)}
    outside = ImageDataGenerator().apply_transform(IMAGE * 2 - 100, dict(brightness=1.3))
    yield {"image": "outside", "options": {}, "parameters": {"brightness": 1.3}, "result": plain(outside, 3)}


STANDARDS = [
    dict(rescale=1 / 255),
    dict(samplewise_center=True),
    dict(samplewise_std_normalization=True, rescale=0.5),
    dict(featurewise_center=True),
    dict(featurewise_std_normalization=True, rescale=1 / 127.5),
    dict(zca_whitening=True, zca_epsilon=0.1),
]


def standard(case):
    generator = ImageDataGenerator(**case)
    generator.fit(IMAGES)
    wide = ImageDataGenerator(**case)
    wide.fit(IMAGES[:9])
    return {
        "options": options(case),
        "mean": None if generator.mean is None else plain(generator.mean.ravel()),
        "std": None if generator.std is None else plain(generator.std.ravel()),
        "result": plain([generator.standardize(image.copy()) for image in IMAGES[:4]], 4),
        "fewer": plain([wide.standardize(image.copy()) for image in IMAGES[:4]], 4),
    }


def augmented_fit():
    generator = ImageDataGenerator(featurewise_std_normalization=True, rotation_range=40, horizontal_flip=True)
    generator.fit(IMAGES, augment=True, rounds=2, seed=5)
    return {"mean": plain(generator.mean.ravel()), "std": plain(generator.std.ravel())}


def flow():
    generator = ImageDataGenerator(rotation_range=30, horizontal_flip=True, zoom_range=0.2, validation_split=0.3)
    images, labels = IMAGES[:10], np.arange(10) % 3
    iterator = generator.flow(images, labels, batch_size=3, seed=11, subset="training", sample_weight=np.arange(10.0))
    batches = []
    for epoch in range(2):
        for index in range(len(iterator)):
            x, y, *_ = iterator[index]
            batches.append({"xs": plain(x, 3), "ys": plain(y)})
        iterator.on_epoch_end()
    return batches


with open("src/generator/__fixtures__/keras-generator.json", "w") as file:
    images = {"image": plain(IMAGE), "narrow": plain(NARROW), "square": plain(SQUARE), "outside": plain(IMAGE * 2 - 100), "images": plain(IMAGES)}
    cases = {
        "draws": [draws(case) for case in DRAWS],
        "transforms": [*moves(), *colors()],
        "standards": [standard(case) for case in STANDARDS],
        "augmentedFit": augmented_fit(),
        "flow": flow(),
    }
    json.dump({"images": images, **cases}, file, separators=(",", ":"))
