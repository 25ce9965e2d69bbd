import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any

import pytest

from runner.api import Crash, Database, SqlLog, assert_same_rows, datasets

SCHEMA = """
CREATE TABLE categories (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent_id INTEGER REFERENCES categories (id),
    hidden INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE products (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, price_cents INTEGER NOT NULL,
    quantity INTEGER NOT NULL, category_id INTEGER REFERENCES categories (id)
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id), tag TEXT NOT NULL,
    PRIMARY KEY (product_id, tag)
);
"""

# id, name, parent_id, hidden
CATEGORIES = [
    (1, "Drinks", None, 0),
    (2, "Tea", 1, 0),
    (3, "O'Brien's \"green\" 🍵", 2, 0),
    (4, "Spare parts", None, 1),
    (5, "Gifts", None, 0),
    (6, "Tea", 5, 0),  # another one of that name
    (7, "Nobody's", 4, 1),
    (8, "Tea", 6, 0),  # and one that is empty
    (9, "Lids", 10, 0),
    (10, "Kitchen", None, 0),  # a parent may be younger than its child
]
# id, name, category_id
PRODUCTS = [
    (11, "Sencha", 3),
    (12, "Earl Grey", 2),
    (13, "Surprise", None),
    (14, "Lid", 4),
    (15, "", 6),
    (16, "Earl Grey", 2),
    (17, "Voucher", None),
]
TAGS = [(11, "new"), (11, "a, b"), (11, ""), (12, "new"), (17, "new"), (17, "NULL")]
# For the tasks before the one about tags: nothing is lost by joining these.
A_TAG_EACH = [(id_, "new") for id_, _, _ in PRODUCTS]
EMPTY = ["Drinks", "Gifts", "Kitchen", "Lids", "Nobody's", "Tea"]

ENDLESS = 300_000
"""Steps of SQLite's machine after which a query is stopped; a good one needs a few hundred."""


def seed(database: Database) -> None:
    """The tables, without rows."""
    with database.observer() as conn:
        conn.executescript(SCHEMA)


# ---- task 1: products and their categories ---------------------------------------------------


@pytest.mark.task(1)
def test_products_without_a_category_stay(answer: Any, database: Database) -> None:
    """Every product is listed with its category's name, or None where it is in no category."""
    with opened(database) as conn:
        number = len(listed(answer, conn))
        none = number == 0
        assert none, f"{number} products are listed where there are none: each row is one product"
        conn.rollback()
        fill(database, tags=A_TAG_EACH)
        categories = {id_: name for id_, name, _, _ in CATEGORIES}
        expected = [(id_, name, categories.get(ref or 0)) for id_, name, ref in PRODUCTS]
        # How often a product comes is asked in task 3.
        got = {(view.id, view.name, view.category) for view in listed(answer, conn)}
        only_they = {row[0] for row in PRODUCTS} - {row[0] for row in got} == {13, 17}
        assert not only_they, (
            "the 2 products in no category are missing, and no others: "
            "a JOIN drops the rows that find no partner"
        )
        assert_same_rows(
            got, expected, "each product with the name of its own category, or with None"
        )


@pytest.mark.task(1)
def test_one_select_lists_all(answer: Any, database: Database, sql: SqlLog) -> None:
    """However many products there are, they come ordered by id, by one SELECT."""
    rng = random.Random(7)
    categories = [(n, name, None, 0) for n, name in enumerate(datasets.names(20), start=1)]
    new = datasets.names(200, seed=2)
    products = [(1000 - n, name, rng.choice([None, *range(1, 21)])) for n, name in enumerate(new)]
    fill(database, categories, products, [(row[0], "new") for row in products])
    with opened(database) as conn:
        # SQLite may give rows in any order unless it is told one; this makes it take another.
        conn.execute("PRAGMA reverse_unordered_selects = ON")
        with sql.at_most(1, "for 200 products"):
            got = listed(answer, conn)
    assert_same_rows(
        dict.fromkeys(view.id for view in got),
        sorted(row[0] for row in products),
        "ordered by the product's id",
        ordered=True,
    )


