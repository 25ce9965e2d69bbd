"""`drills run`."""

import json
import os
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY
from tests.commands.conftest import Call, Learner, Program


def test_first_run_makes_the_file_and_says_where(program: Program, learner: Learner):
    """The stub is copied, named, and every check fails in an orderly way."""
    result = program("run", "01_sum")
    assert result.returncode == 1
    assert "Created work/basics/01_sum.py from the stub." in result.stdout
    assert learner.workspace.answer_path(learner.drill()).exists()
    assert "✗ Two numbers are added" in result.stdout
    assert "total() is not written yet" in result.stdout
    assert "Next: drills hint 01_sum" in result.stdout
    assert result.stderr == ""


def test_a_verdict_is_shown_though_it_cannot_be_recorded(program: Program, learner: Learner):
    """What was found is not lost with the progress file; exit code 3 says that something is."""
    learner.answer()
    learner.workspace.progress.write_text("This is no database.")
    result = program("run", "01_sum")
    assert result.returncode == 3
    assert "All 3 checks passed" in result.stdout
    assert "expected a SQLite database" in result.stderr
    result = program("run", "01_sum", "--json")
    assert json.loads(result.stdout)["passed"]
    assert result.returncode == 3


def test_a_checking_process_that_cannot_start_says_why(
    program: Program, learner: Learner, tmp_path: Path
):
    """One line, whether it ends before it gets its job or after."""
    learner.answer()
    (tmp_path / "pytest.py").write_text("raise LookupError('this is not pytest')\n")
    result = program("run", "01_sum", PYTHONPATH=f"{tmp_path}:{REPOSITORY}")
    assert result.returncode == 3, result.stderr
    message, _ = result.stderr.splitlines()
    assert message == ("drills: something unexpected happened: LookupError: this is not pytest")


def test_later_runs_leave_the_file_alone(program: Program, learner: Learner):
    """An answer is never overwritten."""
    path = learner.answer("mine = 1\n")
    assert "Created" not in program("run", "01_sum").stdout
    assert path.read_text() == "mine = 1\n"


def test_a_pass_says_what_was_learnt_and_what_comes_next(program: Program, learner: Learner):
    """A right answer exits with 0, is recorded, and gets its next commands."""
    learner.answer()
    result = program("run", "01_sum")
    assert result.returncode == 0
    assert "All 3 checks passed" in result.stdout
    assert learner.drill().learnt in result.stdout
    assert "Next: drills next" in result.stdout
    assert "drills solution 01_sum" in result.stdout
    assert learner.attempts.states()["basics/01_sum"].passed


def test_what_was_learnt_fits_the_terminal(program: Program, learner: Learner):
    """No word of a long sentence is broken by the terminal's edge."""
    toml = learner.drill().path / "drill.toml"
    toml.write_text(toml.read_text().replace("You can let", f"You can{' really' * 20} let"))
    learner.answer()
    result = program("run", "01_sum")
    assert "really" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_first_failure_is_shown_in_full(program: Program, learner: Learner):
    """Message, call, got and expected, statement and the learner's own line are shown."""
    answer = learner.drill().file("solution").read_text()
    learner.answer(answer.replace("return result", "print('adding')\n        return result + 1"))
    shown = program("run", "01_sum").stdout
    for piece in (
        "the sum of 2 and 3 came back as 6: every number counts once",
        "called    total(Path('…/store.db'), [2, 3]) returned 6",
        "got       6",
        "expected  5",
        "printed   adding",
        "2 statements of your code:",
        "SELECT 2 + 3",
        "line 14",
        "0 of 3 checks passed",
    ):
        assert piece in shown, shown
    assert shown.count("came back as") == 1


def test_the_learners_own_line_is_shown_with_its_path(program: Program, learner: Learner):
    """An exception is shown with the line of the learner's file, and no frames but theirs."""
    learner.answer("def total(path, numbers):\n    return numbers[7]\n")
    shown = program("run", "01_sum").stdout
    assert "your code raised IndexError: list index out of range" in shown
    assert "your line work/basics/01_sum.py:2\n              return numbers[7]" in shown
    assert "checks.py" not in shown
    assert "Traceback" not in shown


def test_a_syntax_error_is_shown_with_its_place(program: Program, learner: Learner):
    """An answer that cannot be loaded gets the reason and no list of checks."""
    learner.answer("def total(path, numbers)\n    return 1\n")
    result = program("run", "01_sum")
    assert result.returncode == 1
    assert "01_sum.py:1 is not valid Python: expected ':'" in result.stdout
    assert "No check can run before Python can load it." in result.stdout
    assert "drills hint" not in result.stdout


def test_an_endless_loop_gets_its_name(program: Program, learner: Learner):
    """A check that takes too long says so, and where it stood."""
    learner.answer("def total(path, numbers):\n    while True:\n        pass\n")
    shown = program("run", "01_sum", "--check", "two").stdout
    assert "Two numbers are added (took too long)" in shown
    assert "Look for a loop that never ends" in shown
    assert "work/basics/01_sum.py:" in shown


