"""A mail server in a thread: it takes mails over, refuses them, or lets people wait."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

OK = "250 fine"


class MailServer:
    """What the server took over, and how it answers; `port` is where it listens.

    `refuse` maps a command or an address to the answer it gets, as "RCPT": "451 later".
    """

    def __init__(self, port: int = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self.refuse: dict[str, str] = {}
        self.is_held = threading.Event()
        self._go_on = threading.Event()
        self._go_on.set()
        self._server = _Threads(("127.0.0.1", port), _Talk)
        self._server.owner = self
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error) -> None:
        self._server.shutdown()
        self._server.server_close()

    def hold(self) -> None:
        """Let the next mail wait with its text, as a slow line would."""
        self._go_on.clear()

    def let_go(self) -> None:
        self._go_on.set()

    def wait(self) -> None:
        if not self._go_on.is_set():
            self.is_held.set()
            self._go_on.wait(60)

    @property
    def recipients(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.taken]


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    owner: MailServer


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a client without extensions needs."""

    def handle(self) -> None:
        self.server.owner.connections += 1
        with contextlib.suppress(ConnectionError):
            self._say("220 ready")
            for line in self._lines():
                if not self._answer(line):
                    return

    def _answer(self, line: str) -> bool:
        """Answer one command; False ends the connection."""
        word = line[:4].upper()
        refused = [
            answer
            for mark, answer in self.server.owner.refuse.items()
            if mark == word or (word == "RCPT" and mark in line)
        ]
        if refused:
            self._say(refused[0])
            return not refused[0].startswith("421")
        if word == "DATA":
            self.server.owner.wait()
            self._say("354 go on")
            self._take("".join(self._until_dot()))
        self._say("221 bye" if word == "QUIT" else OK)
        return word != "QUIT"

    def _take(self, text: str) -> None:
        mail = message_from_bytes(text.encode("latin-1"), policy=policy.default)
        self.server.owner.taken.append(mail)

    def _lines(self) -> Iterator[str]:
        while line := self.rfile.readline():
            yield line.decode("latin-1")

    def _until_dot(self) -> Iterator[str]:
        for line in self._lines():
            if line == ".\r\n":
                return
            yield line.removeprefix(".")
        raise ConnectionResetError("The line was cut within a mail.")

    def _say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")
