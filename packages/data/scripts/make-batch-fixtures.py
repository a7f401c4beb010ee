"""Makes src/node/__fixtures__/keras-batches.json: what Keras's image_dataset_from_directory makes of small PNGs.

Needs Keras 3 with TensorFlow. Run it from this package's folder: python scripts/make-batch-fixtures.py
"""

import base64
import json
import os
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from PIL import Image

random = np.random.RandomState(0)
FILES = {
    "a/gray.png": random.randint(0, 256, (6, 9), "uint8"),
    "a/rgb.png": random.randint(0, 256, (9, 7, 3), "uint8"),
    "b/alpha.png": random.randint(0, 256, (5, 11, 4), "uint8"),
}
CASES = [
    dict(image_size=(4, 5)),
    dict(image_size=(8, 8), interpolation="nearest", label_mode="binary"),
    dict(image_size=(4, 6), interpolation="bicubic", color_mode="grayscale", label_mode="categorical"),
    dict(image_size=(6, 4), color_mode="rgba", crop_to_aspect_ratio=True),
    dict(image_size=(6, 6), pad_to_aspect_ratio=True, label_mode=None),
]
NAMES = {
    "image_size": "imageSize",
    "label_mode": "labelMode",
    "color_mode": "colorMode",
    "crop_to_aspect_ratio": "cropToAspectRatio",
    "pad_to_aspect_ratio": "padToAspectRatio",
}


def run(root, case):
    dataset = keras.utils.image_dataset_from_directory(root, shuffle=False, verbose=False, **case)
    batch = next(iter(dataset))
    images, labels = (batch, None) if case.get("label_mode", "int") is None else batch
    plain = lambda tensor: {
        "shape": tensor.shape.as_list(),
        "values": np.round(tensor.numpy().ravel().astype("float64"), 4).tolist(),
    }
    return {
        "options": {NAMES.get(name, name): value for name, value in case.items()},
        "xs": plain(images),
        "ys": None if labels is None else plain(labels),
    }


with tempfile.TemporaryDirectory() as root:
    for name, pixels in FILES.items():
        os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
        Image.fromarray(pixels).save(os.path.join(root, name))
    encoded = {name: base64.b64encode(open(os.path.join(root, name), "rb").read()).decode() for name in FILES}
    cases = [run(root, case) for case in CASES]

with open("src/node/__fixtures__/keras-batches.json", "w") as file:
    json.dump({"files": encoded, "cases": cases}, file)
