"""The file of a backup: a compressed tar file of `manifest.json`, which says what is in it, and the database; encrypted with a key."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from portal.backup import sealed

#: What the form of the file is called.
FORM = "copybook backup 1"

#: Longest manifest that is read, in bytes, and how much is copied at once.
LONGEST_MANIFEST, BLOCK = 1_000_000, 1024 * 1024


class NotBackup(Exception):
    """The file cannot be used. Says why and what to do, in sentences for whoever runs the site."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when it was made (UTC), of which kind of database, at which migration, how many rows of each table,
    and how long the copy of the database is and what it must sum up to."""

    made: str
    database: str
    schema: str
    rows: Mapping[str, int]
    size: int
    sha256: str
    form: str = FORM


def sum_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, database: Path, manifest: Manifest, key: str | None) -> None:
    """Write a backup that only its owner may read, whole or not at all. Raises FileExistsError."""
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            _write(file, database, manifest, key)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, target)  # never over one that came in the meantime
    finally:
        partial.unlink(missing_ok=True)


def _write(file: BinaryIO, database: Path, manifest: Manifest, key: str | None) -> None:
    sealing = sealed.Sealing(file, key) if key else None
    with (
        gzip.GzipFile(fileobj=cast(BinaryIO, sealing or file), mode="wb") as compressed,
        tarfile.open(fileobj=compressed, mode="w|") as archive,
    ):
        words = json.dumps(asdict(manifest), indent=2, ensure_ascii=False).encode()
        archive.addfile(_member("manifest.json", len(words)), io.BytesIO(words))
        with database.open("rb") as content:
            archive.addfile(_member("database", manifest.size), content)
    if sealing:
        sealing.close()


def _member(name: str, size: int) -> tarfile.TarInfo:
    it = tarfile.TarInfo(name)
    it.size, it.mode = size, 0o600
    return it


def read(source: Path, key: str | None, into: Path) -> Manifest:
    """Read a backup, put the copy of the database where `into` says, and hold it to the manifest. Raises NotBackup and OSError."""
    with source.open("rb") as file, _said_plainly(source):
        compressed = gzip.GzipFile(fileobj=cast(BinaryIO, _opened(file, source, key)), mode="rb")
        with tarfile.open(fileobj=compressed, mode="r|") as archive:
            members = iter(archive)
            manifest = _manifest(archive, next(members, None), source)
            _copy(archive, next(members, None), manifest, into)
        while compressed.read(BLOCK):  # to the end, where the sum of the compressed bytes is
            pass
    if into.stat().st_size != manifest.size or sum_of(into) != manifest.sha256:
        raise _damaged(source)
    return manifest


def _opened(file: BinaryIO, source: Path, key: str | None) -> BinaryIO | sealed.Opening:
    begins = file.read(len(sealed.MAGIC))
    if begins != sealed.MAGIC:
        file.seek(0)
        return file
    if not key:
        raise NotBackup(f"{source} is encrypted. Set BACKUP_KEY to the key that it was made with.")
    return sealed.Opening(file, key)


@contextmanager
def _said_plainly(source: Path) -> Iterator[None]:
    try:
        yield
    except sealed.WrongKey:
        raise NotBackup(f"{source} was made with another key. Set BACKUP_KEY to that one.") from None
    except (sealed.Damaged, tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(source) from error


def _damaged(source: Path) -> NotBackup:
    return NotBackup(f"{source} is damaged, or no backup of Copybook. Nothing was changed. Try another copy of it, or an older backup.")


def _manifest(archive: tarfile.TarFile, member: tarfile.TarInfo | None, source: Path) -> Manifest:
    content = archive.extractfile(member) if member and member.name == "manifest.json" and member.size <= LONGEST_MANIFEST else None
    if content is None:
        raise _damaged(source)
    try:
        told: Any = json.loads(content.read())
        if isinstance(told, dict) and str(told.get("form", "")).startswith("copybook backup ") and told["form"] != FORM:
            raise NotBackup(f"{source} was made by a newer version of Copybook. Install that version, then restore it.")
        return Manifest(**told)
    except (ValueError, TypeError) as error:
        raise _damaged(source) from error


def _copy(archive: tarfile.TarFile, member: tarfile.TarInfo | None, manifest: Manifest, into: Path) -> None:
    content = archive.extractfile(member) if member and member.name == "database" and member.size == manifest.size else None
    if content is None:
        raise sealed.Damaged
    with os.fdopen(os.open(into, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        while block := content.read(BLOCK):
            file.write(block)
