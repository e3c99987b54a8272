"""One Python inside an installation that runs what journeys ask for.

Starting Django anew for each of them takes seconds. Run as a program, it reads code in
JSON, a line each, and answers in JSON what was printed and what went wrong.
"""

import contextlib
import io
import json
import sys
import traceback

import django
from django.db import close_old_connections


def main() -> None:
    django.setup()
    for line in sys.stdin:
        printed, fault = io.StringIO(), ""
        try:
            with contextlib.redirect_stdout(printed):
                exec(json.loads(line), {"__name__": "journey"})
        except Exception:
            fault = traceback.format_exc()
        close_old_connections()
        answer = {"printed": printed.getvalue(), "fault": fault}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
