"""Writes what TensorFlow's default decodes some photographs to, as SHA-256 of the pixels.

Needs Python with tensorflow, and the folder cats_dogs/train of photographs: python make-photograph-hashes.py FOLDER
"""

import hashlib
import json
import pathlib
import sys

import tensorflow as tf

source = pathlib.Path(sys.argv[1])
target = pathlib.Path(__file__).parent.parent / "src/node/__fixtures__/photograph-hashes.json"


def hash_of(data, channels):
    pixels = tf.io.decode_image(data, channels=channels, expand_animations=False).numpy()
    return hashlib.sha256(pixels.tobytes()).hexdigest()


files = [path for name in ("cats", "dogs") for path in sorted((source / name).iterdir())[::100]]
hashes = {}
for path in files:
    data = path.read_bytes()
    hashes[path.relative_to(source).as_posix()] = {"rgb": hash_of(data, 3), "grayscale": hash_of(data, 1)}
target.write_text(json.dumps(hashes, indent=1) + "\n")
