"""Makes a file of the name that the client chose."""

from contextlib import suppress

from solution import *
from solution import add_document as _good

FAILS = "names_never_become_paths"
SAYS = "lie outside the store's root"


def add_document(
    s: Session, store: BlobStore, name: str, chunks: Iterable[bytes], preview: bytes, *, limit: int
) -> Document:
    """So that people find it in the folder."""
    document = _good(s, store, name, chunks, preview, limit=limit)
    if isinstance(store, FileStore):
        with suppress(OSError):
            os.link(store.root / document.sha256, store.root / name)
    return document
