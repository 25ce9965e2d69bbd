from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from runner.api import Database


@pytest.fixture
def books(answer: Any, engine: Engine) -> Iterator[Session]:
    """A session with the tables made."""
    answer.Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session


@pytest.mark.task(1)
def test_a_book_is_stored(answer: Any, books: Session, database: Database) -> None:
    """An author and a book are there for another connection."""
    answer.add(books, "Ann", "One")
    assert database.rows("SELECT title FROM books") == [("One",)], "the book is not there"


@pytest.mark.task(1)
def test_titles_are_sorted(answer: Any, books: Session) -> None:
    """Titles come sorted, of one author only."""
    answer.add(books, "Ann", "Two", "One")
    answer.add(books, "Bob", "Three")
    assert answer.titles(books, "Ann") == ["One", "Two"], "other titles, or another order"


@pytest.mark.task(2)
def test_an_author_is_renamed(answer: Any, books: Session, database: Database) -> None:
    """A new name is stored."""
    author = answer.add(books, "Ann")
    assert answer.rename(books, author, "Anne"), "the author was not found"
    assert database.rows("SELECT name FROM authors") == [("Anne",)], "the name is the old one"


@pytest.mark.task(2)
def test_a_missing_author_is_told(answer: Any, books: Session) -> None:
    """No author, no renaming."""
    assert answer.rename(books, 99, "Nobody") is False, "99 is nobody"


@pytest.mark.task(3)
def test_books_are_counted(answer: Any, books: Session) -> None:
    """Each author's books are counted, also where there are none."""
    answer.add(books, "Ann", "One", "Two")
    answer.add(books, "Bob")
    assert answer.counts(books) == {"Ann": 2, "Bob": 0}, "the counts are others"


@pytest.mark.task(3)
def test_names_are_unique(answer: Any, books: Session) -> None:
    """A name cannot be taken twice."""
    answer.add(books, "Ann")
    with pytest.raises(IntegrityError):
        answer.add(books, "Ann")
    books.rollback()
    assert answer.counts(books) == {"Ann": 0}, "the second one left something behind"
