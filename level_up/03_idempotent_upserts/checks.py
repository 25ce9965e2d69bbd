"""Checks of `level_up/03_idempotent_upserts`."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from runner.api import (
    Crash,
    Database,
    Race,
    Schedule,
    SqlLog,
    assert_same_rows,
    datasets,
    first_line,
    race_to,
    until,
)

# https://www.postgresql.org/docs/current/errcodes-appendix.html
CARDINALITY_VIOLATION = "21000"
UNIQUE_VIOLATION = "23505"
DEADLOCK = "40P01"

# ---- task 1: upsert_products ---------------------------------------------------------------


@pytest.mark.task(1)
def test_new_products_are_inserted(answer: Any, database: Database, engine: Engine) -> None:
    """New products are inserted, whatever their names look like."""
    _create_tables(answer, engine)
    rows = [
        answer.ProductIn(sku, f"name of {sku}", number, None if number % 2 else sku)
        for number, sku in enumerate(datasets.HOSTILE_NAMES)
    ]
    with Session(engine) as session:
        result = answer.upsert_products(session, rows)
        session.commit()
        _assert_counts(answer, result, "a first batch", inserted=len(rows))
        nothing = answer.upsert_products(session, [])
        session.commit()
        _assert_counts(answer, nothing, "an empty batch after it")
    assert_same_rows(
        database.rows("SELECT sku, name, price_cents, description FROM products"),
        [(row.sku, row.name, row.price_cents, row.description) for row in rows],
        "one row for each product of the batch, with its values",
    )


@pytest.mark.task(1)
def test_changed_products_are_updated_in_place(
    answer: Any, database: Database, engine: Engine
) -> None:
    """A changed product gets its new values and keeps id and created_at."""
    _create_tables(answer, engine)
    old = [
        answer.ProductIn("cup", "Cup", 500, "white"),
        answer.ProductIn("mug", "Mug", 900, None),
        answer.ProductIn("pot", "Pot", 2000, "iron"),
        answer.ProductIn("tea", "Tea", 250, ""),
    ]
    new = [
        answer.ProductIn("cup", "Cup, small", 500, "white"),
        answer.ProductIn("mug", "Mug", 900, "blue"),
        answer.ProductIn("pot", "Pot", 2000, None),
        answer.ProductIn("tea", "Tea", 300, ""),
    ]
    before = _insert_long_ago(answer, database, engine, old)
    with Session(engine) as session:
        result = answer.upsert_products(session, new)
        session.commit()
    assert_same_rows(
        database.rows("SELECT sku, name, price_cents, description FROM products"),
        [(row.sku, row.name, row.price_cents, row.description) for row in new],
        "every product has the values of the batch, also where they were or are NULL",
    )
    _assert_counts(answer, result, "a batch of four changed products", updated=4)
    after = _ages(database)
    for sku in before:
        assert after[sku].id == before[sku].id, (
            f"{sku!r} had the id {before[sku].id} and has {after[sku].id} after an update: "
            "other tables and other people refer to the id, an update must keep it"
        )
        assert after[sku].created_long_ago, (
            f"created_at of {sku!r} is new after an update: "
            "it says when the product first came, an update must keep it"
        )
        assert not after[sku].updated_long_ago, (
            f"updated_at of {sku!r} did not move when its values changed: "
            "each update must set it (ON CONFLICT knows nothing of a column's onupdate)"
        )


@pytest.mark.task(1)
def test_unchanged_products_are_left_alone(answer: Any, database: Database, engine: Engine) -> None:
    """An unchanged product counts as such and keeps its updated_at."""
    _create_tables(answer, engine)
    old = [
        answer.ProductIn("cup", "Cup", 500, None),
        answer.ProductIn("mug", "Mug", 900, ""),
        answer.ProductIn("tea", "Tea", 250, "green"),
    ]
    new = [
        *old[:2],
        answer.ProductIn("tea", "Tea", 300, "green"),
        answer.ProductIn("pot", "Pot", 9),
    ]
    _insert_long_ago(answer, database, engine, old)
    with Session(engine) as session:
        result = answer.upsert_products(session, new)
        session.commit()
    _assert_counts(
        answer,
        result,
        "a batch of one new, one changed and two equal products",
        inserted=1,
        updated=1,
        unchanged=2,
    )
    moved = [sku for sku, age in _ages(database).items() if not age.updated_long_ago]
    assert sorted(moved) == ["pot", "tea"], (
        f"updated_at moved for {', '.join(sorted(moved))}: "
        "it may move only where a value changed, or it says nothing"
    )


@pytest.mark.on("postgres")
@pytest.mark.task(1)
def test_unchanged_rows_are_not_written(answer: Any, database: Database, engine: Engine) -> None:
    """A row that is the same already is not written again."""
    _create_tables(answer, engine)
    old = [answer.ProductIn("mug", "Mug", 900, None), answer.ProductIn("tea", "Tea", 250, "green")]
    _insert_long_ago(answer, database, engine, old)
    before = _row_versions(database)
    with Session(engine) as session:
        answer.upsert_products(session, [old[0], answer.ProductIn("tea", "Tea", 300, "green")])
        session.commit()
    after = _row_versions(database)
    assert after["tea"] != before["tea"], (
        "a changed product was not written: its row is the old one"
    )
    assert after["mug"] == before["mug"], (
        f"the row of an unchanged product was written again (ctid and xmin were {before['mug']}, "
        f"are {after['mug']}): a row that stays the same must cost no write"
    )


@pytest.mark.task(1)
def test_every_product_has_its_id(answer: Any, database: Database, engine: Engine) -> None:
    """Each product of the batch has its id in the result."""
    _create_tables(answer, engine)
    old = [answer.ProductIn("mug", "Mug", 900), answer.ProductIn("tea", "Tea", 250)]
    _insert_long_ago(answer, database, engine, [*old, answer.ProductIn("pot", "Pot", 2000)])
    with Session(engine) as session:
        batch = [answer.ProductIn("cup", "Cup", 500), answer.ProductIn("tea", "Tea", 300), old[0]]
        result = answer.upsert_products(session, batch)
        session.commit()
    _assert_is_result(answer, result)
    ids = {sku: age.id for sku, age in _ages(database).items() if sku != "pot"}
    missing = [sku for sku in ("cup", "tea", "mug") if result.ids.get(sku) is None]
    assert not missing, (
        f"there is no id for {', '.join(missing)} in the result of a batch with a new product "
        "(cup), a changed one (tea) and an unchanged one (mug): the caller needs the id of each"
    )
    assert result.ids == ids, (
        f"ids is {result.ids}, the table has {ids}: ids holds the SKUs of the batch and no others"
    )


@pytest.mark.task(1)
def test_loaded_products_show_the_new_values(
    answer: Any, database: Database, engine: Engine
) -> None:
    """Products that the session has loaded show the new values."""
    _create_tables(answer, engine)
    old = [answer.ProductIn("mug", "Mug", 900), answer.ProductIn("tea", "Tea", 250)]
    before = _insert_long_ago(answer, database, engine, old)
    with Session(engine) as session:
        tea = session.get_one(answer.Product, before["tea"].id)
        mug = session.get_one(answer.Product, before["mug"].id)
        answer.upsert_products(
            session,
            [answer.ProductIn("tea", "Tea", 300), answer.ProductIn("mug", "Mug, blue", 900)],
        )
        seen = {"tea": tea.price_cents, "mug": mug.name}
        session.commit()
    stored = dict(database.rows("SELECT sku, price_cents FROM products"))
    assert stored["tea"] == 300, "the batch did not change the price of 'tea' to 300"
    assert seen == {"tea": 300, "mug": "Mug, blue"}, (
        f"the session's loaded objects show {seen} after the upsert, the table has 300 and "
        "'Mug, blue': a statement does not refresh objects that the session holds already"
    )


@pytest.mark.task(1)
def test_a_repeated_sku_counts_once(answer: Any, database: Database, engine: Engine) -> None:
    """Of a SKU that comes several times in a batch, the last row counts."""
    _create_tables(answer, engine)
    old = [answer.ProductIn("mug", "Mug", 900), answer.ProductIn("tea", "Tea", 250)]
    _insert_long_ago(answer, database, engine, old)
    batch = [
        answer.ProductIn("cup", "Cup", 500),
        answer.ProductIn("tea", "Tea", 290),
        answer.ProductIn("mug", "Mug", 1),
        answer.ProductIn("cup", "Cup", 510),
        answer.ProductIn("tea", "Tea", 300),
        old[0],
        answer.ProductIn("cup", "Cup", 520),
    ]
    with Session(engine) as session:
        try:
            result = answer.upsert_products(session, batch)
        except DBAPIError as error:
            if _code(error) != CARDINALITY_VIOLATION:
                raise
            raise AssertionError(
                f"a batch with a SKU in it three times raised {first_line(error)}: "
                "one statement may not touch a row twice, only the last row of a SKU counts"
            ) from error
        session.commit()
    assert_same_rows(
        database.rows("SELECT sku, price_cents FROM products"),
        [("cup", 520), ("mug", 900), ("tea", 300)],
        "the last row of each SKU is what is stored",
    )
    _assert_counts(
        answer,
        result,
        "three SKUs in seven rows (cup: new, tea: changed, mug: in the end as it was)",
        inserted=1,
        updated=1,
        unchanged=1,
    )


@pytest.mark.task(1)
def test_deleted_products_stay_deleted(answer: Any, database: Database, engine: Engine) -> None:
    """A deleted product stays deleted; its SKU may come anew."""
    _create_tables(answer, engine)
    old = [answer.ProductIn("mug", "Mug", 900), answer.ProductIn("tea", "Tea", 250)]
    before = _insert_long_ago(answer, database, engine, old)
    _execute(database, "UPDATE products SET deleted_at = '2020-06-01 00:00:00' WHERE sku = 'tea'")
    with Session(engine) as session:
        batch = [answer.ProductIn("tea", "Tea", 300), answer.ProductIn("mug", "Mug", 950)]
        result = answer.upsert_products(session, batch)
        session.commit()
    dead, living = "deleted_at IS NOT NULL", "deleted_at IS NULL"
    assert_same_rows(
        database.rows(f"SELECT id, sku, price_cents FROM products WHERE {dead}"),
        [(before["tea"].id, "tea", 250)],
        "a deleted product is history: no upsert may change it or bring it back",
    )
    assert_same_rows(
        database.rows(f"SELECT sku, price_cents FROM products WHERE {living}"),
        [("mug", 950), ("tea", 300)],
        "the SKU of a deleted product comes back as a new, living product",
    )
    _assert_counts(
        answer, result, "one SKU that was deleted and one changed", inserted=1, updated=1
    )
    living_ids = dict(database.rows(f"SELECT sku, id FROM products WHERE {living}"))
    assert result.ids == living_ids, (
        f"ids is {result.ids}, the living products have {living_ids}: "
        "the id of a deleted product is not the product's id any more"
    )


@pytest.mark.task(1)
def test_the_caller_decides_about_the_commit(
    answer: Any, database: Database, engine: Engine
) -> None:
    """The caller of upsert_products decides about the commit."""
    _create_tables(answer, engine)
    with Session(engine) as session:
        answer.upsert_products(session, [answer.ProductIn("mug", "Mug", 900)])
        session.commit()
        answer.upsert_products(session, [answer.ProductIn("tea", "Tea", 250)])
        session.rollback()
    skus = [sku for (sku,) in database.rows("SELECT sku FROM products ORDER BY sku")]
    assert "mug" in skus, "a product is missing after the caller's commit"
    assert skus == ["mug"], (
        "the caller rolled back, and the product is still there: "
        "a function that gets a session leaves commit and rollback to its caller"
    )


@pytest.mark.on("postgres")
@pytest.mark.task(1)
def test_two_batches_may_bring_the_same_new_product(
    answer: Any, database: Database, engine: Engine, schedule: Schedule
) -> None:
    """Two transactions may bring the same new product at once."""
    _create_tables(answer, engine)
    for sku, end, expected in (("tea", "commit", "updated"), ("mug", "rollback", "inserted")):
        with schedule(database, "A", "B", connect=lambda: Session(engine)) as (a, b):
            a.run(_upsert(answer, [answer.ProductIn(sku, "first", 250)]))
            second = b.start(_upsert(answer, [answer.ProductIn(sku, "second", 300)]))
            until(lambda b=b, second=second: second.done or b.is_waiting)
            a.run(Session.commit if end == "commit" else Session.rollback)
            at = "B"
            try:
                result = second.result()
                at = "B's commit"  # sends what was not flushed
                b.run(Session.commit)
            except DBAPIError as error:
                if _code(error) != UNIQUE_VIOLATION:
                    raise
                raise AssertionError(
                    f"B brought the product that A had inserted but not yet committed; after A's "
                    f"{end} {at} got {first_line(error)}: what a SELECT saw may be outdated when "
                    "the INSERT comes, so one atomic statement must decide"
                ) from error
        assert_same_rows(
            database.rows("SELECT sku, name FROM products WHERE sku = %s", sku),
            [(sku, "second")],
            f"one row, with the values of B, which came after A's {end}",
        )
        _assert_is_result(answer, result)
        counts = {name: getattr(result, name) for name in ("inserted", "updated", "unchanged")}
        assert _told(counts) == f"1 {expected}", (
            f"B waited for A's {end} and reported {_told(counts)}: "
            f"the product is {expected} by B, as the table shows when it is B's turn"
        )


@pytest.mark.on("postgres")
@pytest.mark.task(1)
def test_batches_in_opposite_order_do_not_deadlock(
    answer: Any, database: Database, engine: Engine, schedule: Schedule
) -> None:
    """Two batches in opposite order do not deadlock."""
    _create_tables(answer, engine)
    known = [answer.ProductIn(sku, "old", number) for number, sku in enumerate("amz")]
    _insert_long_ago(answer, database, engine, known)
    hold = "SELECT id FROM products WHERE sku = '{}' FOR UPDATE"
    _assert_no_deadlock(answer, database, engine, schedule, "known", hold)
    _execute(database, "DELETE FROM products")
    hold = "INSERT INTO products (sku, name, price_cents) VALUES ('{}', 'held', 0)"
    _assert_no_deadlock(answer, database, engine, schedule, "new", hold)


# ---- task 2: ingest ------------------------------------------------------------------------


@pytest.mark.task(2)
def test_an_event_is_applied_once(answer: Any, database: Database, engine: Engine) -> None:
    """An event is applied once; the same again is a duplicate."""
    _create_tables(answer, engine)
    deliveries = [
        ("tea", 1, 10, "applied"),
        ("tea", 1, 10, "duplicate"),
        ("tea", 9, 90, "applied"),
        ("tea", 10, 0, "applied"),
        ("tea", 10, 0, "duplicate"),
        ("tea", 10, 777, "duplicate"),
        ("O'Brien's 茶", 5, 1, "applied"),
    ]
    _assert_outcomes(answer, engine, deliveries)
    assert_same_rows(
        database.rows("SELECT sku, version, quantity FROM stock_levels"),
        [("tea", 10, 0), ("O'Brien's 茶", 5, 1)],
        "the quantity of each SKU's highest version, as it was delivered first",
    )
    with Session(engine) as session:
        answer.ingest(session, answer.StockEvent("tea", 11, 11))
        session.rollback()
    stored = dict(database.rows("SELECT sku, version FROM stock_levels"))
    assert stored["tea"] == 10, (
        "the caller rolled back, and the event is still stored: "
        "a function that gets a session leaves commit and rollback to its caller"
    )


@pytest.mark.task(2)
def test_an_older_event_changes_nothing(answer: Any, database: Database, engine: Engine) -> None:
    """An event that comes after a newer one changes nothing."""
    _create_tables(answer, engine)
    deliveries = [
        ("tea", 3, 30, "applied"),
        ("mug", 1, 5, "applied"),
        ("tea", 2, 20, "stale"),
        ("tea", 1, 10, "stale"),
        ("mug", 2, 6, "applied"),
        ("mug", 1, 5, "stale"),
    ]
    _assert_outcomes(answer, engine, deliveries)
    assert_same_rows(
        database.rows("SELECT sku, version, quantity FROM stock_levels"),
        [("tea", 3, 30), ("mug", 2, 6)],
        "an event of an older version never overwrites a newer one",
    )


@pytest.mark.task(2)
def test_a_loaded_level_does_not_deceive(answer: Any, database: Database, engine: Engine) -> None:
    """Outcomes are right where the session has loaded the stock level."""
    _create_tables(answer, engine)
    for sku, loaded, newer in (("tea", 3, 5), ("O'Brien's 茶", 1, 10)):
        _assert_outcomes(answer, engine, [(sku, loaded, loaded * 10, "applied")])
        with Session(engine) as session:
            level = session.get_one(answer.StockLevel, sku)
            for version, expected in (
                (newer, "applied"),
                (loaded, "stale"),
                (newer, "duplicate"),
                (newer - 1, "stale"),
            ):
                outcome = _ingest(answer, sku, version)(session)
                assert outcome == expected, (
                    f"a session had loaded v{loaded} and ingested v{newer}; then v{version} "
                    f"returned {outcome!r}, not {expected!r}: a loaded object may keep its old "
                    "values, so decide by what the table has"
                )
            session.commit()
            del level  # held until here, so that the session keeps it
    assert_same_rows(
        database.rows("SELECT sku, version, quantity FROM stock_levels"),
        [("tea", 5, 50), ("O'Brien's 茶", 10, 100)],
        "the quantity of each SKU's highest version",
    )


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_simultaneous_events_take_turns(
    answer: Any, database: Database, engine: Engine, schedule: Schedule
) -> None:
    """Events that meet decide by what is there at their turn."""
    _create_tables(answer, engine)
    cases = [
        # stored, by A, by B, how A ends, B's outcome, then stored
        (None, 1, 1, "commit", "duplicate", 1),
        (None, 1, 1, "rollback", "applied", 1),
        (1, 3, 2, "commit", "stale", 3),
        (1, 2, 3, "commit", "applied", 3),
        (1, 3, 2, "rollback", "applied", 2),
    ]
    for number, (stored, by_a, by_b, end, expected, version) in enumerate(cases):
        sku = f"case-{number}"
        if stored is not None:
            _assert_outcomes(answer, engine, [(sku, stored, stored * 10, "applied")])
        start = f"with {'nothing' if stored is None else f'v{stored}'} stored, A ingested v{by_a}"
        story = f"{start}, B v{by_b}, then A's {end}"
        with schedule(database, "A", "B", connect=lambda: Session(engine)) as (a, b):
            a.run(_ingest(answer, sku, by_a))
            step = b.start(_ingest(answer, sku, by_b))
            until(lambda b=b, step=step: step.done or b.is_waiting)
            a.run(Session.commit if end == "commit" else Session.rollback)
            at = "B"
            try:
                outcome = step.result()
                at = "B's commit"  # sends what was not flushed
                b.run(Session.commit)
            except DBAPIError as error:
                if _code(error) != UNIQUE_VIOLATION:
                    raise
                raise AssertionError(
                    f"{story}: {at} got {first_line(error)}. What a SELECT saw may be outdated "
                    "when the write comes, so one atomic statement must decide"
                ) from error
        assert_same_rows(
            database.rows("SELECT version, quantity FROM stock_levels WHERE sku = %s", sku),
            [(version, version * 10)],
            f"{story}: v{version} is what must be stored",
        )
        assert outcome == expected, (
            f"{story}: B returned {outcome!r}: B's outcome is {expected!r}, for it has to decide "
            "by what is stored when A has ended"
        )


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_a_storm_of_events_ends_as_if_each_came_once(
    answer: Any, database: Database, engine: Engine, race: Race
) -> None:
    """200 events, each sent 3 times by 8 workers, count once."""
    _create_tables(answer, engine)
    chance = random.Random(3)
    events = [(f"sku-{n % 20}", n // 20 + 1, chance.randrange(1000)) for n in range(200)]
    deliveries = events * 3
    chance.shuffle(deliveries)
    sessions = sessionmaker(engine)

    def deliver(worker: int) -> list[tuple[str, int, str]]:
        outcomes = []
        for sku, version, quantity in deliveries[worker::8]:
            with sessions.begin() as session:
                outcome = answer.ingest(session, answer.StockEvent(sku, version, quantity))
            outcomes.append((sku, version, str(outcome)))
        return outcomes

    outcomes: Counter[tuple[str, int, str]] = Counter()
    for worker in race(deliver, workers=8):
        if worker.error is not None:
            if isinstance(worker.error, NotImplementedError):
                raise worker.error
            raise AssertionError(
                f"a delivery raised {first_line(worker.error)}: "
                "a repeated or simultaneous event is no error"
            )
        outcomes.update(worker.value)
    newest = {sku: (version, quantity) for sku, version, quantity in events}  # versions ascend
    assert_same_rows(
        database.rows("SELECT sku, version, quantity FROM stock_levels"),
        [(sku, *values) for sku, values in newest.items()],
        "the newest event of each SKU must be what is stored",
    )
    for sku, (version, _) in newest.items():
        got = {name: outcomes[sku, version, name] for name in ("applied", "duplicate", "stale")}
        assert _told(got) == "1 applied, 2 duplicate", (
            f"the newest event of {sku} came three times and its outcomes were {_told(got)}: "
            "it is applied once, and a duplicate twice"
        )
    twice = [key for key, count in outcomes.items() if key[2] == "applied" and count > 1]
    assert not twice, f"{twice[0][:2]} was applied twice: an event is applied once at most"


# ---- task 3: handle_webhook ----------------------------------------------------------------


@pytest.mark.task(3)
def test_a_payment_is_credited_once(answer: Any, database: Database, engine: Engine) -> None:
    """A payment is credited once; a repeat gets the same response."""
    sessions = _open_accounts(answer, engine, acme=1000, **{"O'Brien 茶": 0})
    payload = {
        "account": "acme",
        "amount_cents": 250,
        "note": 'She said "hi" 🍵',
        "lines": [1, None],
    }
    request = answer.WebhookRequest("pay-1", payload)
    first = _deliver(answer, sessions, request)
    assert first == answer.WebhookResponse(200, {"account": "acme", "balance_cents": 1250}), (
        f"a payment of 250 to an account with 1000 got {first}: "
        "the response is status 200 with the account and its balance after the payment"
    )
    assert _balances(database)["acme"] == 1250, (
        f"the balance is {_balances(database)['acme']} for everybody else when the call returns, "
        "it should be 1250: a change is private to its transaction until it is committed"
    )
    other = _deliver(answer, sessions, _payment(answer, "pay-2", "O'Brien 茶", 5))
    assert other.status == 200, f"a payment to a second account got {other.status}, not 200"
    _deliver(answer, sessions, _payment(answer, "pay-3", "acme", -50))

    again = _deliver(answer, sessions, request)
    balances = _balances(database)
    assert balances["acme"] == 1200, (
        f"the balance is {balances['acme']}, it should be 1000 + 250 - 50, after the payment of "
        "250 was delivered twice: a repeated request must not have its effect again"
    )
    assert again == first, (
        f"the repeated request got {again}, the first one {first}: "
        "its sender must get the very response that it missed, not one made anew"
    )
    assert balances["O'Brien 茶"] == 5, (
        f"the balance of a second account is {balances["O'Brien 茶"]} after one payment of 5: "
        "a payment changes its own account and no other"
    )


@pytest.mark.task(3)
def test_equal_payments_with_two_keys_both_count(
    answer: Any, database: Database, engine: Engine
) -> None:
    """Equal payments with different keys are different payments."""
    sessions = _open_accounts(answer, engine, acme=0)
    for key in ("monday", "Monday", " monday"):
        response = _deliver(answer, sessions, _payment(answer, key, "acme", 100))
        assert response.status == 200, f"the key {key!r} got {response.status}, not 200"
    balance = _balances(database)["acme"]
    assert balance == 300, (
        f"the balance is {balance} after payments of 100 with three different keys: "
        "the key tells requests apart, two that look alike are still two"
    )


@pytest.mark.task(3)
def test_the_order_of_names_does_not_matter(
    answer: Any, database: Database, engine: Engine
) -> None:
    """The order of names in a payload does not matter."""
    sessions = _open_accounts(answer, engine, acme=0)
    payload = {"account": "acme", "amount_cents": 100, "payer": {"name": "Zoë", "city": "Łódź"}}
    turned = {"payer": {"city": "Łódź", "name": "Zoë"}, "amount_cents": 100, "account": "acme"}
    first = _deliver(answer, sessions, answer.WebhookRequest("pay-1", payload))
    again = _deliver(answer, sessions, answer.WebhookRequest("pay-1", turned))
    assert first.status == 200, f"the first delivery got {first.status}, not 200"
    assert again == first, (
        f"the same values in another order got {again}: "
        "JSON objects have no order, so neither may what is compared"
    )
    balance = _balances(database)["acme"]
    assert balance == 100, (
        f"the balance is {balance} after one payment of 100 that came in two orders of names: "
        "a repeated request must not have its effect again"
    )


@pytest.mark.task(3)
def test_a_key_with_another_payload_is_refused(
    answer: Any, database: Database, engine: Engine
) -> None:
    """A key that comes with another payload gets 409."""
    sessions = _open_accounts(answer, engine, acme=0, other=0)
    request = _payment(answer, "pay-1", "acme", 100)
    first = _deliver(answer, sessions, request)
    assert first.status == 200, f"the first delivery got {first.status}, not 200"
    for name, value in {"amount_cents": 999, "account": "other", "note": "x"}.items():
        changed = answer.WebhookRequest("pay-1", {**request.payload, name: value})
        response = _deliver(answer, sessions, changed)
        assert response.status == 409, (
            f"the key came again with another {name} and got {response.status}, not 409: "
            "a key stands for one payload, and a sender who mixes them up must learn of it"
        )
    assert _balances(database) == {"acme": 100, "other": 0}, (
        f"the balances are {_balances(database)} after requests that were refused: "
        "a refused request has no effect"
    )
    again = _deliver(answer, sessions, request)
    assert again == first, (
        f"the first request got {again} after the others were refused, and {first} before: "
        "a refused request must not change what is stored under the key"
    )


@pytest.mark.task(3)
def test_a_failed_request_leaves_no_key(answer: Any, database: Database, engine: Engine) -> None:
    """A request that failed leaves no key and may come again."""
    sessions = _open_accounts(answer, engine, acme=0)
    request = _payment(answer, "pay-1", "newcomer", 100)
    for _ in range(2):
        response = _deliver(answer, sessions, request)
        assert response.status == 404, f"an unknown account got {response.status}, not 404"
    kept = database.rows("SELECT key, status FROM handled_requests")
    assert not kept, f"a request that failed left {kept[0]}: without the effect there is no key"
    _execute(database, "INSERT INTO accounts (name, balance_cents) VALUES ('newcomer', 7)")
    response = _deliver(answer, sessions, request)
    assert response.status == 200, (
        f"the request got {response.status} when the account was there at last: "
        "a request that had no effect may be sent again"
    )
    balance = _balances(database)["newcomer"]
    assert balance == 107, (
        f"the account was opened with 7, and has {balance} after the payment of 100 came again: "
        "a request that had no effect has it when it succeeds"
    )


@pytest.mark.task(3)
def test_a_crash_leaves_both_or_nothing(
    answer: Any, database: Database, engine: Engine, crash: Crash, sql: SqlLog
) -> None:
    """Killed at any statement and sent again, a payment counts once."""
    sessions = _open_accounts(answer, engine, acme=0)
    payments = (_payment(answer, f"pay-{n}", "acme", 100) for n in itertools.count())
    engine.dispose()  # what is killed later opens a connection too
    with sql.record() as log:
        whole = _deliver(answer, sessions, next(payments))
    assert whole.status == 200, f"a delivery that is not killed got {whole.status}, not 200"
    listed = next(payments)
    points = crash.points(lambda: _deliver(answer, sessions, listed), {"sql"})
    for point, moment in zip(points, _moments(points, log.statements), strict=True):
        payment = next(payments)
        before = _balances(database)["acme"]
        crash.at(point, lambda p=payment: _deliver(answer, sessions, p), database=database)
        response = _deliver(answer, sessions, payment)
        credited = _balances(database)["acme"] - before
        assert credited == 100, (
            f"killed {moment} and then delivered again, a payment of 100 was credited with "
            f"{credited}: its effect and its key must become visible together, or not at all"
        )
        assert response.status == 200, (
            f"killed {moment}, the delivery after it got {response.status}: "
            "nobody is at work on this key any more, so it must get its response"
        )


@pytest.mark.on("postgres")
@pytest.mark.task(3)
def test_simultaneous_payments_all_count(
    answer: Any, database: Database, engine: Engine, race: Race
) -> None:
    """4 different payments to one account at the same moment all count."""
    sessions = _open_accounts(answer, engine, acme=0)
    first = _deliver(answer, sessions, _payment(answer, "pay-0", "acme", 1))
    assert first.status == 200, f"a payment on its own got {first.status}, not 200"
    amounts = [10, 100, 1000, 10_000]

    def pay(worker: int) -> tuple[int, Any]:
        payment = _payment(answer, f"pay-{worker + 1}", "acme", amounts[worker])
        response = _deliver(answer, sessions, payment)
        return response.status, response.body.get("balance_cents")

    # All come as far as they can before one gets past the account.
    hold = "SELECT 1 FROM accounts FOR UPDATE"
    outcomes = race_to(hold, pay, race=race, database=database, workers=4, processes=True)
    story = "payments of 10, 100, 1000 and 10000 with four keys came at the same moment"
    _assert_none_raised(
        outcomes, f"{story}, and one", "different payments are no twins, each gets its 200"
    )
    statuses = [outcome.value[0] for outcome in outcomes]
    assert statuses == [200] * 4, (
        f"{story}, and got {statuses}: different payments are no twins, each gets its 200"
    )
    balance = _balances(database)["acme"]
    assert balance == 11_111, (
        f"{story}, to an account with 1; all got 200, and the balance is {balance}: a balance that "
        "was read may be outdated when it is written, no payment may overwrite another"
    )
    expected = 1
    for told, amount in sorted((outcome.value[1], amounts[outcome.worker]) for outcome in outcomes):
        expected += amount
        assert told == expected, (
            f"{story}; the response to {amount} has the balance {told}, and with this payment it "
            f"was {expected}: the response has the balance as this payment's transaction made it"
        )


@pytest.mark.on("postgres")
@pytest.mark.task(3)
def test_simultaneous_deliveries_credit_once(
    answer: Any, database: Database, engine: Engine, race: Race
) -> None:
    """4 deliveries at the same moment credit a payment once."""
    sessions = _open_accounts(answer, engine, acme=0, other=0)
    first = _deliver(answer, sessions, _payment(answer, "pay-0", "other", 100))
    assert first.status == 200, f"a payment on its own got {first.status}, not 200"
    request = _payment(answer, "pay-1", "acme", 100)

    def deliver(_: int) -> tuple[int, Any]:
        response = _deliver(answer, sessions, request)
        return response.status, response.body

    # Processes share no lock of Python's, as the processes of a server do not.
    hold = "SELECT 1 FROM accounts FOR UPDATE"
    outcomes = race_to(hold, deliver, race=race, database=database, workers=4, processes=True)
    _assert_none_raised(
        outcomes,
        "one of 4 simultaneous deliveries",
        "a twin waits for the first delivery or gets 409, it does not fail",
    )
    responses = [outcome.value for outcome in outcomes]
    balance = _balances(database)["acme"]
    assert balance <= 100, (
        f"the balance is {balance} after 4 simultaneous deliveries of one payment of 100: "
        "to look for the key and to write it must be one atomic step"
    )
    statuses = sorted(status for status, _ in responses)
    assert set(statuses) <= {200, 409}, (
        f"4 simultaneous deliveries got {statuses}: 200, or 409 while a twin is being handled"
    )
    last = _deliver(answer, sessions, request)
    assert last.status == 200, f"a delivery after them got {last.status}, not 200"
    balance = _balances(database)["acme"]
    assert balance == 100, f"the balance is {balance} in the end: a payment is credited once"
    others = [body for status, body in responses if status == 200 and body != last.body]
    assert not others, (
        f"one of the deliveries got {others[0]}, the last one {last.body}: "
        "all of them must get one and the same response"
    )


# ---- helpers -------------------------------------------------------------------------------


class _Age:
    """What `_ages` tells of a product."""

    def __init__(self, id: int, created_long_ago: object, updated_long_ago: object) -> None:
        self.id = id
        self.created_long_ago = bool(created_long_ago)
        self.updated_long_ago = bool(updated_long_ago)


def _create_tables(answer: Any, engine: Engine) -> None:
    answer.Base.metadata.create_all(engine, checkfirst=False)


def _execute(database: Database, statement: str) -> None:
    with database.observer() as observer:
        observer.cursor().execute(statement)


def _insert_long_ago(
    answer: Any, database: Database, engine: Engine, rows: list[Any]
) -> dict[str, _Age]:
    """Let products have been there since 2020, without the answer's help."""
    with Session(engine) as session:
        session.add_all(
            answer.Product(
                sku=row.sku,
                name=row.name,
                price_cents=row.price_cents,
                description=row.description,
            )
            for row in rows
        )
        session.commit()
    long_ago = "'2020-01-01 00:00:00'"
    _execute(database, f"UPDATE products SET created_at = {long_ago}, updated_at = {long_ago}")
    return _ages(database)


