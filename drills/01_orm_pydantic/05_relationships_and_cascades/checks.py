from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect, select, text
from sqlalchemy.exc import CircularDependencyError, IntegrityError
from sqlalchemy.orm import Session

from runner.api import Database, SqlLog, assert_same_rows, datasets

LONG_AGO = "2020-02-29 12:30:00.000000"
MANY = 1_000
MOST_STATEMENTS = 4
DEEP = 60
BUILDS_ON = "a call builds on those before it in the same transaction"

# Task 5 is in another project than its parent, and every label is on more than one project.
PROJECTS = [(1, "Move house"), (2, "Garden"), (3, "Nothing to do")]
TASKS = [
    (1, 1, None, "pack"),
    (2, 1, 1, "books"),
    (3, 1, 2, "atlas"),
    (4, 2, None, "dig"),
    (5, 2, 1, "sell the mower"),
]
LABELS = [(1, "urgent"), (2, "O'Hara & Söhne 家"), (3, "nobody's"), (4, "Urgent")]
TASK_LABELS = [(1, 1), (1, 2), (2, 1), (4, 1), (5, 2)]


# ---- what the checks look with ----------------------------------------------------------------


@pytest.fixture
def own(answer: Any, database: Database) -> Iterator[Engine]:
    """The answer's engine, on a database with the answer's tables and the rows above."""
    engine = answer.make_engine(database.url)
    answer.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        insert(connection, "projects (id, name)", PROJECTS)
        insert(connection, "tasks (id, project_id, parent_id, title)", TASKS)
        insert(connection, "labels (id, name)", LABELS)
        insert(
            connection,
            "task_labels (task_id, label_id, added_at)",
            [(*pair, LONG_AGO) for pair in TASK_LABELS],
        )
        if database.kind == "postgres":
            for table in ("projects", "tasks", "labels"):
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000)")
                )
    yield engine
    engine.dispose()


def insert(connection: Any, into: str, rows: list[Any]) -> None:
    """Insert rows by plain SQL: the models are what is being checked."""
    names = [f"c{number}" for number in range(len(rows[0]))]
    values = ", ".join(f":{name}" for name in names)
    connection.execute(
        text(f"INSERT INTO {into} VALUES ({values})"),
        [dict(zip(names, row, strict=True)) for row in rows],
    )


class Tables:
    """All rows, as another connection sees them."""

    def __init__(self, database: Database) -> None:
        with database.observer() as connection:
            cursor = connection.cursor()

            def rows(query: str) -> list[tuple[Any, ...]]:
                cursor.execute(query)
                return [tuple(row) for row in cursor.fetchall()]

            self.projects = rows("SELECT id, name FROM projects ORDER BY id")
            self.tasks = rows("SELECT id, project_id, parent_id, title FROM tasks ORDER BY id")
            self.labels = rows("SELECT id, name FROM labels ORDER BY id")
            self.task_labels = rows(
                "SELECT task_id, label_id, CAST(added_at AS TEXT) FROM task_labels"
                " ORDER BY task_id, label_id"
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tables) and self._everything() == other._everything()

    def __hash__(self) -> int:
        return hash(str(self._everything()))

    def _everything(self) -> tuple[Any, ...]:
        return (self.projects, self.tasks, self.labels, self.task_labels)

    def pairs(self) -> list[tuple[Any, ...]]:
        """(task id, label id) of every task label."""
        return [row[:2] for row in self.task_labels]

    def labels_of(self, task_id: int) -> dict[str, Any]:
        """The names of a task's labels, each with its added_at."""
        names = dict(self.labels)
        return {names[label]: at for task, label, at in self.task_labels if task == task_id}