# ---- task 2: visible_only --------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_filter_keeps_those_without_a_category(
    answer: Any, database: Database, sql: SqlLog
) -> None:
    """visible_only leaves out hidden categories, and keeps products in no category."""
    below = (30, "Knobs", 4, 0)  # not hidden, and the one above it is
    fill(database, [*CATEGORIES, below], [*PRODUCTS, (18, "Knob", 30)], [*A_TAG_EACH, (18, "new")])
    with opened(database) as conn:
        with sql.at_most(1, "with visible_only"):
            shown = {view.id for view in listed(answer, conn, visible_only=True)}
        everything = {view.id for view in listed(answer, conn, visible_only=False)}
    hidden_shown = 14 in shown
    assert not hidden_shown, (
        "product 14, whose category is hidden, is listed with visible_only: it is to be left out"
    )
    lost = sorted({11, 12, 13, 15, 16, 17, 18} - shown)
    only_the_knob = lost == [18]
    assert not only_the_knob, (
        "product 18 is missing with visible_only, and no other: its own category is not hidden, "
        "and those above it do not count"
    )
    only_they = lost == [13, 17]
    assert not only_they, (
        "the 2 products in no category are missing with visible_only, and no others: where a LEFT "
        "JOIN finds no partner its columns are NULL, and for WHERE a comparison with NULL is "
        "never true"
    )
    assert not lost, (
        f"the products {lost} are missing with visible_only: only those of hidden categories are "
        "left out"
    )
    all_ids = [*(row[0] for row in PRODUCTS), 18]
    assert_same_rows(everything, all_ids, "visible_only=False lists all")


# ---- task 3: the tags ------------------------------------------------------------------------


@pytest.mark.task(3)
def test_each_product_comes_once(answer: Any, database: Database) -> None:
    """A product with three tags is one row, and a product without tags is one too."""
    fill(database)
    with opened(database) as conn:
        conn.execute("PRAGMA reverse_unordered_selects = ON")
        for visible_only in (False, True):
            got = [view.id for view in listed(answer, conn, visible_only=visible_only)]
            times = got.count(11)
            comes_more_often = times > 1
            assert not comes_more_often, (
                f"product 11, which has 3 tags, was listed {times} times: "
                "a join gives a row for each pair that matches"
            )
            ids = [row[0] for row in PRODUCTS if row[0] != 14 or not visible_only]
            lost = [id_ for id_ in ids if id_ not in got]
            only_they = lost == [id_ for id_ in ids if id_ not in {11, 12, 17}]
            assert not only_they, (
                f"the products {lost} are missing, those without a tag: "
                "a JOIN drops the rows that find no partner"
            )
            assert_same_rows(got, ids, "each product once, ordered by its id", ordered=True)


@pytest.mark.task(3)
def test_tags_are_counted(answer: Any, database: Database, sql: SqlLog) -> None:
    """Each product has the number of its tags, 0 where it has none, still by one SELECT."""
    fill(database)
    with opened(database) as conn, sql.at_most(1, "for products, categories and tags"):
        got = {view.id: view.tags for view in listed(answer, conn)}
    none = [got.get(id_) for id_ in (13, 14)]
    are_zero = none == [0, 0]
    assert are_zero, (
        f"products 13 and 14 have no tags, and are listed with {none}: where a LEFT JOIN finds no "
        "partner there is still a row, with NULL as the tag"
    )
    for id_, tags in {11: 3, 12: 1, 15: 0, 16: 0, 17: 2}.items():
        number = got.get(id_)
        right = number == tags
        assert right, (
            f"product {id_} has {tags} tags, and is listed with {number}: each product's own tags "
            "are to be counted"
        )


# ---- task 4: the categories without products -------------------------------------------------


@pytest.mark.task(4)
def test_empty_categories_are_found(answer: Any, database: Database, sql: SqlLog) -> None:
    """categories_without_products() names the categories no product is in, by one SELECT."""
    products = [row for row in PRODUCTS if row[2] is not None]
    fill(database, CATEGORIES, products, [])
    with opened(database) as conn:
        conn.execute("PRAGMA reverse_unordered_selects = ON")
        with sql.at_most(1, "to find the empty categories"):
            got = names(answer.categories_without_products(conn))
    by_name = got == EMPTY[:-1]
    assert not by_name, (
        "the empty category 8, “Tea”, is not listed, and two others of that name have products: "
        "a name does not say which category is meant, the id does"
    )
    assert_same_rows(got, EMPTY, "the empty categories by name", ordered=True)