def _ages(database: Database) -> dict[str, _Age]:
    rows = database.rows(
        "SELECT sku, id, created_at < '2021-01-01', updated_at < '2021-01-01' FROM products"
    )
    return {sku: _Age(*rest) for sku, *rest in rows}


def _row_versions(database: Database) -> dict[str, tuple[str, str]]:
    """Where each row is and which transaction wrote it: an UPDATE changes both."""
    rows = database.rows("SELECT sku, ctid::text, xmin::text FROM products")
    return {sku: (ctid, xmin) for sku, ctid, xmin in rows}


def _assert_is_result(answer: Any, result: Any) -> None:
    assert isinstance(result, answer.UpsertResult), (
        f"upsert_products returned {result!r}: it must return an UpsertResult"
    )


def _assert_counts(
    answer: Any, result: Any, batch: str, inserted: int = 0, updated: int = 0, unchanged: int = 0
) -> None:
    _assert_is_result(answer, result)
    counts = (result.inserted, result.updated, result.unchanged)
    assert counts == (inserted, updated, unchanged), (
        f"{batch}: counted inserted={counts[0]}, updated={counts[1]}, unchanged={counts[2]}, "
        f"right is {inserted}, {updated}, {unchanged}: each SKU counts once, as what happened to it"
    )


def _told(counts: Mapping[str, int]) -> str:
    """`1 inserted, 2 updated`: only what there is."""
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def _assert_outcomes(
    answer: Any, engine: Engine, deliveries: list[tuple[str, int, int, str]]
) -> None:
    """Deliver events one after another, each in its own transaction."""
    for number, (sku, version, quantity, expected) in enumerate(deliveries, 1):
        with Session(engine) as session:
            outcome = answer.ingest(session, answer.StockEvent(sku, version, quantity))
            session.commit()
        earlier = [f"v{v}" for s, v, *_ in deliveries[: number - 1] if s == sku]
        story = f"v{version} after {', '.join(earlier)}" if earlier else f"v{version} as the first"
        assert outcome == expected, (
            f"{story} (of {sku!r}) returned {outcome!r}: its outcome is {expected!r}"
        )


