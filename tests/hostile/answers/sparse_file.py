"""Makes a file that claims to hold a terabyte."""

STATUS = "failed error crash"
POINTS = 0

def add(path, *_):
    with path.with_name("big").open("wb") as file:
        file.truncate(1 << 40)
    print("GOT THROUGH: a file of a terabyte")


def __getattr__(name):
    return lambda *_: None
