"""Makes src/node/__fixtures__/keras-index.json: what Keras's image_dataset_from_directory lists, shuffles and splits.

Needs Keras 3. Run it from this package's folder: python scripts/make-index-fixtures.py
"""

import json
import os
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
from keras.src.utils import dataset_utils

FORMATS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
FILES = [
    "Zebra/1.png",
    "Zebra/10.png",
    "Zebra/2.PNG",
    "ape/b.jpg",
    "ape/B.JPG",
    "ape/a/1.gif",
    "ape/a-1/1.gif",
    "ape/a/sub/x.bmp",
    "ape/.hidden/h.png",
    "ape/.dot.png",
    "ape/notes.txt",
    "ape/picture.png.txt",
    "ape/webp.webp",
    "ape/xpng",
    "ape/.png",
    "été/é.jpeg",
    "été/e\u0301.jpeg",
    "été/\uff5a.png",
    "été/\U0001f600.png",
    "with space/new\nline.png",
    "with space/tab\t.png",
    "empty/readme.md",
    ".secret/s.png",
    "root.png",
] + [f"many/{i}.jpg" for i in range(40)]

CASES = [
    dict(labels="inferred", shuffle=False, seed=None),
    dict(labels="inferred", shuffle=True, seed=123),
    dict(labels="inferred", shuffle=True, seed=42, split=0.2),
    dict(labels="inferred", shuffle=True, seed=4294967295, split=0.29),
    dict(labels="inferred", shuffle=False, seed=None, split=0.35),
    dict(labels="inferred", shuffle=False, seed=None, class_names=["ape", "Zebra"]),
    dict(labels=None, shuffle=False, seed=None),
    dict(labels=None, shuffle=True, seed=7, split=0.5),
    dict(labels="list", shuffle=True, seed=7, split=0.5),
]


def run(root, case, labels):
    paths, found, names = dataset_utils.index_directory(
        root, labels, FORMATS, case.get("class_names"), case["shuffle"], case["seed"], False, False
    )
    parts = {"all": (paths, found)}
    if "split" in case:
        for subset in ("training", "validation"):
            parts[subset] = dataset_utils.get_training_or_validation_split(paths, found, case["split"], subset)
    relative = lambda files: [os.path.relpath(file, root) for file in files]
    plain = lambda values: None if values is None else [int(value) for value in values]
    return {
        **case,
        "class_names_given": case.get("class_names"),
        "class_names": names,
        "parts": {name: {"files": relative(f), "labels": plain(l)} for name, (f, l) in parts.items()},
    }


with tempfile.TemporaryDirectory() as root:
    for name in FILES:
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w").close()
    everything, _, _ = dataset_utils.index_directory(root, None, FORMATS, None, False, None, False, False)
    labels = [(i * 7) % 3 for i in range(len(everything))]
    cases = [run(root, case, list(labels) if case["labels"] == "list" else case["labels"]) for case in CASES]

with open("src/node/__fixtures__/keras-index.json", "w") as file:
    json.dump({"files": FILES, "labels": labels, "cases": cases}, file, indent=1)
