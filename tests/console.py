"""Runs pieces of code in an installation, one after another, in one process.

A line of its input is a piece as JSON text; a line of its output holds what the piece
printed, and the trace of its fault or nothing. To start Django anew for each takes
longer than most of what tests have to arrange.
"""

import contextlib
import io
import json
import sys
import traceback

import django
from django.db import connections


def answer(code: str) -> dict[str, str]:
    said, fault = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(said):
            exec(code, {"__name__": "__console__"})
    except BaseException:
        fault = traceback.format_exc()
    finally:
        # Whoever copies or drops the database finds nobody in it.
        connections.close_all()
    return {"said": said.getvalue(), "fault": fault}


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
