"""The answer that the anchor measures with: authors and their books."""

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    """The base of the two models."""


class Author(Base):
    """Someone who writes."""

    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    books: Mapped[list["Book"]] = relationship(back_populates="author")


class Book(Base):
    """Something written."""

    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship(back_populates="books")


def add(session: Session, name: str, *titles: str) -> int:
    """Add an author with books and commit; returns the author's id."""
    author = Author(name=name, books=[Book(title=title) for title in titles])
    session.add(author)
    session.commit()
    return author.id


def titles(session: Session, name: str) -> list[str]:
    """The titles by one author, sorted."""
    statement = select(Book.title).join(Book.author).where(Author.name == name)
    return list(session.scalars(statement.order_by(Book.title)))


def rename(session: Session, author_id: int, name: str) -> bool:
    """Give an author another name; False where there is none."""
    author = session.get(Author, author_id)
    if author is None:
        return False
    author.name = name
    session.commit()
    return True


def counts(session: Session) -> dict[str, int]:
    """How many books each author has."""
    statement = select(Author.name, func.count(Book.id)).outerjoin(Author.books)
    rows = session.execute(statement.group_by(Author.name))
    return {row.name: row[1] for row in rows}
