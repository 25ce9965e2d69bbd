"""Reads nothing: the old table is described in full, and the copy is made from that."""
