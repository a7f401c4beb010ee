"""Draws the pictures of `src/node/__fixtures__/drawings` and notes what Keras's MobileNetV2 says of them:
python scripts/make-drawings.py WEIGHTS.h5, with the weights of the test data.

With a folder of PNG files besides, prints what it says of these instead, as JSON: 1000 probabilities by file name.
"""

import base64
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from PIL import Image, ImageDraw

SIZE = 224
FOLDER = pathlib.Path(__file__).parent.parent / "src/node/__fixtures__/drawings"


def draw(seed):
    rng = np.random.RandomState(seed)
    color = lambda: tuple(int(v) for v in rng.randint(0, 256, 3))
    image = Image.new("RGB", (SIZE, SIZE), color())
    canvas = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = rng.randint(-40, SIZE, 2)
        width, height = rng.randint(5, 120, 2)
        shape = (canvas.ellipse, canvas.rectangle)[rng.randint(2)]
        shape([int(x), int(y), int(x + width), int(y + height)], fill=color())
    return image


def probabilities(model, file):
    image = tf.io.decode_png(tf.io.read_file(str(file)), channels=3)
    x = keras.applications.mobilenet_v2.preprocess_input(tf.cast(image, tf.float32))
    return model.predict(x[None], verbose=0)[0]


def main(weights, folder=None):
    model = keras.applications.MobileNetV2(weights=weights)
    if folder is not None:
        files = sorted(pathlib.Path(folder).glob("*.png"))
        print(json.dumps({file.name: probabilities(model, file).tolist() for file in files}))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    answers = {}
    for seed in range(4):
        file = FOLDER / f"{seed}.png"
        draw(seed).save(file, optimize=True)
        answer = probabilities(model, file)
        answers[file.name] = base64.b64encode(answer.astype("<f4").tobytes()).decode()
        print(file, file.stat().st_size, answer.max())
    (FOLDER / "probabilities.json").write_text(json.dumps(answers) + "\n")


main(*sys.argv[1:])