def without_project_1(tables: Tables, what: str) -> None:
    """Check what must be left after project 1 has been deleted."""
    __tracebackhide__ = True
    assert_same_rows(tables.projects, PROJECTS[1:], f"projects after {what}", ordered=True)
    assert_same_rows(
        tables.tasks,
        [(4, 2, None, "dig"), (5, 2, None, "sell the mower")],
        f"tasks after {what}: a project's tasks go with it, all others stay, and a task whose "
        "parent is gone has no parent",
        ordered=True,
    )
    assert_same_rows(
        tables.labels,
        LABELS,
        f"labels after {what}: a label is shared, it belongs to no task",
        ordered=True,
    )
    assert_same_rows(
        tables.pairs(),
        [(4, 1), (5, 2)],
        f"(task_id, label_id) after {what}: the deleted tasks' task labels go, all others stay",
        ordered=True,
    )


@contextmanager
def explained(what: str, rule: str) -> Iterator[None]:
    """Say which rule an error of the database breaks."""
    __tracebackhide__ = True
    try:
        yield
    except IntegrityError as error:
        first = str(error.orig).strip().splitlines()[0]
        raise AssertionError(f"{what} failed with “{first}”: {rule}") from error


def related(model: Any, *names: str) -> None:
    """The model has relationships of these names."""
    __tracebackhide__ = True
    there = set(inspect(model).relationships.keys())
    missing = [name for name in names if name not in there]
    assert not missing, (
        f"{model.__name__} has no relationship “{missing[0]}”: an object reaches its neighbours "
        "through relationships"
    )


def assert_left_to_the_caller(
    database: Database, session: Session, before: Tables, call: str
) -> None:
    """The call has changed nothing that others see until the caller commits."""
    __tracebackhide__ = True
    is_private = Tables(database) == before
    session.commit()
    is_stored = Tables(database) != before
    assert is_private, (
        f"another connection sees the change of {call} before the caller commits: "
        "whoever opened the session decides when the transaction ends"
    )
    assert is_stored, f"after {call} and a commit nothing has changed: the call must do its work"


def assert_not_found(
    answer: Any, database: Database, session: Session, name: str, *args: Any
) -> None:
    """The call raises NotFound and changes nothing."""
    __tracebackhide__ = True
    call = f"{name}({', '.join(map(repr, args))})"
    before = Tables(database)
    try:
        getattr(answer, name)(session, *args)
        session.flush()
    except answer.NotFound:
        assert_nothing_left(database, session, before, f"{call} raised NotFound")
        return
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{call} raised {type(error).__name__}: an id without a row is NotFound"
        ) from error
    raise AssertionError(f"{call} raised nothing: an id without a row is NotFound")


def assert_nothing_left(database: Database, session: Session, before: Tables, what: str) -> None:
    """A refused call has left nothing in the session that a commit would write."""
    __tracebackhide__ = True
    try:
        session.commit()
        unchanged = Tables(database) == before
    except (CircularDependencyError, IntegrityError):
        unchanged = False
    assert unchanged, (
        f"{what}, and yet the next commit wants to write something: "
        "what is refused leaves nothing behind in the session"
    )


# ---- task 1: the database's own rules ---------------------------------------------------------


@pytest.mark.task(1)
def test_foreign_keys_count(own: Engine, database: Database) -> None:
    """No connection of the engine stores a task of a project that does not exist."""
    statement = text("INSERT INTO tasks (project_id, title) VALUES (:project, 'new')")
    with own.connect() as first, own.connect() as second:
        for which, connection in (("first", first), ("second", second)):
            for turn in ("at once", "after a rollback"):
                try:
                    connection.execute(statement, {"project": 999})
                except IntegrityError:
                    connection.rollback()
                    continue
                connection.rollback()
                raise AssertionError(
                    f"the {which} connection stored a task of project 999, which does not exist, "
                    f"{turn}: every connection must enforce a foreign key from tasks to projects"
                )
        with second.begin():
            second.execute(statement, {"project": 3})
    assert len(Tables(database).tasks) == len(TASKS) + 1, (
        "a task of project 3, which exists, is not stored: only a missing project is refused"
    )


