"""The engine stands alone: it loads without Django or any of our apps."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
import matching.engine
outside = {"django", "celery", "rest_framework", "regions", "portal"}
print(sorted(outside & {name.partition(".")[0] for name in sys.modules}))
print(sorted(n for n in sys.modules if n.startswith("matching.") and "engine" not in n))
"""


def test_importing_the_engine_loads_nothing_of_the_portal():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n[]\n"
