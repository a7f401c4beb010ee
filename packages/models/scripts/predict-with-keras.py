"""Loads a model that was written for Keras and prints, as JSON, what it predicts: python predict-with-keras.py FILE.

The input is two examples of a fixed ramp from 0 to 255, which the tests make too.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

model = keras.saving.load_model(sys.argv[1], custom_objects={"CustomScaleLayer": CustomScaleLayer})
shape = (2, *model.input_shape[1:])
ramp = ((np.arange(np.prod(shape)) * 7919) % 511) / 2
outputs = model.predict(ramp.reshape(shape).astype(np.float32), verbose=0)
trainable = int(sum(np.prod(w.shape) for w in model.trainable_weights))
print(json.dumps({"outputs": outputs.ravel().tolist(), "trainable": trainable}))