def test_json_is_the_verdict(program: Program, learner: Learner):
    """--json prints the documented verdict and nothing else."""
    learner.answer()
    verdict = json.loads(program("run", "01_sum", "--json").stdout)
    assert verdict["version"] == 1
    assert verdict["drill"] == "basics/01_sum"
    assert verdict["passed"] is True
    assert verdict["status"] == "passed"
    assert [check["name"] for check in verdict["checks"]] == [
        "adds_two_numbers",
        "adds_nothing",
        "adds_many_numbers",
    ]


def test_other_answers_are_checked_but_not_recorded(program: Program, learner: Learner):
    """--answer and --solution check something else and make neither file nor attempt."""
    wrong = learner.drill().file("wrong/forgets_nothing")
    assert program("run", "01_sum", "--answer", str(wrong)).returncode == 1
    assert program("run", "01_sum", "--solution").returncode == 0
    assert not learner.workspace.root.exists()


def test_what_cannot_be_an_answer_is_named(program: Program, tmp_path: Path):
    """A pipe is no file, though it looks like one."""
    os.mkfifo(tmp_path / "pipe")
    result = program("run", "01_sum", "--answer", "pipe")
    assert result.returncode == 2
    assert "an answer to 01_sum is a file, found a special file at" in result.stderr


def test_answer_and_solution_exclude_each_other(program: Program):
    """Two things to check are wrong usage."""
    result = program("run", "01_sum", "--solution", "--answer", "x.py")
    assert result.returncode == 2
    assert "--answer and --solution were both given" in result.stderr


def test_one_check_alone_is_not_recorded(program: Program, learner: Learner):
    """--check takes a part of a name, runs that check only, and records nothing."""
    learner.answer("def total(path, numbers):\n    return sum(numbers)\n")
    result = program("run", "01_sum", "--check", "nothing")
    assert result.returncode == 0
    assert "The check passed" in result.stdout
    assert "Two numbers" not in result.stdout
    assert learner.attempts.states() == {}


def test_an_ambiguous_check_gets_the_candidates(program: Program):
    """--check with several matches names them."""
    result = program("run", "01_sum", "--check", "adds")
    assert result.returncode == 2
    assert "adds_two_numbers, adds_nothing, adds_many_numbers" in result.stderr


def test_the_whole_log_is_shown_on_request(program: Program, learner: Learner):
    """--sql shows every statement of every check, also of one that passes."""
    learner.answer()
    shown = program("run", "01_sum", "--sql").stdout
    assert "SQL of adds_two_numbers: 2 statements" in shown
    assert "SELECT 0 + 2" in shown


def test_an_answer_of_several_files(program: Program, learner: Learner):
    """Where the drill takes a folder, a folder is made and checked."""
    result = program("run", "greeting")
    assert result.returncode == 1
    assert "it does not say hello: be polite" in result.stdout
    folder = learner.workspace.answer_path(learner.drill("greeting"))
    (folder / "greeting.txt").write_text("hello\n")
    assert program("run", "greeting").returncode == 0


@pytest.mark.parametrize("place", ["before", "after"])
def test_what_is_proposed_is_for_the_same_folder(
    program: Program, learner: Learner, tmp_path: Path, place: str
):
    """With --work, the next commands have it too, also in what is refused; in quotes if needed."""
    work = ["--work", str(tmp_path / "a b")]

    def drills(*arguments: str) -> str:
        result = program(*work, *arguments) if place == "before" else program(*arguments, *work)
        said: str = result.stdout + result.stderr
        return said

    drills("open", "01_sum")
    with_work = f"drills --work '{tmp_path / 'a b'}'"
    assert f"Next: {with_work} hint 01_sum" in drills("run", "01_sum")
    assert f"Next: {with_work} run 01_sum" in drills("hint", "01_sum")
    assert f"`{with_work} hint 01_sum` helps on" in drills("solution", "01_sum")
    assert f"      {with_work} run 01_sum " in drills("next")


def test_a_missing_file_is_named_as_the_learner_knows_it(program: Program, learner: Learner):
    """And not by the place of the copy that is checked, which is gone when it is read."""
    learner.answer("def total(path, numbers):\n    open(__file__ + '.data')\n")
    shown = program("run", "01_sum").stdout
    assert "No such file or directory: '01_sum.py.data'" in " ".join(shown.split())


def test_work_may_be_given_before_or_after_the_command(
    program: Program, learner: Learner, tmp_path: Path
):
    """--work puts the answers elsewhere, on either side of the command's name."""
    program("--work", str(tmp_path / "a"), "run", "01_sum")
    program("run", "01_sum", "--work", str(tmp_path / "b"))
    assert (tmp_path / "a/basics/01_sum.py").exists()
    assert (tmp_path / "b/progress.db").exists()
    assert not learner.workspace.root.exists()


def test_runs_in_this_process_too(call: Call, learner: Learner):
    """Without a process started ahead the command checks by itself."""
    learner.answer()
    assert call("run", "01_sum").exit_code == 0