@pytest.mark.task(1)
def test_the_database_cascades(own: Engine, database: Database) -> None:
    """A plain SQL DELETE takes what is owned along, and lets go of the rest."""
    with (
        explained(
            "DELETE FROM projects in plain SQL",
            "the database itself must know what happens to rows that point to a deleted one",
        ),
        own.begin() as connection,
    ):
        connection.execute(text("DELETE FROM projects WHERE id = 1"))
    without_project_1(Tables(database), "DELETE FROM projects WHERE id = 1")
    with (
        explained("DELETE FROM labels in plain SQL", "a task label goes with its label"),
        own.begin() as connection,
    ):
        connection.execute(text("DELETE FROM labels WHERE id = 1"))
    left = Tables(database)
    assert_same_rows(
        left.pairs(), [(5, 2)], "label 1 was deleted: a task label goes with its label"
    )
    assert len(left.tasks) == 2, (
        f"{len(left.tasks)} of 2 tasks are left after a label was deleted: a label owns no task"
    )


# ---- task 2: relationships --------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_subtask_points_to_its_parent(answer: Any, own: Engine, database: Database) -> None:
    """`Task(parent=a)` stores the id of a with the new task, not the other way round."""
    related(answer.Task, "project", "parent", "children")
    with Session(own) as session:
        project = answer.Project(name="Party")
        top = answer.Task(title="top", project=project)
        low = answer.Task(title="low", project=project, parent=top)
        session.add_all([project, top, low])
        session.commit()
        ids = (top.id, low.id)
    parents = {row[0]: row[2] for row in Tables(database).tasks}
    seen = (parents[ids[0]], parents[ids[1]])
    assert seen == (None, ids[0]), (
        f"task {ids[1]} was made with parent=task {ids[0]}; stored are the parents {seen[0]} of "
        f"task {ids[0]} and {seen[1]} of task {ids[1]}: "
        "many children point to one parent, so the key stands with the child"
    )


@pytest.mark.task(2)
def test_both_sides_agree(answer: Any, own: Engine, database: Database) -> None:
    """What is set on one side of a relationship shows on the other, before any flush."""
    related(answer.Project, "tasks")
    related(answer.Task, "project", "parent", "children", "task_labels")
    related(answer.Label, "task_labels")
    related(answer.TaskLabel, "task", "label")
    project = answer.Project(name="Party ✓")
    top, low = answer.Task(title="invite"), answer.Task(title="write cards")
    project.tasks.extend([top, low])
    top.children.append(low)
    label = answer.Label(name="fun")
    task_label = answer.TaskLabel(task=top, label=label)
    both = {
        "Project.tasks and Task.project": low.project is project,
        "Task.children and Task.parent": low.parent is top,
        "TaskLabel.task and Task.task_labels": list(top.task_labels) == [task_label],
        "TaskLabel.label and Label.task_labels": list(label.task_labels) == [task_label],
    }
    apart = [names for names, agree in both.items() if not agree]
    assert not apart, (
        f"{apart[0]} do not agree before a flush: two relationships over one foreign key must "
        "know of each other"
    )
    before = Tables(database)
    with Session(own) as session:
        session.add(project)
        session.commit()
        ids = (project.id, top.id, low.id, label.id)
    after = Tables(database)
    assert_same_rows(
        [row for row in after.tasks if row not in before.tasks],
        [(ids[1], ids[0], None, "invite"), (ids[2], ids[0], ids[1], "write cards")],
        "adding a project to the session stores all that hangs on it",
    )
    assert after.labels_of(ids[1]).keys() == {"fun"}, (
        f"the new task has the labels {set(after.labels_of(ids[1]))}: "
        "a TaskLabel joins one task and one label"
    )