def _upsert(answer: Any, rows: list[Any]) -> Callable[[Session], Any]:
    return lambda session: answer.upsert_products(session, rows)


def _assert_no_deadlock(
    answer: Any, database: Database, engine: Engine, schedule: Schedule, kind: str, hold: str
) -> None:
    """Two batches bring a, m, z in opposite order, while each row is held and then let go."""
    skus = ["a", "m", "z"]
    names = ("holder of the ends", "holder of the middle", "A", "B")
    with schedule(database, *names, connect=lambda: Session(engine)) as (ends, middle, a, b):
        for holder, sku in zip((ends, middle, ends), skus, strict=True):
            holder.run(hold.format(sku))
        up = a.start(_upsert(answer, [answer.ProductIn(sku, "by A", 1) for sku in skus]))
        until(lambda: up.done or a.is_waiting)
        down = b.start(_upsert(answer, [answer.ProductIn(sku, "by B", 2) for sku in skus[::-1]]))
        until(lambda: down.done or b.is_waiting)
        # Each gets its first row now, and neither gets past the middle.
        ends.run(Session.rollback)
        until(lambda: (up.done or a.is_waiting) and (down.done or b.is_waiting))
        middle.run(Session.rollback)
        until(lambda: up.done or down.done)
        for session, step in ((a, up), (b, down)) if up.done else ((b, down), (a, up)):
            try:
                step.result()
            except DBAPIError as error:
                if _code(error) != DEADLOCK:
                    raise
                raise AssertionError(
                    f"A upserted the {kind} products a, m, z and B at the same time z, m, a; "
                    f"{session.name} got {first_line(error)}: all batches must lock rows, and "
                    "insert new ones, in one and the same order"
                ) from error
            session.run(Session.commit)
    stored = {name for (name,) in database.rows("SELECT name FROM products")}
    assert stored in ({"by A"}, {"by B"}), (
        f"the {kind} products have the names {sorted(stored)} after A and B each wrote all of "
        "them: the batch that came last must have written every row"
    )


