"""Makes weight files of ResNet50 and InceptionResNetV2 with Keras: python scripts/make-random-weights.py FOLDER.

Both layouts of each, with random weights, some 640 MB in all, and what Keras computes with them from pictures of three
sizes. The tests compare these where IMGCLF_TEST_WEIGHTS names the folder.
"""

import importlib.util
import json
import pathlib
import sys

spec = importlib.util.spec_from_file_location("fixtures", pathlib.Path(__file__).parent / "make-fixtures.py")
fixtures = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fixtures)

import h5py
import keras
from keras.src.legacy.saving import legacy_h5_format

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name in ("res-net50", "inception-res-net-v2"):
    build, sizes = fixtures.APPLICATIONS[name]
    keras.backend.clear_session()
    model = build(weights=None, include_top=False, pooling="avg")
    fixtures.draw_weights(model, seed=5)
    model.save_weights(folder / f"{name}.weights.h5")
    with h5py.File(folder / f"{name}.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    outputs = [
        {"size": size, "features": fixtures.flat(model.predict(fixtures.ramp((1, *size, 3)), verbose=0))}
        for size in sizes
    ]
    (folder / f"{name}.json").write_text(json.dumps(outputs) + "\n")
    print(name)