@pytest.mark.task(2)
def test_children_outlive_their_parent(answer: Any, own: Engine, database: Database) -> None:
    """A deleted task's children stay, without a parent, whether they were loaded or not."""
    related(answer.Task, "children")
    with Session(own) as session, explained("session.delete(task)", "children may have no parent"):
        task = session.get_one(answer.Task, 1)
        children = {child.id for child in task.children}
        assert children == {2, 5}, (
            f"task 1 has the children {children}, not 2 and 5: "
            "children are the tasks whose parent_id is the task's id"
        )
        session.delete(task)
        session.commit()
    books = (2, 1, None, "books")
    others = [(4, 2, None, "dig"), (5, 2, None, "sell the mower")]
    rule = "a parent does not own its children, they stay and have no parent"
    assert_same_rows(
        Tables(database).tasks,
        [books, (3, 1, 2, "atlas"), *others],
        f"task 1 was deleted, with its children loaded: {rule}",
    )
    with Session(own) as session, explained("session.delete(task)", "children may have no parent"):
        session.delete(session.get_one(answer.Task, 2))
        session.commit()
    assert_same_rows(
        Tables(database).tasks,
        [(3, 1, None, "atlas"), *others],
        f"task 2 was deleted, with no child loaded: {rule}",
    )


# ---- task 3: deleting and moving --------------------------------------------------------------


@pytest.mark.task(3)
def test_a_deleted_project_takes_its_tasks(answer: Any, own: Engine, database: Database) -> None:
    """`delete_project` removes tasks and task labels; labels and other projects' tasks stay."""
    before = Tables(database)
    with Session(own) as session, explained("delete_project", "a task never loses its project"):
        assert_not_found(answer, database, session, "delete_project", 999)
        answer.delete_project(session, 1)
        assert_left_to_the_caller(database, session, before, "delete_project")
    without_project_1(Tables(database), "delete_project(1)")
    with Session(own) as session:
        answer.delete_project(session, 3)
        session.commit()
    assert_same_rows(
        Tables(database).projects, [(2, "Garden")], "a project without tasks can be deleted, too"
    )


@pytest.mark.task(3)
def test_deleting_loaded_objects_is_the_same(answer: Any, own: Engine, database: Database) -> None:
    """`delete_project` leaves the same rows when the session has loaded everything before."""
    related(answer.Project, "tasks")
    related(answer.Task, "project", "parent", "children", "task_labels")
    with Session(own) as session, explained("delete_project", "a task never loses its project"):
        project = session.get_one(answer.Project, 1)
        loaded = [
            (task.project, task.parent, list(task.children), task_label.label.task_labels[:])
            for task in project.tasks
            for task_label in task.task_labels
        ]
        assert len(loaded) == 3, (
            f"project 1 shows {len(loaded)} task labels, not 3: the relationships lead to all rows"
        )
        answer.delete_project(session, 1)
        session.commit()
    without_project_1(Tables(database), "delete_project(1) with everything loaded")


@pytest.mark.task(3)
def test_a_big_project_takes_few_statements(
    answer: Any, own: Engine, database: Database, sql: SqlLog
) -> None:
    """Deleting a project of 1,000 labelled tasks takes at most 4 statements."""
    numbers = (
        f"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY - 1})"
    )
    with own.begin() as connection:
        for statement in (
            "INSERT INTO projects (id, name) VALUES (50, 'Big')",
            f"{numbers} INSERT INTO tasks (id, project_id, parent_id, title)"
            " SELECT 5000 + i, 50, CASE WHEN i > 0 THEN 5000 + i / 2 END, 'step' FROM n",
            f"{numbers} INSERT INTO task_labels (task_id, label_id, added_at)"
            f" SELECT 5000 + i, 1 + i % 4, '{LONG_AGO}' FROM n",
        ):
            connection.execute(text(statement))
    with (
        Session(own) as session,
        sql.at_most(MOST_STATEMENTS, f"to delete a project of {MANY:,} tasks"),
    ):
        answer.delete_project(session, 50)
        session.commit()
    after = Tables(database)
    assert_same_rows(after.tasks, TASKS, "only the big project's tasks go")
    assert_same_rows(after.pairs(), TASK_LABELS, "only the big project's task labels go")