def _ingest(answer: Any, sku: str, version: int) -> Callable[[Session], Any]:
    event = answer.StockEvent(sku, version, version * 10)
    return lambda session: answer.ingest(session, event)


def _open_accounts(answer: Any, engine: Engine, **balances: int) -> sessionmaker[Session]:
    _create_tables(answer, engine)
    with Session(engine) as session:
        session.add_all(
            answer.Account(name=name, balance_cents=cents) for name, cents in balances.items()
        )
        session.commit()
    return sessionmaker(engine)


def _payment(answer: Any, key: str, account: str, cents: int) -> Any:
    payload: Mapping[str, Any] = {"account": account, "amount_cents": cents}
    return answer.WebhookRequest(key, payload)


def _deliver(answer: Any, sessions: sessionmaker[Session], request: Any) -> Any:
    response = answer.handle_webhook(sessions, request)
    assert isinstance(response, answer.WebhookResponse), (
        f"handle_webhook returned {response!r}: it must return a WebhookResponse"
    )
    return response


def _assert_none_raised(outcomes: list[Any], story: str, rule: str) -> None:
    for error in (outcome.error for outcome in outcomes if outcome.error is not None):
        if error.type == "AssertionError":  # the check's own, in the worker
            raise AssertionError(error.message)
        raise AssertionError(f"{story} raised {str(error).partition('\n')[0]}: {rule}")


