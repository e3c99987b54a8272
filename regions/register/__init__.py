"""The project's own tables of facts: made, read, checked and loaded.

`compiling` makes them from collected facts, `reading` and `checking` find every fault
before anything is written, `loading` brings them into the database, and `derive` works
out offers and needs where a profile states none.
"""