@pytest.mark.task(3)
def test_a_task_taken_out_is_deleted(answer: Any, own: Engine, database: Database) -> None:
    """A task removed from `project.tasks` is deleted; so is a task label removed from its task."""
    related(answer.Project, "tasks")
    related(answer.Task, "task_labels")
    with Session(own) as session:
        with explained(
            "a flush after project.tasks.remove(task)",
            "a task without a project is an orphan, and is deleted",
        ):
            project = session.get_one(answer.Project, 1)
            project.tasks.remove(session.get_one(answer.Task, 2))
            session.commit()
        after = Tables(database)
        assert_same_rows(
            after.tasks,
            [(1, 1, None, "pack"), (3, 1, None, "atlas"), *TASKS[3:]],
            "task 2 was taken out of its project: it is deleted, the task below it has no parent",
        )
        assert_same_rows(
            after.pairs(), [(1, 1), (1, 2), (4, 1), (5, 2)], "task 2's task labels go with it"
        )
        with explained(
            "a flush after task.task_labels.remove(task_label)",
            "a task label without a task is an orphan, and is deleted",
        ):
            task = session.get_one(answer.Task, 1)
            task.task_labels.remove(session.get_one(answer.TaskLabel, (1, 2)))
            session.commit()
    after = Tables(database)
    assert_same_rows(after.pairs(), [(1, 1), (4, 1), (5, 2)], "one task label was taken off task 1")
    assert_same_rows(after.labels, LABELS, "a label taken off a task is still a label")


@pytest.mark.task(3)
def test_a_moved_task_stays_itself(answer: Any, own: Engine, database: Database) -> None:
    """`move_task` changes a task's project and nothing else, also with both lists loaded."""
    related(answer.Project, "tasks")
    before = Tables(database)
    expected = [(id_, 2 if id_ == 2 else p, parent, title) for id_, p, parent, title in TASKS]
    with Session(own) as session:
        assert_not_found(answer, database, session, "move_task", 999, 2)
        assert_not_found(answer, database, session, "move_task", 2, 999)
        projects = [session.get_one(answer.Project, number) for number in (1, 2)]
        sizes = [len(project.tasks) for project in projects]
        assert sizes == [3, 2], f"the projects show {sizes} tasks, not [3, 2]"
        try:
            answer.move_task(session, 2, 2)
            assert_left_to_the_caller(database, session, before, "move_task")
        except (AssertionError, NotImplementedError):
            raise
        except Exception as error:
            raise AssertionError(
                f"move_task raised {type(error).__name__}: a task that is moved must not lose "
                "its project on the way"
            ) from error
        after = Tables(database)
        assert_same_rows(
            after.tasks, expected, "task 2 was moved to project 2: only its project_id changes"
        )
        same = after.task_labels == before.task_labels
        assert same, (
            f"task 2 had the labels {before.labels_of(2)} and has {after.labels_of(2)}: "
            "a moved task keeps its task labels"
        )
        sizes = [len(project.tasks) for project in projects]
        assert sizes == [2, 3], (
            f"after the commit the projects show {sizes} tasks, not [2, 3]: "
            "the task is in the list of its new project only"
        )
        answer.move_task(session, 2, 2)
        session.commit()
    assert_same_rows(
        Tables(database).tasks, expected, "moving a task to where it is changes nothing"
    )
    with Session(own) as session:
        project = session.get_one(answer.Project, 1)
        assert len(project.tasks) == 2, f"project 1 shows {len(project.tasks)} tasks, not 2"
        answer.move_task(session, 3, 2)
        answer.delete_project(session, 1)
        session.commit()
    assert_same_rows(
        Tables(database).tasks,
        [
            (2, 2, None, "books"),
            (3, 2, 2, "atlas"),
            (4, 2, None, "dig"),
            (5, 2, None, "sell the mower"),
        ],
        "task 3 was moved out of project 1, whose tasks were loaded, and then project 1 was "
        f"deleted: {BUILDS_ON}",
    )


