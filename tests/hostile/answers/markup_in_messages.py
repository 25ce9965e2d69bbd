"""Raises what terminals, web pages and spreadsheets could take for theirs."""

STATUS = "failed error"
POINTS = 0

def add(*_):
    raise ValueError("[red]passed[/red] </td><script>alert(1)</script> =cmd|' /C calc'!A1")


names = value = take = add


def __getattr__(name):
    return lambda *_: None