@pytest.mark.task(4)
def test_a_null_hides_no_category(answer: Any, database: Database) -> None:
    """They are found although some product is in no category, and without any product."""
    fill(database)
    with opened(database) as conn:
        got = names(answer.categories_without_products(conn))
        assert got, (
            f"no category was found, although {len(EMPTY)} are empty, as soon as one product has "
            "NULL as its category: whether an id is among values of which one is unknown is "
            "unknown as well"
        )
        assert_same_rows(got, EMPTY, "the empty categories, by name")
    with database.observer() as other:
        other.execute("DELETE FROM product_tags")
        other.execute("DELETE FROM products")
    with opened(database) as conn:
        got = names(answer.categories_without_products(conn))
    expected = sorted(name for _, name, _, _ in CATEGORIES)
    assert_same_rows(got, expected, "without products all categories are empty, also three Teas")


# ---- tasks 5 and 6: the tree -----------------------------------------------------------------


@pytest.mark.task(5)
def test_a_path_leads_from_the_top(answer: Any, database: Database, sql: SqlLog) -> None:
    """category_path() names the categories from the top of the tree down, by one SELECT."""
    deep = [(100 + n, f"level {n}", 99 + n if n else 5, 0) for n in range(1_500)]
    signs = 'Cups/mugs, "pots" > pans | a;b'
    fill(database, [*CATEGORIES, (50, signs, 10, 0), (51, "", 50, 0), *deep], [], [])
    no_circle = "it is in no circle"
    paths = (
        (1, ["Drinks"], no_circle),
        (3, ["Drinks", "Tea", "O'Brien's \"green\" 🍵"], no_circle),
        (6, ["Gifts", "Tea"], no_circle),
        (7, ["Spare parts", "Nobody's"], no_circle),
        (8, ["Gifts", "Tea", "Tea"], "two categories of one name are still two"),
        (9, ["Kitchen", "Lids"], no_circle),
        (51, ["Kitchen", signs, ""], no_circle),
        (1_599, ["Gifts", *(name for _, name, _, _ in deep)], "a long way is no circle"),
    )
    with opened(database) as conn:
        for category_id, expected, why in paths:
            with sql.at_most(1, f"for a path of {len(expected)}"):
                got = path_of(answer, conn, category_id, why)
            rule = (
                f"category {category_id}, from the top down to itself, whatever their ids are, and "
                "whatever signs stand in their names"
            )
            assert_same_rows(got, expected, rule, ordered=True)


@pytest.mark.task(5)
def test_a_missing_category_has_no_path(answer: Any, database: Database) -> None:
    """category_path() raises UnknownCategory where there is no such category."""
    fill(database)
    with opened(database) as conn:
        outcome = ""
        with suppress(answer.UnknownCategory):
            outcome = f"returned {answer.category_path(conn, 99)!r:.80}"
        raised = not outcome
        assert raised, (
            f"category_path(conn, 99) {outcome}: there is no category 99, and whatever is returned "
            "says that there is"
        )
        path = path_of(answer, conn, 6, "it is in no circle")
    assert_same_rows(path, ["Gifts", "Tea"], "category 6 is there", ordered=True)


@pytest.mark.task(6)
def test_a_cycle_ends_with_an_error(answer: Any, database: Database) -> None:
    """Where categories are each other's ancestors, category_path() raises CategoryCycle."""
    fill(database)
    loops = [(20, "A", None, 0), (21, "B", 20, 0), (22, "C", 21, 0), (23, "self", None, 0)]
    fill(database, [*loops, (24, "below", 22, 0)], [], [])
    with database.observer() as other:
        other.execute("UPDATE categories SET parent_id = 22 WHERE id = 20")
        other.execute("UPDATE categories SET parent_id = 23 WHERE id = 23")
    for category_id in (20, 22, 24, 23):
        with opened(database) as conn:
            steps = stop_when_endless(conn)
            try:
                got = answer.category_path(conn, category_id)
            except answer.CategoryCycle:
                continue
            except sqlite3.OperationalError as error:
                if steps() < ENDLESS:
                    raise
                raise AssertionError(
                    f"category_path() had not ended after {ENDLESS:,} steps where category "
                    f"{category_id} leads up into a circle: the way up must have an end of its own"
                ) from error
        raise AssertionError(
            f"category_path() returned {shortened(got)} where category {category_id} leads up into "
            "a circle, which has no top: it raises CategoryCycle"
        )
    with opened(database) as conn:
        path = path_of(answer, conn, 3, "a circle elsewhere is not on its way")
    expected = ["Drinks", "Tea", "O'Brien's \"green\" 🍵"]
    assert_same_rows(path, expected, "category 3, with a circle elsewhere", ordered=True)