# ---- task 4: labels ---------------------------------------------------------------------------


@pytest.mark.task(4)
def test_labels_that_stay_keep_their_date(answer: Any, own: Engine, database: Database) -> None:
    """`set_labels` adds and removes the difference; what stays keeps its added_at."""
    related(answer.Task, "task_labels")
    before = Tables(database)
    old = before.labels_of(1)
    with Session(own) as session, explained("set_labels", "tasks share one row for a label"):
        assert_not_found(answer, database, session, "set_labels", 999, {"urgent"})
        answer.set_labels(session, 1, {"urgent", "Urgent", "brand new"})
        assert_left_to_the_caller(database, session, before, "set_labels")
    after = Tables(database)
    now = after.labels_of(1)
    assert set(now) == {"urgent", "Urgent", "brand new"}, (
        f"task 1 has the labels {sorted(now)}, asked for were 'Urgent', 'brand new' and 'urgent': "
        "set_labels gives a task exactly these labels"
    )
    assert now["urgent"] == old["urgent"], (
        f"the label “urgent” was added at {old['urgent']} and says {now['urgent']} after "
        "set_labels: a label that stays is not touched"
    )
    assert now["brand new"] not in (None, old["urgent"]), (
        f"the label “brand new” has added_at {now['brand new']}: a new task label says when it "
        "was added"
    )
    names = [name for _, name in after.labels]
    assert sorted(names) == sorted([*(name for _, name in LABELS), "brand new"]), (
        f"the labels are {names}: a missing label is made, no label is deleted or made twice"
    )
    others = [[row for row in t.task_labels if row[0] != 1] for t in (before, after)]
    assert_same_rows(others[1], others[0], "other tasks' labels are not touched")
    with Session(own) as session, explained("the second of two calls of set_labels", BUILDS_ON):
        task = session.get_one(answer.Task, 1)
        assert len(task.task_labels) == 3, f"task 1 shows {len(task.task_labels)} labels, not 3"
        answer.set_labels(session, 1, {"urgent"})
        answer.set_labels(session, 1, {"urgent", "Urgent"})
        session.commit()
    now = Tables(database).labels_of(1)
    assert set(now) == {"urgent", "Urgent"}, (
        f"task 1 has the labels {sorted(now)} after it was given 'urgent' only, and then 'Urgent' "
        f"and 'urgent': {BUILDS_ON}"
    )


@pytest.mark.task(4)
def test_a_label_exists_once(answer: Any, own: Engine, database: Database) -> None:
    """Tasks share one row for a label, whatever its name looks like."""
    names = set(datasets.HOSTILE_NAMES)
    with Session(own) as session, explained("set_labels", "tasks share one row for a label"):
        answer.set_labels(session, 4, names)
        answer.set_labels(session, 5, names)
        session.commit()
        answer.set_labels(session, 5, names)
        session.commit()
        both = Tables(database)
        assert both.labels_of(4).keys() == both.labels_of(5).keys() == names, (
            f"after two calls with {len(names)} names the tasks have {len(both.labels_of(4))} and "
            f"{len(both.labels_of(5))} labels: names are stored exactly as they are"
        )
        answer.set_labels(session, 5, set())
        session.commit()
        after = Tables(database)
    assert after.labels == both.labels, (
        "rows in labels changed when a task gave up its labels: a label belongs to no task"
    )
    assert after.labels_of(5) == {}, (
        f"after set_labels with an empty set, task 5 has {sorted(after.labels_of(5))}: "
        "the set says all that is left"
    )
    assert after.labels_of(4).keys() == names, "task 4 lost labels that were taken off task 5"


