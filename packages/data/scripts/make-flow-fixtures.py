"""Makes src/node/generator/__fixtures__/keras-flow.json: two epochs of Keras's flow_from_directory over small PNGs.

Needs Keras 3, SciPy and Pillow. Run it from this package's folder: python scripts/make-flow-fixtures.py
"""

import base64
import json
import os
import tempfile
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from keras.src.legacy.preprocessing.image import ImageDataGenerator
from PIL import Image

warnings.simplefilter("ignore")
random = np.random.RandomState(0)
NAMES = [".hidden/x.png", "b/1.png", "b/2.png", "b/10.png", "b/deep/3.PNG", "a/7.png", "a/8.png", "a/none.gif"]
CASES = [
    (dict(horizontal_flip=True, rotation_range=20, rescale=1 / 255), dict(seed=3, class_mode="sparse")),
    (dict(), dict(shuffle=False, color_mode="grayscale", interpolation="bilinear", keep_aspect_ratio=True)),
    (dict(validation_split=0.5), dict(shuffle=False, subset="validation", class_mode="input", interpolation="lanczos")),
    (dict(validation_split=0.5), dict(seed=9, subset="training", class_mode="binary", classes=["b", "a"])),
]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def options(values):
    return {camel(name): value for name, value in values.items()}


def plain(array):
    values = np.round(np.asarray(array, dtype="float64").ravel(), 4).tolist()
    return {"shape": list(array.shape), "values": [int(v) if v.is_integer() else v for v in values]}


def run(root, generator, flow):
    iterator = ImageDataGenerator(**generator).flow_from_directory(root, target_size=(4, 3), batch_size=3, **flow)
    batches = []
    for epoch in range(2):
        for index in range(len(iterator)):
            x, y = iterator[index]
            batches.append({"xs": plain(x), "ys": plain(y)})
        iterator.on_epoch_end()
    return {
        "generator": options(generator),
        "flow": options(flow),
        "files": iterator.filenames,
        "batches": batches,
    }


with tempfile.TemporaryDirectory() as root:
    encoded = {}
    for name in NAMES:
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        height, width = random.randint(3, 9, 2)
        Image.fromarray(random.randint(0, 256, (height, width, 3), "uint8")).save(path)
        encoded[name] = base64.b64encode(open(path, "rb").read()).decode()
    cases = [run(root, *case) for case in CASES]

with open("src/node/generator/__fixtures__/keras-flow.json", "w") as file:
    json.dump({"files": encoded, "cases": cases}, file, separators=(",", ":"))
