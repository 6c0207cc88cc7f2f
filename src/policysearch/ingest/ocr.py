"""Text for pages that are only pictures: a searchable copy of a PDF, made by OCR programs on the path.

Neither program is a dependency: ``ocrmypdf`` is used if it is there, else ``tesseract``.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from ..errors import MissingExtra, UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

DPI = 300  # what Tesseract's manual recommends; lower loses small print
PAGE_SECONDS = 60  # a page at 300 dpi takes 2 to 10
PREFERRED = ("eng", "chi_sim")  # of the installed languages: those that most reports are in


def ocr_program() -> str:
    """Name of the program that will be used.

    Raises:
        MissingExtra: None is on the path.
    """
    for program in ("ocrmypdf", "tesseract"):
        if shutil.which(program):
            return program
    raise MissingExtra("no OCR program is on the path; install tesseract-ocr or ocrmypdf, or leave out --ocr")


def make_searchable(path: Path, target: Path) -> tuple[int, ...]:
    """Write a copy of a PDF in which pages without text have a text layer made by OCR.

    Args:
        path: The PDF.
        target: Where to write the copy.

    Returns:
        Numbers from 1 of the pages that were recognized.

    Raises:
        MissingExtra: No OCR program is on the path.
        UnreadableFile: The PDF, or one of its pages, could not be processed.
    """
    import pypdfium2

    program = ocr_program()
    try:
        source = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path}: is damaged or encrypted; fetch or export it again") from error
    try:
        pages = tuple(
            number for number, page in enumerate(source, 1) if not page.get_textpage().count_chars()
        )
        if program == "ocrmypdf":
            _run(
                path,
                ["ocrmypdf", "--quiet", "--skip-text", str(path), str(target)],
                seconds=PAGE_SECONDS * len(source),
            )
        else:
            _copy_with_tesseract(path, source, pages, target)
    finally:
        source.close()
    return pages


def _copy_with_tesseract(path: Path, source: object, pages: tuple[int, ...], target: Path) -> None:
    import pypdfium2

    languages = _languages()
    copy = pypdfium2.PdfDocument.new()
    for number, page in enumerate(source, 1):  # type: ignore[arg-type, var-annotated]
        if number in pages:
            picture = io.BytesIO()
            page.render(scale=DPI / 72).to_pil().save(picture, format="PNG")
            command = ["tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(DPI), "pdf"]
            recognized = pypdfium2.PdfDocument(_run(path, command, picture.getvalue()))
            copy.import_pages(recognized)
            recognized.close()
        else:
            copy.import_pages(source, [number - 1])
    copy.save(target)
    copy.close()


def _languages() -> str:
    listed = subprocess.run(
        ["tesseract", "--list-langs"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PAGE_SECONDS,
    ).stdout.split()
    return "+".join(language for language in PREFERRED if language in listed) or "eng"


def _run(path: Path, command: list[str], data: bytes = b"", *, seconds: int = PAGE_SECONDS) -> bytes:
    # One thread: several files are read at a time, each on a core of its own.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=True, timeout=seconds, env=environment
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableFile(
            f"{path}: OCR failed ({command[0]}: {type(error).__name__}); try it by hand"
        ) from error
    return done.stdout
