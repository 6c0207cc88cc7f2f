"""The order of the lines of a page; what it does to text is tested with whole files in test_read_pdf.py."""

from __future__ import annotations

import random
import time

from policysearch.ingest.pdf_layout import in_reading_order
from policysearch.ingest.pdf_lines import Line


def test_a_map_with_thousands_of_labels_is_put_in_order_quickly() -> None:
    places = random.Random(1)
    labels = []
    for number in range(8_000):
        left, bottom = 500 * places.random(), 800 * places.random()
        labels.append(Line(f"label {number}", left, bottom, left + 20, bottom + 6, 6.0, start=9 * number))
    started = time.process_time()
    ordered = in_reading_order(labels)
    assert time.process_time() - started < 2
    assert sorted(" ".join(line.text for line in ordered).split()) == sorted(
        " ".join(line.text for line in labels).split()
    )