# ---- task 7: delete_category -----------------------------------------------------------------


@pytest.mark.task(7)
def test_products_move_before_the_delete(answer: Any, database: Database, sql: SqlLog) -> None:
    """delete_category() moves the products, deletes the category, saves it, returns the number."""
    fill(database)
    state = dict(where(database))
    with opened(database) as conn:
        for category_id, target, moved in ((3, 2, [11]), (2, None, [11, 12, 16]), (7, 1, [])):
            with sql.record() as log:
                got = answer.delete_category(conn, category_id, reassign_to=target)
            updates = len(log.matching("UPDATE"))
            one_moves_all = updates <= 1
            assert one_moves_all, (
                f"{updates} UPDATEs were sent to move {len(moved)} products: one UPDATE changes "
                "all rows that its WHERE finds"
            )
            state.update(dict.fromkeys(moved, target))
            left = [id_ for (id_,) in database.rows("SELECT id FROM categories")]
            deleted = category_id not in left
            assert deleted, (
                f"another connection still sees category {category_id} after it was deleted: "
                "a change is private to its connection until it is committed"
            )
            assert_same_rows(
                where(database).items(),
                state.items(),
                f"the products and their categories, after delete_category(conn, {category_id}, "
                f"reassign_to={target}): its own products, {moved}, go to {target}, the others "
                "stay",
            )
            right = got == len(moved)
            assert right, (
                f"delete_category() returned {got!r} where it moved {len(moved)} products: it "
                "returns how many"
            )
    assert_same_rows(left, [1, 4, 5, 6, 8, 9, 10], "the other categories stay")


@pytest.mark.task(7)
def test_a_refused_delete_changes_nothing(answer: Any, database: Database) -> None:
    """When the category is unknown or the database refuses, products stay where they were."""
    fill(database)
    before = stored(database)
    refused = {
        (99, 1): (answer.UnknownCategory, "there is no category 99"),
        (2, None): (sqlite3.IntegrityError, "category 2 has another below it"),
        (2, 5): (sqlite3.IntegrityError, "category 2 has another below it"),
        (3, 99): (sqlite3.IntegrityError, "there is no category 99 to move products to"),
    }
    for (category_id, target), (expected, why) in refused.items():
        call = f"delete_category(conn, {category_id}, reassign_to={target})"
        with opened(database) as conn:
            try:
                answer.delete_category(conn, category_id, reassign_to=target)
            except expected:
                pass
            else:
                raise AssertionError(f"{call} raised nothing: {why}, so it must not succeed")
            at_once = stored(database)
            conn.commit()  # saves what was not rolled back
            (enforced,) = conn.execute("PRAGMA foreign_keys").fetchone()
        still_on = enforced == 1
        assert still_on, (
            f"{call} has switched off the foreign keys of its connection: they belong to the caller"
        )
        nothing_saved = at_once == before
        change = "products have moved" if at_once[0] != before[0] else "a category is gone"
        assert nothing_saved, (
            f"{call} raised {expected.__name__}, and for other connections {change}: "
            "the move and the delete are one transaction"
        )
        rolled_back = stored(database) == before
        assert rolled_back, (
            f"{call} raised {expected.__name__}, and its changes were still in the open "
            "transaction of your connection, where the next commit has saved them: an exception "
            "rolls nothing back by itself"
        )
    with opened(database) as conn:
        moved = answer.delete_category(conn, 3, reassign_to=1)
    one = moved == 1
    assert one, (
        f"delete_category(conn, 3, reassign_to=1) returned {moved!r:.60} where it moved 1 product: "
        "a category that exists can be deleted"
    )


