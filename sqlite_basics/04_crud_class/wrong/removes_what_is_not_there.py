"""Thinks that a DELETE that raises nothing has deleted something."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_product_is_removed"
SAYS = "remove(7) a second time returned True"


class ProductStore(_Good):
    """A DELETE that finds no row is no error."""

    def remove(self, product_id: int) -> bool:
        """Say that it went well."""
        super().remove(product_id)
        return True
