"""Takes '' for NULL, and overwrites it."""

FAILS = "every_customer_has_a_country"
SAYS = "with 'NL' where country was NULL"
