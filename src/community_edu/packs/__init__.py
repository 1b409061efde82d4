"""
Shipped data, as TOML: observances, school terms, standards, labels. Every fact has its source.

The room holds no code. Each file is read by the room that owns its meaning.
"""
