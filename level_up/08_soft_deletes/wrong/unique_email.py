"""Makes the e-mail unique among all rows, so that a deleted one blocks it for ever."""

from solution import *

FAILS = "an_email_is_unique_among_the_living"
SAYS = "deleted rows do not count"


_indexes = Base.metadata.tables["members"].indexes
_indexes.remove(next(index for index in _indexes if index.unique))
Index("ux_members_email", Member.email, unique=True)
