"""Fields of a YAML text, read so that a fault is named with file, line and field."""

import re
from collections.abc import Collection, Iterator
from datetime import date

import yaml

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class TextFault(Exception):
    """A text that cannot be taken as it is; its words say where and why."""

    def __init__(self, file: str, line: int, field: str, reason: str) -> None:
        self.file, self.line, self.field, self.reason = file, line, field, reason
        super().__init__(f"{file}: {self.where}")

    @property
    def where(self) -> str:
        """Line, field and reason, for who has named the file."""
        field = f", {self.field}" if self.field else ""
        return f"line {self.line}{field}: {self.reason}"


def read_fields(text: str, file: str, first_line: int = 1) -> "Fields":
    """The fields of a YAML text; `first_line` is where in the file it begins."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise TextFault(
            file, first_line + line, "", f"This is no YAML: {error.problem}."
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise TextFault(
            file, first_line, "", "Fields are expected here: `name: value`."
        )
    return Fields(node, file, first_line, "")


class Fields:
    """The named values of one mapping. Each reader raises TextFault."""

    def __init__(
        self, node: yaml.MappingNode, file: str, first_line: int, path: str
    ) -> None:
        self._file, self._first, self._path = file, first_line, path
        self.line = first_line + node.start_mark.line
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in self._nodes:
                raise self._fault(key.value, "It stands here twice.", key)
            self._nodes[key.value] = value

    def only(self, names: Collection[str]) -> None:
        """Refuse fields of other names: most are slips of the pen."""
        for name, node in self._nodes.items():
            if name not in names:
                known = ", ".join(names)
                raise self._fault(
                    name, f"There is no such field. Known: {known}.", node
                )

    def text(self, name: str, default: str | None = None) -> str:
        """The value on one line; without a default it must be there."""
        node = self._nodes.get(name)
        if node is None and default is not None:
            return default
        if node is None:
            raise self._fault(name, "It is missing.")
        if not isinstance(node, yaml.ScalarNode):
            raise self._fault(name, "One text is expected.", node)
        value = " ".join(node.value.split())
        if not value and default is None:
            raise self._fault(name, "It is empty.", node)
        return value

    def choice(self, name: str, choices: Collection[str]) -> str:
        value = self.text(name)
        if value not in choices:
            raise self.fault(name, f"{value!r} is none of {', '.join(choices)}.")
        return value

    def identifier(self, name: str) -> str:
        """Small letters, digits and hyphens."""
        value = self.text(name)
        if not ID.fullmatch(value):
            raise self.fault(
                name, f"{value!r} is no id: small letters, digits and hyphens."
            )
        return value

    def number(self, name: str) -> int | None:
        value = self.text(name, "")
        if value and not value.isdecimal():
            raise self.fault(name, f"{value!r} is no whole number.")
        return int(value) if value else None

    def day(self, name: str) -> date | None:
        value = self.text(name, "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise self.fault(name, f"{value!r} is no date like 2026-11-26.") from error

    def address(self, name: str) -> str:
        """A web address, or "" where there is none."""
        value = self.text(name, "")
        if value and not re.match(r"https?://\S+$", value):
            raise self.fault(name, f"{value!r} is no web address.")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts; a missing one is empty."""
        found = []
        for node in self._list(name):
            if not isinstance(node, yaml.ScalarNode):
                raise self._fault(name, "A list of texts is expected.", node)
            found.append(" ".join(node.value.split()))
        return found

    def items(self, name: str) -> "Iterator[Fields]":
        """A list of fields, with an `id` each that no other has."""
        seen: set[str] = set()
        for at, node in enumerate(self._list(name), start=1):
            if not isinstance(node, yaml.MappingNode):
                raise self._fault(name, "Fields are expected in each point.", node)
            path = f"{self._path}{name} {at}: "
            found = Fields(node, self._file, self._first, path)
            own = found.identifier("id")
            if own in seen:
                raise found.fault("id", f"{own!r} stands here twice.")
            seen.add(own)
            yield found

    def fault(self, name: str, reason: str) -> TextFault:
        """What to raise if the value of a field will not do."""
        return self._fault(name, reason, self._nodes.get(name))

    def _list(self, name: str) -> list[yaml.Node]:
        node = self._nodes.get(name)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self._fault(name, "A list is expected.", node)
        return list(node.value)

    def _fault(
        self, name: str, reason: str, node: yaml.Node | None = None
    ) -> TextFault:
        line = self._first + node.start_mark.line if node else self.line
        return TextFault(self._file, line, f"{self._path}{name}", reason)
