"""The embedded broker: messages are files in a folder, and none is seen half-written.

Kombu writes a message under the name by which workers find it. One that looked in that
moment read an empty file, and ended with an error that nothing catches.
"""

import logging
import os
import time
import uuid
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    # Kombu's two signatures do not agree with each other.
    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        """Write the message aside, and give it its name once it is whole."""
        # Names are their order: by the millisecond, two in one went as it came.
        name = f"{time.time_ns()}_{uuid.uuid4()}"
        path = os.path.join(self.data_folder_out, name)
        try:
            with open(f"{path}.part", "wb") as file:
                file.write(dumps(payload).encode())
            os.replace(f"{path}.part", f"{path}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add {path!r} to the folder") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message that can be read; Empty if there is none.

        What a power cut left unreadable is told and left out: jobs ask the database for
        what is due, and send it again.
        """
        while True:
            try:
                return super()._get(queue)
            except ValueError as error:
                logger.warning("a message of %s cannot be read: %s", queue, error)

    def get_table(self, exchange: str) -> list[Any]:
        """Who gets what of an exchange; its file may be in the making."""
        try:
            return super().get_table(exchange)
        except ValueError:
            time.sleep(0.1)
            return super().get_table(exchange)


class Transport(filesystem.Transport):
    Channel = Channel


def use_whole_messages() -> None:
    """Let addresses that begin with filesystem:// lead here."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
