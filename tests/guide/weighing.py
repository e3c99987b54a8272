"""What a page of the guide takes to load, as production serves it.

Styles and scripts are served compressed by WhiteNoise, pages by `gzip_page`; fonts are
compressed in themselves. A font counts if the page has letters of its range.
"""

import gzip
import re
from html import unescape
from pathlib import Path

from django.contrib.staticfiles import finders

# No page takes more than this.
MOST = 150_000


def served(url: str) -> bytes:
    return Path(finders.find(url.removeprefix("/static/"))).read_bytes()


def linked(page: str) -> list[str]:
    """Styles and scripts in the order of the page: a later style overrides."""
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    return list(dict.fromkeys(found + re.findall(r'<script src="([^"]+)"', page)))


def fonts(page: str, styles: dict[str, str]) -> set[str]:
    """The upright fonts that the letters of a page need, of the family it names."""
    letters = {ord(sign) for sign in unescape(re.sub(r"<[^>]*>", "", page))}
    css = "".join(styles.values())
    family = re.findall(r'--font-family: "([^"]+)"', css)[-1]
    needed = set()
    for face in css.split("@font-face")[1:]:
        face = face.partition("}")[0]
        if f'font-family: "{family}"' not in face or "italic" in face:
            continue
        ranges = re.search(r"unicode-range: ([^;]+);", face)[1].split(", ")
        if any(_holds(one, letters) for one in ranges):
            name = re.search(r"source-sans-3/([\w-]+\.woff2)", face)[1]
            needed.add(f"/static/vendor/source-sans-3/{name}")
    return needed


def _holds(code_range: str, letters: set[int]) -> bool:
    first, _, last = code_range.removeprefix("U+").partition("-")
    span = range(int(first, 16), int(last or first, 16) + 1)
    return any(letter in span for letter in letters)


def weight(client, path: str) -> int:
    response = client.get(path, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    sent = response.content
    is_compressed = response.get("Content-Encoding") == "gzip"
    page = (gzip.decompress(sent) if is_compressed else sent).decode()
    files = {url: served(url) for url in linked(page)}
    styles = {
        url: content.decode() for url, content in files.items() if url.endswith("css")
    }
    preloaded = set(re.findall(r'rel="preload" href="([^"]+)"', page))
    compressed = sum(len(gzip.compress(one, 9)) for one in files.values())
    loaded = preloaded | fonts(page, styles)
    return len(sent) + compressed + sum(len(served(url)) for url in loaded)
