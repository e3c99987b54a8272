"""A chapter's text as data that Typst sets: blocks, and runs of letters in them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from markdown_it.tree import SyntaxTreeNode

from portal.guide.chapters.links import target_of
from portal.guide.chapters.markdown import FIGURE, SOURCE
from portal.guide.chapters.rendering import figures_in
from portal.guide.chapters.shapes import Chapter

Block = dict[str, Any]
_STYLES = {"strong": "strong", "em": "emphasis"}


def blocks_of(chapter: Chapter, shift: int = 0) -> list[Block]:
    """The text of a chapter; `shift` lowers its headings by so many levels."""
    return _Blocks(chapter, shift).of(SyntaxTreeNode(list(chapter.tokens)))


def source_label(chapter: Chapter, key: str) -> str:
    """What the mark of a source leads to, once in a paper."""
    return f"{chapter.slug}-source-{key}"


class _Blocks:
    """One chapter's nodes as blocks."""

    def __init__(self, chapter: Chapter, shift: int) -> None:
        self.chapter, self.shift = chapter, shift
        self.figures = figures_in(chapter)
        self.numbers = {one.id: at for at, one in enumerate(chapter.sources, start=1)}

    def of(self, node: SyntaxTreeNode) -> list[Block]:
        return [self.block(child) for child in node.children]

    def block(self, node: SyntaxTreeNode) -> Block:
        if node.type == "heading":
            level = int(node.tag[1]) - 1 + self.shift
            return {"kind": "heading", "level": level, "runs": self.runs(node)}
        if node.type in ("bullet_list", "ordered_list"):
            is_ordered = node.type == "ordered_list"
            items = [self.of(item) for item in node.children]
            return {"kind": "list", "is_ordered": is_ordered, "items": items}
        if node.type == "blockquote":
            return {"kind": "quote", "blocks": self.of(node)}
        if node.type == "table":
            return self.table(node)
        return {"kind": "paragraph", "runs": self.runs(node)}

    def table(self, node: SyntaxTreeNode) -> Block:
        rows = [
            [self.runs(cell) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        return {"kind": "table", "head": rows[0], "rows": rows[1:]}

    def runs(self, node: SyntaxTreeNode) -> list[Block]:
        inline = node.children[0] if node.children else None
        return self.inline(inline.children, {}) if inline else []

    def inline(
        self, nodes: Sequence[SyntaxTreeNode], style: dict[str, Any]
    ) -> list[Block]:
        found: list[Block] = []
        for node in nodes:
            if node.type in _STYLES:
                found += self.inline(node.children, style | {_STYLES[node.type]: True})
            elif node.type == "link":
                found += self.inline(node.children, style | self.link(node))
            elif node.type == SOURCE:
                found.append(self.source(node))
            else:
                found.append({"text": self.words(node), **style})
        return found

    def words(self, node: SyntaxTreeNode) -> str:
        if node.type == FIGURE:
            return self.figures[node.content]
        if node.type in ("softbreak", "hardbreak"):
            return " "
        return node.content

    def link(self, node: SyntaxTreeNode) -> dict[str, str]:
        """Addresses of the portal with its host: a paper is read elsewhere."""
        # Nodes of pairs keep both tokens; the first one has the address.
        token = node.nester_tokens.opening if node.nester_tokens else node.token
        url = target_of(token, self.chapter.language) if token else ""
        if not url:
            return {}
        return {"url": f"{settings.BASE_URL}{url}" if url.startswith("/") else url}

    def source(self, node: SyntaxTreeNode) -> Block:
        number = self.numbers[node.content]
        return {
            "text": f"[{number}]",
            "label": source_label(self.chapter, node.content),
        }
