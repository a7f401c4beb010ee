"""Writes the fixtures of the Haar cascade's tests with OpenCV in Python, the reference.

    python scripts/make-fixtures.py [folder with gate/ and imagenet_sample/]

Needs OpenCV 4 with its data (Debian: python3-opencv, opencv-data). OpenCV 5 has no cascades.
"""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np

CASCADE = Path("/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt.xml")
FIXTURES = Path(__file__).parent.parent / "src/faces/haar-cascade/__fixtures__"
STAGES = 3
OPTIONS = [
    {},
    {"scaleFactor": 1.9, "minNeighbors": 0},
    {"scaleFactor": 1.2, "minNeighbors": 5, "minSize": 30, "maxSize": 50},
]


def first_stages():
    """The cascade cut after a few stages: small enough for the repository, and finds something in any picture."""
    text = CASCADE.read_text()
    licence = text[text.index("<!--") : text.index("-->") + 3]
    tree = ElementTree.fromstring(text)
    cascade = tree.find("cascade")
    stages = cascade.find("stages")
    for stage in list(stages)[STAGES:]:
        stages.remove(stage)
    cascade.find("stageNum").text = str(STAGES)
    used = 1 + max(int(nodes.text.split()[2]) for nodes in stages.iter("internalNodes"))
    features = cascade.find("features")
    for feature in list(features)[used:]:
        features.remove(feature)
    body = ElementTree.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0"?>\n{licence}\n{body}\n'


def picture():
    """Smooth noise with contrast enough for the cascade."""
    noise = np.random.RandomState(7).randint(0, 256, (12, 16, 3)).astype(np.uint8)
    return cv2.resize(noise, (120, 90), interpolation=cv2.INTER_CUBIC)


def boxes(cascade, image, scaleFactor=1.1, minNeighbors=3, minSize=0, maxSize=0):
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    found, hits = cascade.detectMultiScale2(
        grey, scaleFactor=scaleFactor, minNeighbors=minNeighbors, minSize=(minSize,) * 2, maxSize=(maxSize,) * 2
    )
    return [[*map(int, box), int(count)] for box, count in zip(found, hits)]


def photographs(data):
    cascade = cv2.CascadeClassifier(str(CASCADE))
    sample = sorted((data / "imagenet_sample").iterdir())[151:269]
    files = [*sorted((data / "gate").glob("*/*.jpg")), *sample]
    return {str(file.relative_to(data)): boxes(cascade, cv2.imread(str(file))) for file in files}


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    xml = FIXTURES / "first-stages.xml"
    xml.write_text(first_stages())
    image = picture()
    cv2.imwrite(str(FIXTURES / "noise.png"), image)
    cascade = cv2.CascadeClassifier(str(xml))
    expected = [{"options": options, "boxes": boxes(cascade, image, **options)} for options in OPTIONS]
    (FIXTURES / "noise.json").write_text(json.dumps({"opencv": cv2.__version__, "expected": expected}) + "\n")
    if len(sys.argv) > 1:
        (FIXTURES / "photographs.json").write_text(json.dumps(photographs(Path(sys.argv[1])), indent=1) + "\n")


main()
