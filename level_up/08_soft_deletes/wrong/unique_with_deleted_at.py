"""Makes e-mail and deleted_at unique together, though no NULL equals another."""

from solution import *

FAILS = "an_email_is_unique_among_the_living"
SAYS = "two living members have the e-mail"


_indexes = Base.metadata.tables["members"].indexes
_indexes.remove(next(index for index in _indexes if index.unique))
Index("ux_members_email", Member.email, Member.deleted_at, unique=True)
