"""Import and export of records as CSV and XLSX.

`tables` says which columns there are, `cells` what one cell may hold; `reading` makes
raw tables of a file and refuses what is no table, `parsing` makes documents of them,
`planning` compares these with the register and `applying` writes them, all or nothing.
`exporting` goes the other way, `public` for everybody. A file is worked off by a job
(`jobs`), whose row in the database is the truth. docs/sheets.md is for who fills files.
"""
