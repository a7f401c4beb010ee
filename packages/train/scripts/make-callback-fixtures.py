"""Writes src/callbacks/__fixtures__/keras-callbacks.json: what Keras's callbacks do with scripted logs.

Run with a Python that has Keras 3 and TensorFlow:  python scripts/make-callback-fixtures.py
"""

import json
import math
import os
import pathlib
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "src" / "callbacks" / "__fixtures__" / "keras-callbacks.json"
NAN = float("nan")


def build():
    """A model with one weight, the metrics of the tests, and a learning rate of 0.1."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    metrics = ["accuracy", keras.metrics.AUC(name="auc"), keras.metrics.MeanAbsoluteError(name="mae")]
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=metrics)
    model.fit(np.ones((2, 1)), np.ones((2, 1)), verbose=0)
    model.stop_training = False
    model.optimizer.learning_rate = 0.1
    return model


def number(value):
    """JSON without loss: None stays, what is not finite becomes a string."""
    if value is None:
        return None
    value = float(value)
    return value if math.isfinite(value) else str(value)


def play(callback, logs_of_epochs, state):
    """Runs epochs with scripted logs until the callback stops them; the weight is the epoch counted from 1."""
    model = build()
    callback.set_model(model)
    callback.set_params({"epochs": len(logs_of_epochs)})
    callback.on_train_begin()
    epochs = []
    for epoch, logs in enumerate(logs_of_epochs):
        callback.on_epoch_begin(epoch)
        model.set_weights([np.full((1, 1), epoch + 1.0)])
        given = dict(logs)
        callback.on_epoch_end(epoch, given)
        rate = float(model.optimizer.learning_rate)
        epochs.append({"state": state(callback), "rate": rate, "added": {k: number(v) for k, v in given.items() if k not in logs}})
        if model.stop_training:
            break
    callback.on_train_end()
    return {"epochs": epochs, "stopped": bool(model.stop_training), "weight": float(model.get_weights()[0][0, 0])}


def scenario(kind, options, logs, make, state):
    result = play(make(**options), logs, state)
    scripted = [{k: number(v) for k, v in each.items()} for each in logs]
    return {"kind": kind, "options": options, "logs": scripted, **result}


def series(key, values):
    return [{key: value} for value in values]


def stopping(options, logs):
    state = lambda c: {"wait": c.wait, "best": number(c.best), "bestEpoch": c.best_epoch}  # noqa: E731
    return scenario("EarlyStopping", options, logs, keras.callbacks.EarlyStopping, state)


def plateau(options, logs):
    state = lambda c: {"wait": c.wait, "best": number(c.best)}  # noqa: E731
    return scenario("ReduceLROnPlateau", options, logs, keras.callbacks.ReduceLROnPlateau, state)


BUMPY = [1.0, 0.8, 0.81, 0.79, 0.85, 0.795, 0.7, 0.71, 0.72, 0.73]
FLAT = [1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]

SCENARIOS = [
    stopping({}, series("val_loss", BUMPY)),
    stopping({"patience": 2}, series("val_loss", BUMPY)),
    stopping({"patience": 3, "restore_best_weights": True}, series("val_loss", BUMPY)),
    stopping({"patience": 5, "restore_best_weights": True}, series("val_loss", [1.0, 0.5, 0.6, 0.7])),
    stopping({"patience": 2, "min_delta": 0.05}, series("val_loss", BUMPY)),
    stopping({"patience": 2, "min_delta": -0.05}, series("val_loss", BUMPY)),
    stopping({"monitor": "val_accuracy", "patience": 2}, series("val_accuracy", [0.5, 0.6, 0.6, 0.55, 0.7, 0.8])),
    stopping({"monitor": "auc", "patience": 1}, series("auc", [0.5, 0.6, 0.6, 0.55])),
    stopping({"monitor": "val_mae", "patience": 1}, series("val_mae", [0.5, 0.4, 0.6, 0.7])),
    stopping({"monitor": "loss", "mode": "max", "patience": 1}, series("loss", [0.5, 0.6, 0.6, 0.7])),
    stopping({"patience": 2, "baseline": 0.6}, series("val_loss", [1.0, 0.9, 0.8, 0.7, 0.75, 0.7])),
    stopping({"patience": 2, "baseline": 0.9}, series("val_loss", [1.0, 0.95, 0.8, 0.85, 0.9, 0.7])),
    stopping({"patience": 0, "baseline": 0.5}, series("val_loss", [1.0, 0.9, 0.8])),
    stopping({"patience": 1, "start_from_epoch": 3}, series("val_loss", [0.1, 0.2, 0.3, 0.5, 0.6, 0.7])),
    stopping({"patience": 1, "start_from_epoch": 2, "restore_best_weights": True}, series("val_loss", [0.1, 0.2, 0.5, 0.6, 0.7])),
    stopping({"patience": 2, "restore_best_weights": True}, series("val_loss", [NAN, 0.5, 0.4, 0.3])),
    stopping({"patience": 2, "restore_best_weights": True}, series("val_loss", [0.5, NAN, NAN, 0.3])),
    stopping({"patience": 0}, series("val_loss", [NAN, NAN, NAN])),
    plateau({"patience": 2}, series("val_loss", FLAT)),
    plateau({"patience": 2, "cooldown": 2, "factor": 0.5}, series("val_loss", FLAT)),
    plateau({"patience": 1, "factor": 0.1, "min_lr": 0.005}, series("val_loss", FLAT)),
    plateau({"patience": 2, "min_delta": 0.05, "factor": 0.5}, series("val_loss", BUMPY)),
    plateau({"patience": 1, "factor": 0.5, "cooldown": 1}, series("val_loss", BUMPY)),
    plateau({"monitor": "val_accuracy", "patience": 2, "factor": 0.5}, series("val_accuracy", [0.5, 0.6, 0.6, 0.6, 0.7, 0.6, 0.6])),
    plateau({"patience": 0, "factor": 0.5}, series("val_loss", [1.0, 1.0, 0.5, 0.6])),
    plateau({"patience": 1, "factor": 0.0}, series("val_loss", [1.0, 1.0, 1.0])),
    plateau({"patience": 2, "factor": 0.5}, series("val_loss", [NAN, 0.9, 0.8, 0.7])),
]


def checkpoint(options, logs):
    """Where ModelCheckpoint saves, epoch by epoch."""
    with tempfile.TemporaryDirectory() as folder:
        template = options["path"]
        given = {k: v for k, v in options.items() if k != "path"}
        callback = keras.callbacks.ModelCheckpoint(f"{folder}/{template}.weights.h5", save_weights_only=True, **given)
        saved = []
        model = build()
        model.save_weights = lambda path, overwrite=True: saved.append(os.path.relpath(path, folder).removesuffix(".weights.h5"))
        callback.set_model(model)
        callback.on_train_begin()
        per_epoch = []
        for epoch, each in enumerate(logs):
            callback.on_epoch_begin(epoch)
            for batch in range(3):
                callback.on_train_batch_end(batch, {"loss": 1.5, "accuracy": 0.25})
            callback.on_epoch_end(epoch, dict(each))
            per_epoch.append(saved[:])
            saved.clear()
        scripted = [{k: number(v) for k, v in each.items()} for each in logs]
        return {"options": options, "logs": scripted, "saved": per_epoch}


CHECKPOINTS = [
    checkpoint({"path": "{epoch:02d}-{val_loss:.2f}"}, series("val_loss", [1.0, 0.5, 0.623])),
    checkpoint({"path": "best", "save_best_only": True}, series("val_loss", BUMPY)),
    checkpoint({"path": "e{epoch}", "save_best_only": True, "monitor": "val_accuracy"}, series("val_accuracy", [0.5, 0.4, 0.5, 0.6, NAN, 0.7])),
    checkpoint({"path": "e{epoch}", "save_best_only": True, "initial_value_threshold": 0.9}, series("val_loss", [1.0, 0.95, 0.8])),
    checkpoint({"path": "e{epoch}-b{batch}", "save_freq": 2}, series("val_loss", [1.0, 0.9, 0.8])),
    checkpoint({"path": "{epoch:03d}_{loss:.1e}_{accuracy:.0%}", "save_freq": 4}, series("val_loss", [1.0, 0.9, 0.8])),
    checkpoint({"path": "e{epoch}", "save_best_only": True}, [{"val_loss": 0.5}, {"loss": 0.5}, {"val_loss": 0.6}]),
]


def csv(append, logs_of_epochs, before=None):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "log.csv"
        if before is not None:
            path.write_bytes(before.encode())
        callback = keras.callbacks.CSVLogger(str(path), append=append)
        callback.set_model(build())
        callback.on_train_begin()
        for epoch, logs in enumerate(logs_of_epochs):
            callback.on_epoch_end(epoch, dict(logs))
        callback.on_train_end()
        return {"append": append, "before": before, "logs": logs_of_epochs, "text": path.read_bytes().decode()}


CSVS = [
    csv(False, [{"loss": 0.5, "accuracy": 0.25, "val_loss": 0.75, "val_accuracy": 0.125}, {"loss": 0.25, "accuracy": 0.5}]),
    csv(False, [{"loss": 0.5}, {"loss": 0.25, "val_loss": 0.125, "extra": 3.5}]),
    csv(True, [{"loss": 0.5, "val_loss": 0.25}], before="epoch,loss,val_loss\r\n0,1.5,2.5\r\n"),
    csv(True, [{"loss": 0.5, "val_loss": 0.25}], before=""),
    csv(True, [{"loss": 0.5, "val_loss": 0.25}]),
    csv(False, [{"loss": 0.5, "val_loss": 0.25}], before="old"),
]

FORMATS = [
    [spec, value, ("{x:" + spec + "}" if spec else "{x}").format(x=value)]
    for spec in ["d", "02d", "5d", "f", ".2f", "08.3f", ".2e", ".0e", "g", ".3g", ".3", ".1%", "10.2f"]
    for value in ([3, 12, -7] if spec.endswith("d") else [0.5, 12.345678, -0.00001234, 123456789.0])
]

fixture = {
    "keras": keras.__version__,
    "scenarios": SCENARIOS,
    "checkpoints": CHECKPOINTS,
    "csvs": CSVS,
    "formats": FORMATS,
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(fixture, separators=(",", ":"), allow_nan=False) + "\n")
print(OUT, OUT.stat().st_size)
