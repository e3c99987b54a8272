"""How people write records: documents, drafts, versions, and what may be written.

Every writer (forms, imports, curators' decisions, one click in a mail) goes through
`services`, so that each change is checked, announced and remembered in the same way.
"""
