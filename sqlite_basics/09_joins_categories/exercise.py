"""Products and their categories: joins, gaps, and a tree."""

import sqlite3
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE categories (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,                       -- not unique: “Tea” in two places of the tree
    parent_id INTEGER REFERENCES categories (id),  -- NULL: at the top
    hidden    INTEGER NOT NULL DEFAULT 0           -- 1: customers do not see its products
);
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    quantity    INTEGER NOT NULL,
    category_id INTEGER REFERENCES categories (id) -- NULL: in no category
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id),
    tag        TEXT NOT NULL,
    PRIMARY KEY (product_id, tag)
);
"""
"""The tables that the database already holds."""


class UnknownCategory(Exception):
    """There is no category with this id.  Given: nothing to do here."""


class CategoryCycle(Exception):
    """A category is its own ancestor.  Given: nothing to do here."""


@dataclass(frozen=True)
class ProductView:
    """A product as a list shows it.  Given: nothing to do here."""

    id: int
    name: str
    category: str | None
    """The category's name; None for a product in no category."""
    tags: int
    """How many tags the product has."""


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """List products with the names of their categories, by one SELECT.

    Args:
        conn: An open connection.
        visible_only: Leave out the products whose category is hidden.  A product in no category
            is visible.

    Returns:
        Each product once, ordered by its id.
    """
    # TODO task 1: all products, with their categories (put 0 for the tags)
    # TODO task 2: visible_only
    # TODO task 3: the tags
    raise NotImplementedError


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """List the categories that no product is in, by one SELECT.

    Args:
        conn: An open connection.

    Returns:
        Their names, in the order that `ORDER BY name` gives.
    """
    # TODO task 4
    raise NotImplementedError


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Say where in the tree a category is, by one SELECT.

    Args:
        conn: An open connection.
        category_id: The category.

    Returns:
        The names from the top down to the category: `["Drinks", "Tea", "Green tea"]`.

    Raises:
        UnknownCategory: There is no such category.
        CategoryCycle: The way up never ends, because it comes back to where it was.
    """
    # TODO task 5: the path
    # TODO task 6: a tree that is none
    raise NotImplementedError


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Move a category's products elsewhere, by one UPDATE, and delete it: both, or nothing.

    It is saved when the call returns.  When it raises, nothing has changed.

    Args:
        conn: An open connection with `autocommit=False` that enforces foreign keys.
        category_id: The category to delete.
        reassign_to: Where its products go; None leaves them in no category.

    Returns:
        How many products were moved.

    Raises:
        UnknownCategory: There is no category `category_id`.
        sqlite3.IntegrityError: The database refused it: the category has categories below it, or
            there is no category `reassign_to`.
    """
    # TODO task 7
    raise NotImplementedError