# ---- task 5: the tree -------------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_task_gets_another_parent(answer: Any, own: Engine, database: Database) -> None:
    """`set_parent` moves a task with all that is below it, or puts it at the top."""
    before = Tables(database)
    with Session(own) as session:
        assert_not_found(answer, database, session, "set_parent", 999, 1)
        assert_not_found(answer, database, session, "set_parent", 2, 999)
        answer.set_parent(session, 2, 4)
        assert_left_to_the_caller(database, session, before, "set_parent")
        # Task 3 stands below 2 already; task 2 has left 1, so the last move is no cycle any more.
        for task_id, parent_id in [(5, None), (3, 2), (1, 3)]:
            try:
                answer.set_parent(session, task_id, parent_id)
            except answer.Cycle as error:
                raise AssertionError(
                    f"set_parent({task_id}, {parent_id}) raised Cycle, and task {parent_id} does "
                    f"not stand below task {task_id}: only a cycle is refused"
                ) from error
        session.commit()
    parents = {row[0]: row[2] for row in Tables(database).tasks}
    assert parents == {1: 3, 2: 4, 3: 2, 4: None, 5: None}, (
        "the parents are not what four calls ask for: set_parent changes one task's parent"
    )


@pytest.mark.task(5)
def test_a_cycle_is_refused(answer: Any, own: Engine, database: Database) -> None:
    """A task under itself, or under anything below it, raises Cycle and changes nothing."""
    related(answer.Task, "parent", "children")
    chain = range(500, 500 + DEEP)
    with own.begin() as connection:
        insert(
            connection,
            "tasks (id, project_id, parent_id, title)",
            [(n, 3, n - 1 if n > chain[0] else None, f"step {n}") for n in chain],
        )
    before = Tables(database)
    cases: list[tuple[int, int, str]] = [
        (4, 4, "itself"),
        (1, 2, "its own child"),
        (1, 3, "its grandchild"),
        (chain[0], chain[-1], f"a task {DEEP - 1} levels below it"),
    ]
    with Session(own) as session:
        for task_id, parent_id, where in cases:
            refuses_cycle(answer, session, task_id, parent_id, where)
            what = f"set_parent({task_id}, {parent_id}) raised Cycle"
            assert_nothing_left(database, session, before, what)
        # A flush does not load these again: they know of the moves below only if they are told.
        loaded = [
            (task, task.parent, task.children[:]) for task in session.scalars(select(answer.Task))
        ]
        assert len(loaded) == len(before.tasks), (
            f"the session loads {len(loaded)} of {len(before.tasks)} tasks"
        )
        answer.set_parent(session, 4, chain[-1])
        answer.set_parent(session, chain[1], 3)
        refuses_cycle(answer, session, 1, 4, "task 4, put below it by two moves not yet committed,")
        session.commit()
    parents = {row[0]: row[2] for row in Tables(database).tasks}
    assert (parents[1], parents[4], parents[chain[1]]) == (None, chain[-1], 3), (
        f"tasks 1, 4 and {chain[1]} have the parents {parents[1]}, {parents[4]} and "
        f"{parents[chain[1]]} after two moves without a cycle and one with: "
        "only a cycle is refused, and it changes nothing"
    )


def refuses_cycle(answer: Any, session: Session, task_id: int, parent_id: int, where: str) -> None:
    """The call raises Cycle; a loop in the answer that never ends is stopped."""
    __tracebackhide__ = True
    call = f"set_parent({task_id}, {parent_id})"
    with limited(session, DEEP * 4, f"{call} has sent {DEEP * 4} statements and goes on"):
        try:
            answer.set_parent(session, task_id, parent_id)
        except answer.Cycle:
            return
        except CircularDependencyError as error:
            raise AssertionError(
                f"{call} put task {task_id} below {where} and raised CircularDependencyError when "
                "it was flushed: a cycle is found before it is made"
            ) from error
    raise AssertionError(
        f"{call} put task {task_id} below {where} and raised nothing: "
        "from every task the way up must end"
    )


@contextmanager
def limited(session: Session, statements: int, what: str) -> Iterator[None]:
    """Stop code that sends statements without end."""
    left = statements
    connection = session.connection()

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise AssertionError(f"{what}: from every task the way up must end")

    event.listen(connection, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", count)
