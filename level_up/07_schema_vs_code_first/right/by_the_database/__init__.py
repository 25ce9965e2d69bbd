"""What the database decides is fetched, its enum is its own; the new models are dataclasses."""
