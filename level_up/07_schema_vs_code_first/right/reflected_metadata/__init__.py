"""Drift between two MetaData: the models', and one that is reflected, views included."""
