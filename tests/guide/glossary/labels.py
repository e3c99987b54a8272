"""What a page says in its labels and explanations, and which terms it links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Where the portal speaks, not people: what stands there must be explained.
LABELS = {"dt", "th", "legend", "h1", "h2", "h3", "caption", "figcaption", "label"}
EXPLAINS = {"form-text", "help", "lead"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
UNSEEN = {"script", "style", "template", "option", "textarea"}


@dataclass
class Said:
    """The pieces of <main> that label or explain, and the keys of linked terms."""

    labels: list[str] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    # Links of terms that stand where no link may stand.
    misplaced: list[str] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    is_label: bool
    is_term: bool
    is_tick: bool
    names: str = ""
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = Said()
        self.open: list[_Open] = []
        self.in_main = False
        # Boxes by id, and what stands in labels with the id of their field.
        self.boxes: set[str] = set()
        self.labels: list[tuple[str, str]] = []

    def finish(self) -> Said:
        """What was said; the label of a box is a choice, not an explanation."""
        self.said.labels = [
            text for text, names in self.labels if names not in self.boxes
        ]
        return self.said

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.in_main |= tag == "main"
        if not self.in_main or tag in VOID:
            if tag == "input" and named.get("type") in ("checkbox", "radio"):
                self.boxes.add(named.get("id") or "")
                for one in self.open:
                    one.is_tick |= one.tag == "label"
            return
        classes = set((named.get("class") or "").split())
        is_term = bool(classes & {"term", "term-mark"})
        if is_term:
            self._link(urlsplit(named.get("href") or "").fragment)
        is_label = tag in LABELS or bool(classes & EXPLAINS)
        names = (named.get("for") or "-") if tag == "label" else "-"
        self.open.append(_Open(tag, is_label, is_term, False, names))

    def _link(self, key: str) -> None:
        self.said.linked.add(key)
        around = [one for one in self.open if one.tag in ("a", "button", "option")]
        ticks = [one for one in self.open if one.tag == "label" and one.is_tick]
        if around or ticks:
            self.said.misplaced.append(key)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False
        while self.in_main and any(one.tag == tag for one in self.open):
            one = self.open.pop()
            if one.is_label and (text := " ".join("".join(one.text).split())):
                self.labels.append((text, one.names))
            if one.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        # Another link's words are mostly a record's title: people's own.
        if any(one.tag in UNSEEN for one in self.open):
            return
        if any(one.tag == "a" and not one.is_term for one in self.open):
            return
        for one in self.open:
            one.text.append(data)


def said_in(html: str) -> Said:
    """Read one page."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()
