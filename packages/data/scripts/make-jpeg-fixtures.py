"""Makes src/node/generator/__fixtures__/keras-jpeg.json: noisy JPEGs as Keras's flow_from_directory reads them.

Needs Keras 3 and Pillow. Run it from this package's folder: python scripts/make-jpeg-fixtures.py
"""

import base64
import json
import os
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from keras.src.legacy.preprocessing.image import ImageDataGenerator
from PIL import Image

random = np.random.RandomState(0)
SIZE = (18, 24)
MADE = {
    "0-fine-chroma.jpg": ("RGB", dict(quality=75, subsampling=0)),
    "1-coarse-chroma.jpg": ("RGB", dict(quality=90, subsampling=2)),
    "2-progressive.jpg": ("RGB", dict(quality=60, subsampling=1, progressive=True)),
    "3-gray.jpg": ("L", dict(quality=80)),
}

with tempfile.TemporaryDirectory() as root:
    os.mkdir(os.path.join(root, "all"))
    encoded = {}
    for name, (mode, options) in MADE.items():
        path = os.path.join(root, "all", name)
        picture = random.randint(0, 256, (*SIZE, 3), "uint8")
        Image.fromarray(picture).convert(mode).save(path, **options)
        encoded[name] = base64.b64encode(open(path, "rb").read()).decode()
    flow = ImageDataGenerator().flow_from_directory(root, target_size=SIZE, shuffle=False, class_mode=None)
    images = [image.astype(int).ravel().tolist() for image in next(flow)]

with open("src/node/generator/__fixtures__/keras-jpeg.json", "w") as file:
    json.dump({"size": SIZE, "files": encoded, "images": images}, file, separators=(",", ":"))
