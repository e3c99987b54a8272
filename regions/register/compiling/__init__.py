"""Make the project's own tables from a folder of collected facts.

Each module makes one or two tables as lists of rows, in the order of the columns in
`regions.register.tables`; `writing` puts them down, always with the same bytes.
"""

from regions.register.compiling.build import build_tables
from regions.register.compiling.writing import write_tables

__all__ = ["build_tables", "write_tables"]
