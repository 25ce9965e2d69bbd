"""Unpack an archive that strangers filled: plain files and folders only, and within bounds."""

from __future__ import annotations

import errno
import lzma
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from runner import temporary
from runner.classroom.filenames import DEEPEST, TOO_DEEP, is_noise, spelled
from runner.classroom.marks import Unmatched
from runner.errors import SetupError, UsageError
from runner.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MB = 1_000_000
MOST_FILE_BYTES = MB
"""Of one file: the longest solution of the course has 21 kB."""
MOST_BYTES = 500 * MB
"""Of everything: 300 learners with 46 answers each come to 147 MB as a tar."""
MOST_ENTRIES = 100_000
"""The same class hands in 20,400 files."""
MOST_RATIO = 1_000
"""Unpacked to packed: the same class as .tar.xz reaches 731 where all answers are alike (4 as a
zip), a file of nothing but zeros 1,030 as a zip and 7,000 as .xz."""
_RATIO_COUNTS_FROM = 16 * MB
_CHUNK = 1 << 20
_UNPACK_IT = "If you trust it, unpack it yourself and name the folder."
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UTF8 = 0x800
_TWICE = "is there twice: the first one counts"
_NO_NAME = "has a name that no file can have here"
_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,  # a number or a name in a header that is none
    NotImplementedError,  # a zip of a later version
    RecursionError,  # a tar's headers of headers of headers
    MemoryError,  # a header that says it has terabytes
    OverflowError,
)


@contextmanager
def unpacked(archive: Path) -> Iterator[tuple[Path, tuple[Unmatched, ...]]]:
    """Unpack an archive into a temporary folder, which lasts as long as the context.

    Args:
        archive: a zip, or a tar which may be compressed by gzip, bzip2 or xz.

    Yields:
        The folder, and the entries that were refused, each with the reason.

    Raises:
        UsageError: it is no archive, or damaged, or a bomb: more than the bounds above.
        SetupError: it cannot be read, or there is no room for it.
    """
    with temporary.folder("archive") as made:
        target = made.resolve()
        try:
            unpacking = _Unpacking(archive, target)
            with archive.open("rb") as file:
                if file.read(2) == b"PK":
                    unpacking.unzip()
                else:
                    with _decompressed(file, unpacking.require_sane) as plain:
                        unpacking.untar(plain)
        except (*_DAMAGED, OSError) as error:
            shown = spelled(str(archive))
            if isinstance(error, OSError) and error.errno:
                raise SetupError(
                    f"cannot unpack {shown}: {error.strerror}",
                    mend="If there is no room, set TMPDIR to a folder that has some.",
                ) from None
            why = spelled(str(error)) or type(error).__name__
            raise UsageError(f"{shown} is damaged: {why}", mend=_UNPACK_IT) from None
        yield target, tuple(unpacking.refused)


@contextmanager
def _decompressed(file: IO[bytes], require_sane: Callable[[int], None]) -> Iterator[IO[bytes]]:
    """A tar as it was before it was compressed, so that what its headers say costs nothing more.

    Raises:
        UsageError: it is no tar, or `require_sane` finds its size too large.
    """
    with _opened(file) as stream, tempfile.TemporaryFile() as plain:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            require_sane(size)
            plain.write(chunk)
        plain.seek(0)
        if not tarfile.is_tarfile(plain):
            raise UsageError(
                f"expected a folder, a zip or a tar (.gz, .bz2, .xz), found another kind of file: "
                f"{spelled(str(file.name))}",
                mend="Name the folder that holds one folder per learner, or an archive of it.",
            )
        plain.seek(0)
        yield plain


def _opened(file: IO[bytes]) -> IO[bytes]:
    import bz2
    import gzip

    openers: dict[bytes, Callable[..., Any]] = {
        b"\x1f\x8b": gzip.open,
        b"BZ": bz2.open,
        b"\xfd7": lzma.open,
    }
    file.seek(0)
    opener = openers.get(file.read(2))
    file.seek(0)
    return opener(file, "rb") if opener else file