def _moments(points: Sequence[Any], statements: Sequence[Any]) -> list[str]:
    """Say of each point of a crash between which of the answer's statements it lies.

    A ROLLBACK is left out: SQLAlchemy sends some that no answer has.

    Args:
        points: as `crash` lists them; the last is after the last statement.
        statements: of the same work, from the log, which knows their lines.
    """
    names = [str(point.step) for point in points[:-1]]
    sent = [statement for statement in statements if not statement.sql.startswith("BEGIN")]
    if len(sent) == len(names):
        lines = (f" ({statement.line})" if statement.line else "" for statement in sent)
        names = [name + line for name, line in zip(names, lines, strict=True)]
    moments: list[str] = []
    for number in range(len(points)):
        before = [name for name in names[:number] if not name.startswith("ROLLBACK")]
        after = [name for name in names[number:] if not name.startswith("ROLLBACK")]
        parts = [f"after {before[-1]}"] if before else []
        parts += [f"before {after[0]}"] if after else []
        moments.append(" and ".join(parts))
    return moments


def _balances(database: Database) -> dict[str, int]:
    return dict(database.rows("SELECT name, balance_cents FROM accounts"))


def _code(error: DBAPIError) -> str | None:
    """PostgreSQL's code of an error; None on SQLite."""
    return getattr(error.orig, "pgcode", None)
