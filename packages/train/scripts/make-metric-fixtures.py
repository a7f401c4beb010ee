"""Writes src/metrics/__fixtures__/keras-metrics.json: metrics by Keras, and by their definitions in NumPy.

Run with a Python that has Keras 3 and TensorFlow:  python scripts/make-metric-fixtures.py
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import numpy as np  # noqa: E402
from keras import metrics, utils  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "src" / "metrics" / "__fixtures__" / "keras-metrics.json"
rng = np.random.RandomState(3)


def softmax_set(rows, classes, sharpness):
    """Labels that the probabilities tend to, rounded so that ties occur."""
    ids = rng.randint(0, classes, size=rows)
    logits = rng.normal(size=(rows, classes)) + sharpness * np.eye(classes)[ids]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return ids, p.round(2).astype("float32")


def over(metric, y, p):
    """Keras's value, taken in two uneven batches."""
    metric.update_state(y[:7], p[:7])
    metric.update_state(y[7:], p[7:])
    return float(np.asarray(metric.result()))


def keras_values(ids, p):
    classes = p.shape[1]
    y = utils.to_categorical(ids, classes).astype("float32")
    values = {
        "binary_accuracy": over(metrics.BinaryAccuracy(), y, p),
        "categorical_accuracy": over(metrics.CategoricalAccuracy(), y, p),
        "sparse accuracy": over(metrics.SparseCategoricalAccuracy(), ids, p),
        "precision": over(metrics.Precision(), y, p),
        "precision threshold 0.3": over(metrics.Precision(thresholds=0.3), y, p),
        "precision topK 2": over(metrics.Precision(top_k=2), y, p),
        "precision classId 1": over(metrics.Precision(class_id=1), y, p),
        "recall": over(metrics.Recall(), y, p),
        "recall topK 2 classId 1": over(metrics.Recall(top_k=2, class_id=1), y, p),
        "auc": over(metrics.AUC(), y, p),
        "auc minoring": over(metrics.AUC(summation_method="minoring"), y, p),
        "auc majoring": over(metrics.AUC(summation_method="majoring"), y, p),
        "auc PR": over(metrics.AUC(curve="PR"), y, p),
        "auc PR minoring": over(metrics.AUC(curve="PR", summation_method="minoring"), y, p),
        "auc PR 20": over(metrics.AUC(curve="PR", num_thresholds=20), y, p),
        "auc 3": over(metrics.AUC(num_thresholds=3), y, p),
    }
    for k in (1, 2, 3):
        if k < classes:
            values[f"top {k}"] = over(metrics.TopKCategoricalAccuracy(k=k), y, p)
            values[f"sparse top {k}"] = over(metrics.SparseTopKCategoricalAccuracy(k=k), ids, p)
    for average in ("micro", "macro", "weighted"):
        values[f"f1 {average}"] = over(metrics.F1Score(average=average), y, p)
        values[f"f1 {average} 0.4"] = over(metrics.F1Score(average=average, threshold=0.4), y, p)
        values[f"f2 {average}"] = over(metrics.FBetaScore(average=average, beta=2.0), y, p)
    return values


def numpy_values(ids, p):
    """Brier score, log loss and calibration error by their definitions, in double precision."""
    p = p.astype("float64")
    rows, classes = p.shape
    y = np.eye(classes)[ids]
    eps = np.finfo("float32").eps
    brier = ((p - y) ** 2).sum(axis=1).mean()
    confidence, right = p.max(axis=1), p.argmax(axis=1) == ids
    error = 0.0
    for i in range(15):
        inside = (confidence > i / 15) & (confidence <= (i + 1) / 15)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return {
        "brier_score": brier / 2 if classes == 2 else brier,
        "log_loss": -np.log(np.clip(p[np.arange(rows), ids], eps, 1 - eps)).mean(),
        "expected_calibration_error": error,
    }


def report_values(ids, p):
    """Precision, recall, F1 and support of each class by scikit-learn's definitions."""
    classes, guesses = p.shape[1], p.argmax(axis=1)
    rows = []
    for c in range(classes):
        hits = int(((guesses == c) & (ids == c)).sum())
        taken, support = int((guesses == c).sum()), int((ids == c).sum())
        precision, recall = hits / taken if taken else 0.0, hits / support if support else 0.0
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        rows.append([precision, recall, f1, support])
    matrix = np.zeros((classes, classes), int)
    np.add.at(matrix, (ids, guesses), 1)
    return {"perClass": rows, "matrix": matrix.tolist()}


def bootstrap(right, seed, samples):
    """NumPy's legacy generator, as Mt19937 reproduces it."""
    draws = np.random.RandomState(seed)
    means = [right[draws.randint(0, len(right), size=len(right))].mean() for _ in range(samples)]
    return {"seed": seed, "samples": samples, "low": np.percentile(means, 2.5), "high": np.percentile(means, 97.5)}


SETS = []
for rows, classes, sharpness in ((40, 3, 1.5), (25, 5, 0.5), (30, 2, 1.0), (12, 4, 9.0)):
    ids, p = softmax_set(rows, classes, sharpness)
    SETS.append(
        {
            "ids": ids.tolist(),
            "predictions": [[round(float(v), 2) for v in row] for row in p],
            "keras": keras_values(ids, p),
            "numpy": numpy_values(ids, p),
            "report": report_values(ids, p),
        }
    )

binary_y = rng.randint(0, 2, size=30).astype("float32")
binary_p = np.clip(binary_y * 0.3 + rng.uniform(size=30) * 0.7, 0, 1).round(2).astype("float32")
BINARY = {
    "labels": binary_y.tolist(),
    "predictions": [round(float(v), 2) for v in binary_p],
    "keras": {
        "binary_accuracy": over(metrics.BinaryAccuracy(), binary_y, binary_p),
        "binary_accuracy 0.3": over(metrics.BinaryAccuracy(threshold=0.3), binary_y, binary_p),
        "precision": over(metrics.Precision(), binary_y, binary_p),
        "recall": over(metrics.Recall(), binary_y, binary_p),
        "auc": over(metrics.AUC(), binary_y, binary_p),
        "auc PR": over(metrics.AUC(curve="PR"), binary_y, binary_p),
    },
    "brier": float(((binary_p.astype("float64") - binary_y) ** 2).mean()),
}

right = np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1], float)
fixture = {
    "sets": SETS,
    "binary": BINARY,
    "bootstrap": {"right": right.tolist(), "cases": [bootstrap(right, 1, 200), bootstrap(right, 42, 500)]},
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(fixture, default=float, separators=(",", ":")) + "\n")
print(OUT, OUT.stat().st_size)