class _Unpacking:
    """One archive on its way into a folder."""

    def __init__(self, archive: Path, target: Path) -> None:
        self.refused: list[Unmatched] = []
        self._archive = archive
        self._packed = archive.stat().st_size
        self._target = target
        self._entries = 0
        self._size = 0

    def require_sane(self, size: int) -> None:
        """Stop at a bomb.

        Raises:
            UsageError: so many bytes are too many, or too many for an archive of this size.
        """
        if size > MOST_BYTES:
            raise self._bomb(f"{MOST_BYTES // MB} MB")
        if size > max(_RATIO_COUNTS_FROM, MOST_RATIO * self._packed):
            raise self._bomb(f"{MOST_RATIO:,} times its own size")

    def unzip(self) -> None:
        """Unpack a zip."""
        with zipfile.ZipFile(self._archive) as archive:
            for entry in archive.infolist():
                name = _name(entry)
                self._add(
                    name,
                    entry.file_size,
                    refusal=_zip_refusal(entry),
                    folder=name.endswith("/"),
                    extract=partial(self._extract, archive, entry),
                )

    def untar(self, plain: IO[bytes]) -> None:
        """Unpack a tar that is not compressed."""
        with tarfile.open(fileobj=plain, mode="r:") as archive:
            for member in archive:
                if archive.offset <= member.offset:
                    # Pythons without the fix of CVE-2025-8194 would go round for ever.
                    raise tarfile.ReadError("an entry ends before it starts")
                self._add(
                    member.name,
                    member.size,
                    refusal=_tar_refusal(member),
                    folder=member.isdir(),
                    extract=lambda _, member=member: archive.extract(
                        member, self._target, set_attrs=False, filter="data"
                    ),
                )
            # tarfile takes a broken header for the end: what follows would be lost unseen.
            plain.seek(archive.offset)
            if plain.read(tarfile.BLOCKSIZE).strip(b"\0"):
                raise tarfile.ReadError(f"after {counted(self._entries, 'file')} it is unreadable")

    def _extract(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
        shown = entry.filename
        entry.filename = path.relative_to(self._target).as_posix()
        try:
            archive.extract(entry, self._target)
        except _DAMAGED:  # the others may be whole
            path.unlink(missing_ok=True)
            self._refuse(shown, "is damaged")

    def _add(
        self,
        name: str,
        size: int,
        *,
        refusal: str,
        folder: bool,
        extract: Callable[[Path], object],
    ) -> None:
        """Unpack one entry, or note why not.

        Raises:
            UsageError: with this one it is too much.
            OSError: there is no room, or no permission.
        """
        self._entries += 1
        self._size += size
        if self._entries > MOST_ENTRIES:
            raise self._bomb(counted(MOST_ENTRIES, "file"))
        self.require_sane(self._size)
        parts = PurePosixPath(name).parts
        if _ABSOLUTE.match(name):
            return self._refuse(name, "has an absolute path")
        if ".." in parts:
            return self._refuse(name, "leads out of the archive")
        if "\0" in name:
            return self._refuse(name, _NO_NAME)
        if any(map(is_noise, parts)):
            return None
        if len(parts) > DEEPEST:
            return self._refuse(name, TOO_DEEP)
        path = self._target.joinpath(*parts)
        try:
            # Its folder is made for a refused file too: it shows whose it is.
            (path if folder else path.parent).mkdir(parents=True, exist_ok=True)
            if folder:
                return None
            if refusal:
                return self._refuse(name, refusal)
            if path.exists():
                return self._refuse(name, _TWICE)
            extract(path)
        except (FileExistsError, NotADirectoryError):
            return self._refuse(name, _TWICE)
        except OSError as error:
            if error.errno not in (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL):
                raise
            return self._refuse(name, _NO_NAME)

    def _refuse(self, name: str, why: str) -> None:
        self.refused.append(Unmatched(spelled(str(PurePosixPath(name))), why))

    def _bomb(self, what: str) -> UsageError:
        return UsageError(
            f"{spelled(str(self._archive))} unpacks to more than {what}: no class hands in as much",
            mend=_UNPACK_IT,
        )


def too_large(size: int) -> str:
    """Why an answer of so many bytes is not marked; empty where it is not too large."""
    if size <= MOST_FILE_BYTES:
        return ""
    return f"is {size / MB:,.1f} MB: at most {MOST_FILE_BYTES // MB} MB of source is marked"


def _name(entry: zipfile.ZipInfo) -> str:
    """What an entry is called by those who made the archive."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        # The format's own encoding is cp437, but macOS writes UTF-8 and does not say so.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")  # as some programs on Windows write


def _zip_refusal(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)  # 0 where Windows made it
    if kind == stat.S_IFLNK:
        return "is a symbolic link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a special file"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in _USUAL:
        # Python unpacks bzip2 and LZMA in a zip without a bound on memory.
        return "is compressed in an unusual way: make the zip with deflate"
    return too_large(entry.file_size)


def _tar_refusal(member: tarfile.TarInfo) -> str:
    if member.issym():
        return "is a symbolic link"
    if member.islnk():
        return "is a hard link"
    if not (member.isfile() or member.isdir()):
        return "is a special file"
    return too_large(member.size)
