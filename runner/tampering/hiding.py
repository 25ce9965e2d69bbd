"""Keep what leads to the live objects of a running check from being found."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from runner.tampering.plain import plain
from runner.tampering.rules import HIDDEN


def hide_modules() -> None:
    """Take modules that are no answer's business out of `sys.modules`.

    They are still served to our own code; an audit event `drills.import` tells of each.  What
    stands in for `__import__` can be looked behind, so it holds nothing but the modules.
    """
    hidden: dict[str, ModuleType] = {}
    import_anything = builtins.__import__

    def hide() -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] in HIDDEN]:
            hidden[name] = sys.modules.pop(name)

    def guarded(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        package = (globals or {}).get("__package__")
        if plain(package if level else name).partition(".")[0] not in HIDDEN:
            return import_anything(name, globals, locals, fromlist, level)
        sys.audit("drills.import", name)
        known = None if level else hidden.get(name)
        if known is not None and all(hasattr(known, part) for part in fromlist or ()):
            return known if fromlist else hidden[name.partition(".")[0]]
        sys.modules.update(hidden)
        try:
            return import_anything(name, globals, locals, fromlist, level)
        finally:
            hide()

    guarded.__name__ = guarded.__qualname__ = "__import__"  # for pickle, by its name
    guarded.__module__ = "builtins"
    builtins.__import__ = guarded
    hide()


def hide_roots() -> None:
    """Take away what leads from a module or a list of the interpreter to pytest's live objects."""
    import _pytest.assertion.util
    import _pytest.mark.structures

    _pytest.assertion.util._config = None
    _pytest.mark.structures.MARK_GEN._config = None
    sys.meta_path[:] = [each for each in sys.meta_path if not hasattr(each, "session")]
