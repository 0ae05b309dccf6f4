"""Milliseconds a message takes to read, beside the bare linear model."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bench.report import print_report
from bot.settings import ROOT, read_settings
from jiesu.compose import Product
from jiesu.understanding import Understander
from training.sentences import read_sentences

MESSAGES = 400


def run() -> None:
    """Read shipped sentences one by one with the product and with the reference, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(read_settings(data=Path(folder)))
        product.upgrade_database()
        product.load_defaults()
        understander = Understander(product)
        texts = [s.text for s in read_sentences(ROOT / "data/nlu")]
        labels = [len(t) % 30 for t in texts]
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2))
        model = LinearSVC().fit(vectorizer.fit_transform(texts[:4000]), labels[:4000])
        chosen = texts[:: max(1, len(texts) // MESSAGES)][:MESSAGES]
        understander.read("0", chosen[0])
        product_ms = _times(lambda text: understander.read("1", text), chosen)
        reference_ms = _times(lambda text: model.predict(vectorizer.transform([text])), chosen)
        product.engine.dispose()
    figures = {
        "understand_ms_p50": statistics.median(product_ms),
        "understand_ms_p95": statistics.quantiles(product_ms, n=20)[-1],
        "reference_ms_p50": statistics.median(reference_ms),
    }
    figures["ratio_to_reference"] = figures["understand_ms_p50"] / figures["reference_ms_p50"]
    print_report("understand", figures)


def _times(read: Callable[[str], object], texts: list[str]) -> list[float]:
    times = []
    for text in texts:
        begun = time.perf_counter()
        read(text)
        times.append((time.perf_counter() - begun) * 1000)
    return times
