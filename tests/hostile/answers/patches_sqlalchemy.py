"""Replaces how SQLAlchemy executes and connects."""

import sqlalchemy
import sqlalchemy.engine
import sqlalchemy.orm

STATUS = "tampering failed timeout"
POINTS = 0

sqlalchemy.create_engine = sqlalchemy.engine.create_engine = lambda *_, **__: None
sqlalchemy.engine.Connection.execute = lambda *_, **__: []
sqlalchemy.orm.Session.scalars = lambda *_, **__: []


def __getattr__(name):
    return lambda *_: None
