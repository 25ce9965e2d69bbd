"""Archives made by hand to do harm, or merely made badly: what is sound in them is unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import resource
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from runner.classroom import unpacking
from runner.classroom.unpacking import unpacked
from runner.errors import DrillsError, SetupError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOOD = b"def upsert() -> int:\n    return 1\n"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary folders come here, and none may be left."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def tar_info(name: str, kind: bytes = tarfile.REGTYPE, size: int = len(GOOD)) -> tarfile.TarInfo:
    """An entry of a tar; a link leads to /etc/passwd."""
    info = tarfile.TarInfo(name)
    info.type = kind
    info.size = size if kind == tarfile.REGTYPE else 0
    info.linkname = "/etc/passwd"
    return info


def tar_bytes(*entries: tarfile.TarInfo, **options: Any) -> bytes:
    """A tar of the entries and of a sound file behind them."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", **options) as archive:
        for info in (*entries, tar_info("ana/good.py")):
            archive.addfile(info, io.BytesIO(GOOD.ljust(info.size, b"#")))
    return made.getvalue()


def zip_info(name: str, mode: int = 0) -> zipfile.ZipInfo:
    """An entry of a zip, with the kind of file that Unix would say it is."""
    info = zipfile.ZipInfo(name)
    info.filename = info.orig_filename = name  # as it stands: ZipInfo mends some names
    info.external_attr = mode << 16
    return info


