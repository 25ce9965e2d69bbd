"""`drills explain` and the glossary."""

import json

import pytest

from runner.catalog import REPOSITORY, Catalog
from runner.course.glossary import term, terms
from runner.errors import UsageError
from tests.commands.conftest import Call


def test_a_term_is_found_however_it_is_typed(call: Call):
    """Case, hyphens and spaces do not matter; a part does where it is clear."""
    for words in (["savepoint"], ["SavePoint"], ["identity-map"], ["identity", "map"], ["upser"]):
        result = call("explain", *words)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.strip()


def test_an_unknown_term_gets_the_close_ones(call: Call):
    """Exit code 2 and what may have been meant."""
    result = call("explain", "savpoint")
    assert result.exit_code == 2
    assert "Did you mean: savepoint?" in result.stderr
    with pytest.raises(UsageError, match="no single entry"):
        term("locking")


def test_all_terms_are_listed(call: Call):
    """Without a term: all of them."""
    assert "write skew" in call("explain").stdout.replace("\n", " ")
    assert "phantom" in json.loads(call("explain", "--json").stdout)["terms"]
    assert json.loads(call("explain", "wal", "--json").stdout)["term"] == "wal"


def test_every_term_leads_to_a_drill_that_exists():
    """Each has a meaning and at least one drill of the course."""
    names = {drill.name for drill in Catalog(REPOSITORY).drills}
    entries = terms()
    assert [entry.name for entry in entries] == sorted(
        (entry.name for entry in entries), key=str.lower
    )
    assert {name for entry in entries for name in entry.drills} <= names
