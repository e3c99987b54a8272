"""Asking a running web server how it is: `python -m portal.health`.

Exits 0 when the server on this machine is ready, 1 with a sentence when it is not.
Needs no Django, so that a container's health check stays cheap.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 5


def ask(path: str, port: int) -> tuple[int, str]:
    """Return status and body of a path; status 0 when nobody answers.

    The Host header is that of BASE_URL: the server refuses any other name.
    """
    base = urlsplit(os.environ.get("BASE_URL", f"http://127.0.0.1:{port}"))
    headers = {"Host": base.netloc, "X-Forwarded-Proto": base.scheme}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def main() -> int:
    """Print and return what `/readyz` says, as a container's health check wants it."""
    status, body = ask("/readyz", int(os.environ.get("PORT", "8000")))
    sys.stdout.write(f"{status or 'no answer'}: {body}\n")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
