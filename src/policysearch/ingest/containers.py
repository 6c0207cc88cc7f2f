"""Files that hold other files: ZIP archives and the attachments of mails, unpacked within limits.

An archive can be made to fill a disk ("zip bomb") or to write outside the folder it is unpacked into
("zip slip"): members get names of our own on disk, and what is unpacked is counted as it is written.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..errors import UnreadableFile
from .media_types import EMAIL, ZIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_DEPTH = 2  # containers inside containers: a mail with an archive, but not for ever
MAX_MEMBERS = 5_000
MAX_BYTES = 500 << 20  # unpacked, all members of a container together
MAX_RATIO = 200  # unpacked to packed; text packs 3 to 10 times, bombs a thousand
CHUNK_BYTES = 1 << 20
DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another one.

    Attributes:
        name: Its name in the container, with ``/`` between folders; no two members share one.
        path: Where it was unpacked; its suffix is that of the name.
        problem: Why it could not be unpacked, one sentence; else "".
    """

    name: str
    path: Path
    problem: str = ""


def unpack(path: Path, media_type: str, folder: Path) -> tuple[Member, ...]:
    """Write the files inside a container to a folder.

    Args:
        path: A ZIP archive or a mail; any other file has no members.
        media_type: As ``media_type_of`` gives it.
        folder: An existing, empty folder.

    Returns:
        The members, of an archive in order of their names, without folders and hidden files.

    Raises:
        UnreadableFile: The container is damaged or encrypted as a whole, or goes beyond a limit.
    """
    if media_type == ZIP:
        members = _unpack_archive(path, folder)
    elif media_type == EMAIL:
        members = _unpack_mail(path, folder)
    else:
        return ()
    return tuple(_with_own_names(members))


def _with_own_names(members: Iterator[Member]) -> Iterator[Member]:
    """Number members of the same name: "annex.pdf", "annex (2).pdf"."""
    taken: set[str] = set()
    for member in members:
        name, number = member.name, 1
        while name in taken:
            number += 1
            plain = PurePosixPath(member.name)
            name = str(plain.with_name(f"{plain.stem} ({number}){plain.suffix}"))
        taken.add(name)
        yield replace(member, name=name)


def _unpack_archive(path: Path, folder: Path) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            entries = sorted(
                (entry for entry in files if not _is_hidden(entry.filename)), key=lambda entry: entry.filename
            )
            if len(entries) > MAX_MEMBERS:
                raise UnreadableFile(f"{path}: holds more than {MAX_MEMBERS} files; unpack it by hand")
            room = min(MAX_BYTES, path.stat().st_size * MAX_RATIO)
            for number, entry in enumerate(entries):
                target = _target(folder, number, entry.filename)
                problem = ""
                try:
                    with archive.open(entry) as source:
                        room = _copy(path, source.read, target, room)
                except DAMAGE:
                    problem = "is damaged or encrypted in the archive; unpack it by hand"
                yield Member(_plain_name(entry.filename), target, problem)
    except DAMAGE as error:
        raise UnreadableFile(f"{path}: the archive is damaged or encrypted; unpack it by hand") from error


def _copy(path: Path, read: Callable[[int], bytes], target: Path, room: int) -> int:
    """Write what ``read`` gives, and return how many bytes may still follow."""
    with target.open("wb") as file:
        while chunk := read(CHUNK_BYTES):
            room -= len(chunk)
            if room < 0:
                raise UnreadableFile(
                    f"{path}: unpacks to more than {MAX_BYTES >> 20} MB or {MAX_RATIO} times its size; "
                    "unpack it by hand"
                )
            file.write(chunk)
    return room


def _unpack_mail(path: Path, folder: Path) -> Iterator[Member]:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    for number, part in enumerate(message.iter_attachments()):
        name, content = part.get_filename(), part.get_payload(decode=True)
        if part.get_content_type() == EMAIL:
            forwarded = next(iter(part.iter_parts()), part)
            content = forwarded.as_bytes()
            name = name or f"{' '.join(str(forwarded.get('Subject', '')).split()) or 'mail'}.eml"
        if name and isinstance(content, bytes) and content:
            target = _target(folder, number, name)
            target.write_bytes(content)
            yield Member(_plain_name(name.replace("/", "-")), target)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in _plain_name(name).split("/"))


def _plain_name(name: str) -> str:
    """The name without what would lead out of the container: it is shown, never opened."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts) or "unnamed"


def _target(folder: Path, number: int, name: str) -> Path:
    return folder / f"{number}{PurePosixPath(name).suffix[:10]}"