@pytest.mark.task(7)
def test_a_killed_delete_is_none(answer: Any, database: Database, crash: Crash) -> None:
    """Killed at any of its statements, it has done everything or nothing."""
    fill(database)

    def work() -> None:
        with opened(database) as conn:
            answer.delete_category(conn, 3, reassign_to=2)

    points = crash.points(work, kinds={"sql"})
    arrived = where(database).get(11)
    moved = arrived == 2
    assert moved, f"product 11 is in category {arrived}: it was to move from category 3 to 2"
    for point in points:
        with database.observer() as other:
            other.execute("INSERT OR IGNORE INTO categories VALUES (3, 'Green tea', 2, 0)")
            other.execute("UPDATE products SET category_id = 3 WHERE id = 11")
        crash.at(point, work)
        category = where(database).get(11)
        left = database.rows("SELECT count(*) FROM categories WHERE id = 3")[0][0]
        whole = (left, category) in ((1, 3), (0, 2))
        assert whole, (
            f"killed {point}, category 3 is {'there' if left else 'gone'} and its product is in "
            f"{category}: the move and the delete are one transaction"
        )


# ---- what the checks share -------------------------------------------------------------------


@contextmanager
def opened(database: Database) -> Iterator[sqlite3.Connection]:
    """A connection as 02_basic_crud makes it."""
    with closing(sqlite3.connect(database.path, timeout=0, autocommit=True)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.autocommit = False
        conn.row_factory = sqlite3.Row
        yield conn


def fill(
    database: Database,
    categories: Sequence[tuple[int, str, int | None, int]] = CATEGORIES,
    products: Sequence[tuple[int, str, int | None]] = PRODUCTS,
    tags: Sequence[tuple[int, str]] = TAGS,
) -> None:
    """Add rows, past the answer."""
    with database.observer() as conn:
        conn.executemany("INSERT INTO categories VALUES (?, ?, ?, ?)", categories)
        conn.executemany("INSERT INTO products VALUES (?, ?, 250, 3, ?)", products)
        conn.executemany("INSERT INTO product_tags VALUES (?, ?)", tags)


def listed(answer: Any, conn: sqlite3.Connection, **options: bool) -> list[Any]:
    """The answer's list, if it is one."""
    views = answer.products_with_category(conn, **options)
    assert isinstance(views, list), (
        f"products_with_category() returned {views!r:.60}: it returns a list"
    )
    others = [view for view in views if not isinstance(view, answer.ProductView)]
    assert not others, (
        f"the list holds a {type(others[0]).__name__}: each row becomes a ProductView"
    )
    return views


def names(got: Any) -> list[str]:
    """The answer's names, if they are a list of text."""
    assert isinstance(got, list), f"got {got!r:.60}: a list of names was asked for"
    others = [item for item in got if not isinstance(item, str)]
    assert not others, (
        f"the list holds a {type(others[0]).__name__}: names were asked for, and a row is no name, "
        "also when it has only one column"
    )
    return got


def path_of(answer: Any, conn: sqlite3.Connection, category_id: int, why: str) -> list[str]:
    """The answer's path of a category that has one; `why` it is no circle."""
    try:
        return names(answer.category_path(conn, category_id))
    except answer.CategoryCycle:
        raise AssertionError(
            f"category_path(conn, {category_id}) raised CategoryCycle, and its way up ends at a "
            f"top: {why}"
        ) from None


def shortened(got: Any) -> str:
    """What was returned, with the first of many names."""
    if isinstance(got, list) and len(got) > 4:
        return f"a list of {len(got)} names, {', '.join(map(repr, got[:4]))}, …,"
    return f"{got!r:.60}"


def stored(database: Database) -> tuple[dict[int, int | None], list[tuple[Any, ...]]]:
    """The products' categories and the categories, as another connection sees them."""
    return where(database), database.rows("SELECT id FROM categories ORDER BY id")


def where(database: Database) -> dict[int, int | None]:
    """The category of each product, as another connection sees it."""
    return dict(database.rows("SELECT id, category_id FROM products"))  # pyright: ignore[reportArgumentType]


def stop_when_endless(conn: sqlite3.Connection) -> Callable[[], int]:
    """Interrupt the connection's statements after so many steps in all; tells how many it were."""
    steps = 0

    def step() -> bool:
        nonlocal steps
        steps += 1
        return steps == ENDLESS  # once: the rollback that follows must work

    conn.set_progress_handler(step, 1)
    return lambda: steps