def zip_bytes(
    *entries: zipfile.ZipInfo, content: bytes = GOOD, compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip of the entries and of a sound file behind them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for info in entries:
            archive.writestr(info, content, compression)
        archive.writestr(zip_info("ana/good.py"), GOOD)
    return made.getvalue()


def unpack(archive: Path, content: bytes | None = None) -> tuple[dict[str, bytes], dict[str, str]]:
    """What an archive unpacks to, by name, and why the rest of it did not."""
    if content is not None:
        archive.write_bytes(content)
    with unpacked(archive) as (folder, refused):
        paths = sorted(folder.rglob("*"))
        assert not [path for path in paths if path.is_symlink()]
        files = {str(p.relative_to(folder)): p.read_bytes() for p in paths if p.is_file()}
        return files, {each.path: each.why for each in refused}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where the archive is; what kind it is shows by its content, not by its name."""
    return tmp_path / "class.archive"


LINK, HARD, SPECIAL = "is a symbolic link", "is a hard link", "is a special file"
ABSOLUTE, OUT = "has an absolute path", "leads out of the archive"
DEEP = "lies more than 20 folders deep"
NO_NAME = "has a name that no file can have here"


@pytest.mark.parametrize(
    ("info", "why"),
    [
        (tar_info("ana/x.py", tarfile.SYMTYPE), LINK),
        (tar_info("ana/x.py", tarfile.LNKTYPE), HARD),
        (tar_info("ana/x.py", tarfile.CHRTYPE), SPECIAL),
        (tar_info("ana/x.py", tarfile.BLKTYPE), SPECIAL),
        (tar_info("ana/x.py", tarfile.FIFOTYPE), SPECIAL),
        (tar_info("/tmp/drills-was-here.py"), ABSOLUTE),
        (tar_info("../drills-was-here.py"), OUT),
        (tar_info("ana/../../drills-was-here.py"), OUT),
        (tar_info("a/" * 21 + "x.py"), DEEP),
        (tar_info("x" * 300 + ".py"), NO_NAME),
        (tar_info("big.py", size=1_000_001), "is 1.0 MB: at most 1 MB of source is marked"),
    ],
)
def test_what_a_tar_may_not_hold(archive: Path, info: tarfile.TarInfo, why: str) -> None:
    """A bad entry is refused with its reason, the good one behind it is unpacked."""
    files, refused = unpack(archive, tar_bytes(info))
    assert files == {"ana/good.py": GOOD}
    assert refused == {info.name: why}


@pytest.mark.parametrize(
    ("info", "why"),
    [
        (zip_info("ana/x.py", stat.S_IFLNK | 0o777), LINK),
        (zip_info("ana/x.py", stat.S_IFCHR | 0o666), SPECIAL),
        (zip_info("ana/x.py", stat.S_IFIFO | 0o666), SPECIAL),
        (zip_info("/tmp/drills-was-here.py"), ABSOLUTE),
        (zip_info("C:\\drills-was-here.py"), ABSOLUTE),
        (zip_info("\\\\server\\drills-was-here.py"), ABSOLUTE),
        (zip_info("../drills-was-here.py"), OUT),
        (zip_info("ana\\..\\..\\drills-was-here.py"), OUT),
        (zip_info("a/" * 21 + "x.py"), DEEP),
        (zip_info("x" * 300 + ".py"), NO_NAME),
    ],
)
def test_what_a_zip_may_not_hold(archive: Path, info: zipfile.ZipInfo, why: str) -> None:
    """A bad entry is refused with its reason, the good one behind it is unpacked."""
    name = info.filename.replace("\\", "/")
    files, refused = unpack(archive, zip_bytes(info))
    assert files == {"ana/good.py": GOOD}
    assert refused == {name: why}


def test_a_link_does_not_redirect_what_follows(archive: Path, tmp_path: Path) -> None:
    """A link to a folder outside, then a file below it: the file stays inside."""
    link = tar_info("ana/out", tarfile.SYMTYPE)
    link.linkname = str(tmp_path)
    files, refused = unpack(archive, tar_bytes(link, tar_info("ana/out/drills-was-here.py")))
    assert set(files) == {"ana/good.py", "ana/out/drills-was-here.py"}
    assert refused == {"ana/out": LINK}
    assert not (tmp_path / "drills-was-here.py").exists()


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_names_that_clash(archive: Path, form: str) -> None:
    """Of two entries with one name the first counts; a file is no folder for another."""
    names = ["ana/a.py", "ana/a.py", "ana/a.py/b.py", "ana/c/d.py", "ana/c"]
    if form == "tar":
        content = tar_bytes(*(tar_info(name, size=100 + n) for n, name in enumerate(names)))
    else:
        with pytest.warns(UserWarning, match="Duplicate name"):
            content = zip_bytes(*map(zip_info, names))
    files, refused = unpack(archive, content)
    assert set(files) == {"ana/good.py", "ana/a.py", "ana/c/d.py"}
    if form == "tar":
        assert len(files["ana/a.py"]) == 100
    assert refused == dict.fromkeys(
        ["ana/a.py", "ana/a.py/b.py", "ana/c"], "is there twice: the first one counts"
    )


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_noise_is_not_unpacked(archive: Path, form: str) -> None:
    """Neither what systems leave behind, nor the links of a virtual environment, is listed."""
    names = ["__MACOSX/ana/._good.py", "ana/.DS_Store", "ana/__pycache__/x.pyc", ".venv/bin/python"]
    if form == "tar":
        entries = [tar_info(name) for name in names[:-1]]
        content = tar_bytes(*entries, tar_info(names[-1], tarfile.SYMTYPE))
    else:
        content = zip_bytes(*(zip_info(name, stat.S_IFLNK) for name in names))
    assert unpack(archive, content) == ({"ana/good.py": GOOD}, {})


def test_names_in_a_zip(archive: Path) -> None:
    """Backslashes part folders; UTF-8 is seen though not declared; old code pages are kept."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name in ("ben\\level_up\\a.py", "Zo__/b.py", "Ren_/c.py", "学/d.py"):
            zipped.writestr(zip_info(name), GOOD)
    content = made.getvalue().replace(b"Zo__", b"Zo\xc3\xab").replace(b"Ren_", b"Ren\x82")
    files, refused = unpack(archive, content)
    assert set(files) == {"ben/level_up/a.py", "Zoë/b.py", "René/c.py", "学/d.py"}
    assert refused == {}


def test_names_in_a_tar(archive: Path) -> None:
    """Bytes that are no UTF-8 stay what they are, and are escaped where they are listed."""
    odd = os.fsdecode(b"caf\xe9")
    files, refused = unpack(
        archive, tar_bytes(tar_info(f"{odd}/a.py"), tar_info(f"{odd}/b.py", tarfile.SYMTYPE))
    )
    assert set(files) == {f"{odd}/a.py", "ana/good.py"}
    assert refused == {"caf\\xe9/b.py": LINK}


def test_a_name_with_a_zero_byte(archive: Path) -> None:
    """The longer headers of a tar can carry what no file system can."""
    info = tar_info("x.py")
    info.pax_headers = {"path": "ana/x\0.py"}
    _, refused = unpack(archive, tar_bytes(info, format=tarfile.PAX_FORMAT))
    assert refused == {"ana/x\\x00.py": NO_NAME}


def test_empty_folders_are_kept(archive: Path) -> None:
    """A learner who handed in an empty folder is still there."""
    for content in (
        tar_bytes(tar_info("ben", tarfile.DIRTYPE)),
        zip_bytes(zip_info("ben/"), content=b""),
    ):
        archive.write_bytes(content)
        with unpacked(archive) as (folder, _):
            assert sorted(path.name for path in folder.iterdir()) == ["ana", "ben"]


# One bad entry of a zip


def test_entries_that_cannot_be_unpacked(archive: Path) -> None:
    """Encrypted, packed in odd ways or damaged: such an entry is refused, the others are not."""
    encrypted = bytearray(zip_bytes(zip_info("ana/x.py"), compression=zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        encrypted[encrypted.index(signature) + offset] |= 1
    assert unpack(archive, bytes(encrypted)) == (
        {"ana/good.py": GOOD},
        {"ana/x.py": "is encrypted"},
    )

    damaged = zip_bytes(zip_info("ana/x.py"), content=b"<first>", compression=zipfile.ZIP_STORED)
    damaged = damaged.replace(b"<first>", b"<frist>")
    assert unpack(archive, damaged) == ({"ana/good.py": GOOD}, {"ana/x.py": "is damaged"})

    for compression in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        files, refused = unpack(archive, zip_bytes(zip_info("ana/x.py"), compression=compression))
        assert set(files) == {"ana/good.py"}
        assert refused == {"ana/x.py": "is compressed in an unusual way: make the zip with deflate"}


def test_a_zip_that_understates_a_size(archive: Path) -> None:
    """No more is unpacked than was declared, and then it is seen to be damaged."""
    content = zip_bytes(zip_info("ana/x.py"), content=b"#" * 5_000_000)
    short = content.replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert short != content
    assert unpack(archive, short) == ({"ana/good.py": GOOD}, {"ana/x.py": "is damaged"})


# Bombs


def zeros(megabytes: int) -> bytes:
    """A tar of nothing but zeros."""
    return tar_bytes(tar_info("ana/x.py", size=megabytes * 1_000_000)).replace(b"#", b"\0")


@pytest.mark.parametrize(
    "content",
    [
        lambda: zip_bytes(zip_info("ana/x.py"), content=bytes(20_000_000)),
        lambda: gzip.compress(zeros(20), 9),
        lambda: bz2.compress(zeros(20)),
        lambda: lzma.compress(zeros(20)),
    ],
    ids=["zip", "gz", "bz2", "xz"],
)
def test_bombs(archive: Path, content: Callable[[], bytes]) -> None:
    """What grows a thousandfold is no class's work."""
    with pytest.raises(
        UsageError, match=r"class.archive unpacks to more than 1,000 times"
    ) as error:
        unpack(archive, content())
    assert "unpack it yourself" in error.value.mend


def test_headers_that_declare_too_much(archive: Path) -> None:
    """Sizes are added up before anything of that size is read."""
    big = tar_info("ana/x.py", size=501_000_000).tobuf()
    with pytest.raises(UsageError, match="unpacks to more than"):
        unpack(archive, big + os.urandom(1_000_000))
    content = bytearray(zip_bytes(*(zip_info(f"ana/{n}.py") for n in range(6))))
    at = 0
    for _ in range(6):
        at = content.index(b"PK\1\2", at + 1)
        content[at + 24 : at + 28] = (100_000_000).to_bytes(4, "little")
    with pytest.raises(UsageError, match="unpacks to more than"):
        unpack(archive, bytes(content))


def test_bounds_on_all_together(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many bytes, and so many entries, noise and refused ones included."""
    entries = [tar_info(f"ana/{n}.py", size=1_000) for n in range(4)]
    content = tar_bytes(*entries, tar_info(".noise"))
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 6)
    assert len(unpack(archive, content)[0]) == 5
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 5)
    with pytest.raises(UsageError, match="unpacks to more than 5 files: no class hands in as much"):
        unpack(archive, content)
    monkeypatch.undo()
    monkeypatch.setattr(unpacking, "MOST_BYTES", len(content) - 1)
    with pytest.raises(UsageError, match="unpacks to more than 0 MB"):
        unpack(archive, content)
    monkeypatch.setattr(unpacking, "MOST_BYTES", 2_000)
    with pytest.raises(UsageError, match="unpacks to more than 0 MB"):
        unpack(archive, zip_bytes(*(zip_info(f"{n}.py") for n in range(3)), content=b"#" * 999))


# Damage


def test_a_tar_that_breaks_off_is_not_taken_for_whole(archive: Path) -> None:
    """tarfile ends quietly at a broken header: half a class would be lost unseen."""
    whole = tar_bytes(tar_info("ana/a.py"), tar_info("ben/b.py"))
    broken = bytearray(whole)
    broken[1024 + 148 : 1024 + 156] = b"\0" * 8  # the checksum of the second header
    with pytest.raises(UsageError, match="is damaged: after 1 file it is unreadable"):
        unpack(archive, bytes(broken))
    with pytest.raises(UsageError, match="is damaged: unexpected end of data"):
        unpack(archive, whole[: 1024 + 520])
    with pytest.raises(UsageError, match="is damaged"):
        unpack(archive, whole[: 1024 + 100])
    assert set(unpack(archive, whole[: 3 * 1024])[0]) == {"ana/a.py", "ben/b.py", "ana/good.py"}


def hostile_headers() -> dict[str, bytes]:
    """Headers that have made tarfile hang, recurse or ask for terabytes."""
    longer = tar_info("x", tarfile.XHDTYPE)
    longer.size = 1 << 45
    beyond = tar_info("x", tarfile.XHDTYPE)
    beyond.size = 1 << 70
    backwards = tar_info("x.py", b"V")
    backwards.size = -512
    nested = tar_info("x", tarfile.XHDTYPE)
    return {
        "terabytes": longer.tobuf(tarfile.GNU_FORMAT),
        "beyond": beyond.tobuf(tarfile.GNU_FORMAT),
        "backwards": tar_info("ana/a.py", size=0).tobuf() + backwards.tobuf(tarfile.GNU_FORMAT),
        "nested": nested.tobuf() * 3_000,
    }


@pytest.mark.parametrize("name", ["terabytes", "beyond", "backwards", "nested"])
def test_hostile_headers(archive: Path, name: str) -> None:
    """They are damage, told in a line."""
    with pytest.raises(UsageError, match="is damaged"):
        unpack(archive, hostile_headers()[name] + tar_bytes())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "found another kind of file"),
        (b"print('hello')\n" * 100, "found another kind of file"),
        (gzip.compress(b"print('hello')\n"), "found another kind of file"),
        (b"PK and more", "is damaged: File is not a zip file"),
        (b"BZ and more", "is damaged: Invalid data stream"),
        (gzip.compress(tar_bytes())[:-20], "is damaged: "),
        (lzma.compress(tar_bytes())[:-20], "is damaged: "),
        (lzma.compress(tar_bytes())[:40] + b"#" * 100, "is damaged: Corrupt input data"),
        (zip_bytes()[:-30], "is damaged: File is not a zip file"),
        (
            zip_bytes(zip_info("學.py")).replace("學".encode(), b"\xff\xff\xff"),
            "is damaged: 'utf-8' codec can't decode",
        ),
    ],
)
def test_what_is_no_archive(archive: Path, content: bytes, message: str) -> None:
    """One line says what was found, one what to do."""
    with pytest.raises(UsageError) as error:
        unpack(archive, content)
    assert message in error.value.message
    assert error.value.mend


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_no_room(archive: Path, form: str) -> None:
    """What this machine lacks is not said of the archive."""
    content = os.urandom(500_000)
    if form == "tar":
        archive.write_bytes(tar_bytes(tar_info("ana/x.py", size=500_000)))
    else:
        archive.write_bytes(zip_bytes(zip_info("ana/x.py"), content=content))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(SetupError, match=r"cannot unpack .*: File too large") as error:
            unpack(archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "TMPDIR" in error.value.mend


@pytest.mark.parametrize("form", ["tar", "gz", "zip"])
def test_whatever_is_damaged_is_told_in_a_line(archive: Path, form: str) -> None:
    """Bytes changed at random never lead to anything but files, refusals or one of our errors."""
    whole = {
        "tar": tar_bytes(tar_info("ana/" + "x" * 120), format=tarfile.PAX_FORMAT),
        "gz": gzip.compress(tar_bytes(tar_info("ana/a.py"))),
        "zip": zip_bytes(zip_info("ana/a.py"), zip_info("ben/é.py")),
    }[form]
    chance = random.Random(form)
    told = 0
    for _ in range(100):
        content = bytearray(whole[: 4 * 1024])
        for _ in range(chance.choice([1, 3, 10])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            unpack(archive, bytes(content))
        except DrillsError:
            told += 1
    assert told > 5
