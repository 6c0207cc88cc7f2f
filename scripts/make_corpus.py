"""Write the web pages and texts of corpus/ from their marked sources: the same words without marks.

Run as ``python scripts/make_corpus.py``; ``make_corpus_pdfs.py`` draws the PDFs and
``make_corpus_gold.py`` writes the annotations.
"""

from __future__ import annotations

import tomllib

from corpus_marks import CORPUS, SOURCES, drop_marks


def main() -> None:
    """Write every file of the folders web and text, in the encoding that encodings.toml gives it."""
    encodings = tomllib.loads((SOURCES / "encodings.toml").read_text(encoding="utf-8"))
    for folder in ("web", "text"):
        for source in sorted((SOURCES / folder).iterdir()):
            name = f"{folder}/{source.name}"
            target = CORPUS / name
            target.parent.mkdir(parents=True, exist_ok=True)
            plain = drop_marks(source.read_text(encoding="utf-8"))
            target.write_bytes(plain.encode(encodings.get(name, "utf-8")))


if __name__ == "__main__":
    main()
