"""Makes src/node/npz/__fixtures__/numpy.npz: a table as NumPy writes it. Needs NumPy."""

import numpy as np

np.savez_compressed(
    "src/node/npz/__fixtures__/numpy.npz",
    features=np.arange(6, dtype="float32").reshape(3, 2) / 4,
    labels=np.array([1, 0, 2]),
    class_names=np.array(["ape", "bär", "\U0001f600"]),
    flags=np.array([True, False]),
    halves=np.array([0.5, -1.5]),
)
