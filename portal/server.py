"""How gunicorn serves the portal: `gunicorn -c python:portal.server portal.wsgi`.

Threads wait for the database; two processes use two cores. The number of both is the
machine's business, so it comes from the environment.
"""

from pathlib import Path

from portal.env import env_int

worker_class = "gthread"
workers = env_int("WEB_WORKERS", 2, least=1)
threads = env_int("WEB_THREADS", 4, least=1)
timeout = 60
graceful_timeout = 10
# The heartbeat file of a worker must not wait for a busy disk.
_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's own advice for containers
worker_tmp_dir = str(_MEMORY) if _MEMORY.is_dir() else None
# A worker that grew is replaced, not all at the same moment.
max_requests = 20_000
max_requests_jitter = 2_000
# Nobody steers it from outside, and several installations would share the socket.
control_socket_disable = True
