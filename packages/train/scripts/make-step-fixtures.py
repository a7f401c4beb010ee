"""Writes what Keras computes for losses, schedules and optimisers: the fixtures of their tests.

    python scripts/make-step-fixtures.py
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers, losses, optimizers  # noqa: E402
from keras.optimizers import schedules  # noqa: E402

SOURCE = Path(__file__).parent.parent / "src"
STEPS = 100


def write(path, value):
    target = SOURCE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(value) + "\n")


def flat(array):
    return [float(x) for x in np.asarray(array, dtype="float32").ravel()]


def network(activation):
    """Two dense layers, small enough for a fixture."""
    keras.utils.set_random_seed(3)
    stack = [layers.Input((4,)), layers.Dense(5, activation="tanh"), layers.Dense(3, activation=activation)]
    return keras.Sequential(stack)


def data():
    random = np.random.RandomState(7)
    return random.randn(8, 4).astype("float32"), np.eye(3, dtype="float32")[random.randint(0, 3, 8)], random


def optimizer_fixtures():
    cases = {
        "sgd": (optimizers.SGD(0.1), ["sgd", {"learningRate": 0.1}]),
        "momentum": (optimizers.SGD(0.1, momentum=0.9), ["sgd", {"learningRate": 0.1, "momentum": 0.9}]),
        "nesterov": (
            optimizers.SGD(0.1, momentum=0.9, nesterov=True),
            ["sgd", {"learningRate": 0.1, "momentum": 0.9, "nesterov": True}],
        ),
        "rmsprop": (optimizers.RMSprop(0.01), ["rmsprop", {"learningRate": 0.01}]),
        "rmsprop with momentum": (
            optimizers.RMSprop(0.01, momentum=0.5, rho=0.8),
            ["rmsprop", {"learningRate": 0.01, "momentum": 0.5, "rho": 0.8}],
        ),
        "centered rmsprop": (
            optimizers.RMSprop(0.01, centered=True, momentum=0.3),
            ["rmsprop", {"learningRate": 0.01, "centered": True, "momentum": 0.3}],
        ),
        "centered rmsprop without momentum": (
            optimizers.RMSprop(0.01, centered=True),
            ["rmsprop", {"learningRate": 0.01, "centered": True}],
        ),
        "adam": (optimizers.Adam(0.01), ["adam", {"learningRate": 0.01}]),
        "accumulating adam": (
            optimizers.Adam(schedules.ExponentialDecay(0.01, 10, 0.9), gradient_accumulation_steps=3, clipnorm=0.05),
            [
                "adam",
                {
                    "decay": {"initialLearningRate": 0.01, "decaySteps": 10, "decayRate": 0.9},
                    "gradientAccumulationSteps": 3,
                    "clipnorm": 0.05,
                },
            ],
        ),
        "amsgrad": (optimizers.Adam(0.01, amsgrad=True), ["adam", {"learningRate": 0.01, "amsgrad": True}]),
        "adamW": (optimizers.AdamW(0.01), ["adamW", {"learningRate": 0.01}]),
        "adagrad": (optimizers.Adagrad(0.1), ["adagrad", {"learningRate": 0.1}]),
        "adadelta": (optimizers.Adadelta(1.0), ["adadelta", {"learningRate": 1}]),
        "adamax": (optimizers.Adamax(0.01), ["adamax", {"learningRate": 0.01}]),
        "nadam": (optimizers.Nadam(0.01), ["nadam", {"learningRate": 0.01}]),
        "clipnorm": (optimizers.SGD(0.5, clipnorm=0.1), ["sgd", {"learningRate": 0.5, "clipnorm": 0.1}]),
        "clipvalue": (optimizers.SGD(0.5, clipvalue=0.05), ["sgd", {"learningRate": 0.5, "clipvalue": 0.05}]),
        "global clipnorm": (
            optimizers.SGD(0.5, global_clipnorm=0.1),
            ["sgd", {"learningRate": 0.5, "globalClipnorm": 0.1}],
        ),
        "weight decay": (
            optimizers.SGD(0.1, momentum=0.9, weight_decay=0.01),
            ["sgd", {"learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.01}],
        ),
    }
    xs, ys, random = data()
    weights = random.rand(8).astype("float32")
    model = network("softmax")
    start = [flat(w) for w in model.get_weights()]
    runs = {}
    for name, (optimizer, call) in cases.items():
        model = network("softmax")
        model.compile(optimizer, "categorical_crossentropy")
        losses_seen = []
        for _ in range(STEPS):
            model.reset_metrics()
            losses_seen.append(float(model.train_on_batch(xs, ys, sample_weight=weights)))
        runs[name] = {"call": call, "losses": losses_seen[:3], "end": [flat(w) for w in model.get_weights()]}
    write(
        "optimizers/__fixtures__/optimizers.json",
        {"steps": STEPS, "xs": flat(xs), "ys": flat(ys), "weights": flat(weights), "start": start, "runs": runs},
    )


def loss_fixtures():
    """Losses on plain predictions, and through `evaluate`, which takes the logits behind softmax and sigmoid."""
    random = np.random.RandomState(11)
    shares = random.dirichlet([1.0, 1.0, 1.0], 6).astype("float32")
    labels = np.eye(3, dtype="float32")[random.randint(0, 3, 6)]
    weights = random.rand(6).astype("float32")
    plain = {
        "categoricalCrossentropy": (losses.CategoricalCrossentropy(), {}),
        "categoricalCrossentropy, smoothed": (
            losses.CategoricalCrossentropy(label_smoothing=0.1),
            {"labelSmoothing": 0.1},
        ),
        "sparseCategoricalCrossentropy": (losses.SparseCategoricalCrossentropy(), {}),
        "binaryCrossentropy": (losses.BinaryCrossentropy(), {}),
        "binaryCrossentropy, smoothed": (losses.BinaryCrossentropy(label_smoothing=0.2), {"labelSmoothing": 0.2}),
        "meanSquaredError": (losses.MeanSquaredError(), {}),
        "meanAbsoluteError": (losses.MeanAbsoluteError(), {}),
        "meanAbsolutePercentageError": (losses.MeanAbsolutePercentageError(), {}),
        "meanSquaredLogarithmicError": (losses.MeanSquaredLogarithmicError(), {}),
        "klDivergence": (losses.KLDivergence(), {}),
        "poisson": (losses.Poisson(), {}),
    }
    values = {}
    for name, (loss, options) in plain.items():
        truth = labels.argmax(-1) if name.startswith("sparse") else labels
        values[name] = {
            "options": options,
            "value": float(loss(truth, shares)),
            "weighted": float(loss(truth, shares, sample_weight=weights)),
        }
    logits = np.array([[50, 0, 0], [0, 1, -30], [-40, 40, 3]], dtype="float32")
    truth = np.array([[0, 1, 0], [1, 0, 0], [0, 1, 0]], dtype="float32")
    behind = {}
    for activation, loss in [
        ("softmax", "categorical_crossentropy"),
        ("softmax", "sparse_categorical_crossentropy"),
        ("sigmoid", "binary_crossentropy"),
    ]:
        model = keras.Sequential([layers.Input((3,)), layers.Activation(activation)])
        model.compile(loss=loss)
        given = truth.argmax(-1) if loss.startswith("sparse") else truth
        behind[loss] = {"activation": activation, "value": float(model.evaluate(logits, given, verbose=0))}
    write(
        "losses/__fixtures__/losses.json",
        {
            "predictions": flat(shares),
            "labels": flat(labels),
            "weights": flat(weights),
            "values": values,
            "logits": flat(logits),
            "truth": flat(truth),
            "behind": behind,
        },
    )


def schedule_fixtures():
    cases = {
        "exponentialDecay": (schedules.ExponentialDecay(0.1, 10, 0.5), {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5}),
        "exponentialDecay, stairs": (
            schedules.ExponentialDecay(0.1, 10, 0.5, staircase=True),
            {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True},
        ),
        "inverseTimeDecay": (schedules.InverseTimeDecay(0.1, 10, 0.5), {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5}),
        "inverseTimeDecay, stairs": (
            schedules.InverseTimeDecay(0.1, 10, 0.5, staircase=True),
            {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True},
        ),
        "piecewiseConstantDecay": (
            schedules.PiecewiseConstantDecay([5, 20], [0.1, 0.01, 0.001]),
            {"boundaries": [5, 20], "values": [0.1, 0.01, 0.001]},
        ),
        "polynomialDecay": (schedules.PolynomialDecay(0.1, 20, power=2.0), {"initialLearningRate": 0.1, "decaySteps": 20, "power": 2}),
        "polynomialDecay, cycle": (
            schedules.PolynomialDecay(0.1, 10, end_learning_rate=0.01, cycle=True),
            {"initialLearningRate": 0.1, "decaySteps": 10, "endLearningRate": 0.01, "cycle": True},
        ),
        "cosineDecay": (schedules.CosineDecay(0.1, 20, alpha=0.1), {"initialLearningRate": 0.1, "decaySteps": 20, "alpha": 0.1}),
        "cosineDecay, warm-up": (
            schedules.CosineDecay(0.0, 20, warmup_target=0.2, warmup_steps=5),
            {"initialLearningRate": 0, "decaySteps": 20, "warmupTarget": 0.2, "warmupSteps": 5},
        ),
        "cosineDecayRestarts": (schedules.CosineDecayRestarts(0.1, 6, m_mul=0.9), {"initialLearningRate": 0.1, "firstDecaySteps": 6, "mMul": 0.9}),
        "cosineDecayRestarts, even": (
            schedules.CosineDecayRestarts(0.1, 6, t_mul=1.0, alpha=0.2),
            {"initialLearningRate": 0.1, "firstDecaySteps": 6, "tMul": 1, "alpha": 0.2},
        ),
    }
    steps = [0, 1, 4, 5, 6, 7, 10, 11, 17, 20, 21, 29, 40]
    values = {name: {"options": options, "values": [float(schedule(s)) for s in steps]} for name, (schedule, options) in cases.items()}
    write("schedules/__fixtures__/schedules.json", {"steps": steps, "cases": values})


def network_fixtures():
    """Ten steps of networks whose gradients differ between libraries: ties, padded means, inner inputs."""
    random = np.random.RandomState(5)
    # Few different values, so that windows have several largest ones.
    xs = (random.randint(0, 3, (4, 7, 6, 2)) / 2).astype("float32")
    ys = np.eye(3, dtype="float32")[random.randint(0, 3, 4)]

    def windows():
        return [
            layers.Conv2D(4, (3, 2), strides=(2, 1), padding="same", activation="relu6", name="conv"),
            layers.BatchNormalization(momentum=0.8, name="norm"),
            layers.AveragePooling2D(3, strides=2, padding="same"),
            layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="relu", name="depthwise"),
            layers.GlobalMaxPooling2D(),
            layers.Dense(3, activation="softmax", name="dense"),
        ]

    def ties():
        return [
            layers.ReLU(),
            layers.MaxPooling2D(3, strides=2, padding="same"),
            layers.Conv2D(3, 2, activation="relu", name="conv"),
            layers.MaxPooling2D(2, strides=1),
            layers.Flatten(),
            layers.Dense(3, activation="softmax", name="dense"),
        ]

    runs = {}
    for name, stack in {"windows": windows, "ties": ties}.items():
        keras.utils.set_random_seed(1)
        model = keras.Sequential([layers.Input((7, 6, 2)), *stack()])
        weights = lambda: {layer.name: [flat(w) for w in layer.get_weights()] for layer in model.layers if layer.weights}  # noqa: E731
        start = weights()
        model.compile(optimizers.SGD(0.05, momentum=0.9), "categorical_crossentropy")
        for _ in range(10):
            model.train_on_batch(xs, ys)
        runs[name] = {"start": start, "end": weights()}
    write("step/__fixtures__/networks.json", {"xs": flat(xs), "ys": flat(ys), "runs": runs})


optimizer_fixtures()
network_fixtures()
loss_fixtures()
schedule_fixtures()
