"""Plain classes, mapped imperatively; the two sides of a relationship are made in one place."""
