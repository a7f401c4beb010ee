"""Makes src/pillow/__fixtures__/pillow.json: what Keras's load_img makes of small pictures with Pillow.

Needs Keras 3 and Pillow. Run it from this package's folder: python scripts/make-pillow-fixtures.py
"""

import io
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from keras.src.utils import image_utils
from PIL import Image

random = np.random.RandomState(0)
PICTURES = {
    "rgb": random.randint(0, 256, (13, 17, 3)).astype("uint8"),
    "rgba": random.randint(0, 256, (9, 6, 4)).astype("uint8"),
}
CASES = [
    ("rgb", "rgb", (5, 4), method, keep)
    for method in ("nearest", "bilinear", "bicubic", "lanczos", "box", "hamming")
    for keep in (False, True)
] + [
    ("rgb", "rgb", (20, 23), "nearest", False),
    ("rgb", "grayscale", (20, 23), "bicubic", False),
    ("rgb", "grayscale", (13, 7), "lanczos", False),
    ("rgb", "grayscale", (13, 17), "bilinear", True),
    ("rgba", "rgba", (4, 4), "bilinear", False),
    ("rgba", "rgba", (7, 9), "lanczos", True),
    ("rgba", "rgba", (4, 5), "nearest", True),
]


def run(picture, mode, size, method, keep):
    encoded = io.BytesIO()
    Image.fromarray(PICTURES[picture]).save(encoded, "png")
    image = image_utils.load_img(encoded, color_mode=mode, target_size=size, interpolation=method, keep_aspect_ratio=keep)
    return {
        "picture": picture,
        "options": {
            "colorMode": mode,
            "height": size[0],
            "width": size[1],
            "interpolation": method,
            "keepAspectRatio": keep,
        },
        "values": np.asarray(image).ravel().tolist(),
    }


with open("src/pillow/__fixtures__/pillow.json", "w") as file:
    pictures = {name: {"shape": p.shape, "values": p.ravel().tolist()} for name, p in PICTURES.items()}
    json.dump({"pictures": pictures, "cases": [run(*case) for case in CASES]}, file, separators=(",", ":"))
