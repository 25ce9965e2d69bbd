"""Declares two relationships for a foreign key, and not that they are two sides of one."""

FAILS = "a_program_works_on_the_legacy_schema"
SAYS = "Order.packer was set, and Person.packed does not show it"
