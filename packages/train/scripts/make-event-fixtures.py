"""Writes src/node/tensorboard/__fixtures__/events.json: records of summaries as TensorFlow writes them, in hexadecimal.

Run with a Python that has TensorFlow:  python scripts/make-event-fixtures.py
"""

import json
import os
import pathlib
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf  # noqa: E402
from tensorflow.core.framework import summary_pb2, tensor_pb2, tensor_shape_pb2  # noqa: E402
from tensorflow.core.util import event_pb2  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "src" / "node" / "tensorboard" / "__fixtures__" / "events.json"


def record(value):
    event = event_pb2.Event(wall_time=1234567.5, step=300, summary=summary_pb2.Summary(value=[value]))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "events")
        with tf.io.TFRecordWriter(path) as writer:
            writer.write(event.SerializeToString(deterministic=True))
        return pathlib.Path(path).read_bytes().hex()


Value = summary_pb2.Summary.Value
histogram = summary_pb2.HistogramProto(
    min=1, max=31, num=3, sum=33.5, sum_squares=964.25, bucket_limit=[2.0 + i for i in range(30)], bucket=[2] + [0] * 28 + [1]
)
text = tensor_pb2.TensorProto(dtype=7, string_val=[b"# Hello"], tensor_shape=tensor_shape_pb2.TensorShapeProto())
metadata = summary_pb2.SummaryMetadata(plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name="text"))
fixture = {
    "scalar": record(Value(tag="epoch_loss", simple_value=0.123)),
    "image": record(Value(tag="w/image", image=summary_pb2.Summary.Image(height=2, width=3, colorspace=1, encoded_image_string=b"png"))),
    "histogram": record(Value(tag="w/histogram", histo=histogram)),
    "text": record(Value(tag="model", tensor=text, metadata=metadata)),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(fixture, indent=2) + "\n")
print(OUT, OUT.stat().st_size)
