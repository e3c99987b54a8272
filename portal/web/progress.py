"""A progress bar for commands: drawn on a terminal only, silent in logs."""

from django.core.management.base import OutputWrapper

WIDTH = 32


class ProgressBar:
    """Shows `label [####----] 120/500`; leaves the line finished when it ends."""

    def __init__(self, stream: OutputWrapper, label: str) -> None:
        self._stream = stream
        self._label = label
        self._is_shown = stream.isatty()
        self._drawn = ""

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *exception: object) -> None:
        if self._drawn:
            self._stream.write("\n")

    def show(self, done: int, total: int) -> None:
        """Draw the bar when it has moved."""
        if not self._is_shown or total <= 0:
            return
        filled = WIDTH * min(done, total) // total
        bar = "#" * filled + "-" * (WIDTH - filled)
        line = f"\r{self._label} [{bar}] {done}/{total}"
        if line != self._drawn:
            self._drawn = line
            self._stream.write(line, ending="")
            self._stream.flush()
