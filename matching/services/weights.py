"""Weights: files that are known, and the ones that the next run uses."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from matching.engine import EngineError, Weights
from matching.models import CurrentRun
from portal.web.errors import PortalError

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent.parent / "weights"
DEFAULT_WEIGHTS = SHIPPED / "default.json"


@dataclass(frozen=True)
class KnownWeights:
    """One weights file: what it says, or what is wrong with it.

    `metrics` is what the file itself states under that key, name by name.
    """

    file: str
    weights: Weights | None = None
    metrics: Mapping[str, object] = field(default_factory=dict)
    fault: str = ""

    @property
    def version(self) -> str:
        return self.weights.version if self.weights else ""


def read_weights(path: Path = DEFAULT_WEIGHTS) -> Weights:
    """Read a weights file; PortalError names the file and what is wrong in it."""
    return _weights_of(_content_of(path), path)


def weights_in_force(pointer: CurrentRun | None = None) -> Weights:
    """The weights of the next run: a curator's choice, else those of the portal.

    Who has read the pointer already gives it.
    """
    pointer = pointer or CurrentRun.objects.first()
    chosen = pointer.chosen_weights if pointer else None
    if chosen is None:
        return read_weights()
    try:
        return Weights.from_mapping(chosen)
    except EngineError as error:
        # Chosen under an earlier release, whose components were others.
        logger.warning("chosen weights cannot be used, taking the default: %s", error)
        return read_weights()


def known_weights() -> tuple[KnownWeights, ...]:
    """All weights files, the default first; a broken one is named, not raised."""
    taken: dict[str, str] = {}
    found = []
    for path in _files():
        one = _known(path)
        if one.weights and one.version in taken:
            facts = {"version": one.version, "file": taken[one.version]}
            fault = _("Version %(version)s is that of %(file)s already.") % facts
            one = KnownWeights(one.file, fault=fault)
        elif one.weights:
            taken[one.version] = one.file
        found.append(one)
    return tuple(found)


def weights_of_version(version: str) -> Weights:
    """The known weights of a version; PortalError where there are none."""
    for one in known_weights():
        if one.weights and one.version == version:
            return one.weights
    raise PortalError(_("No weights of version %(v)s are known.") % {"v": version})


def _files() -> Iterator[Path]:
    yield DEFAULT_WEIGHTS
    yield from sorted(set(SHIPPED.glob("*.json")) - {DEFAULT_WEIGHTS})
    yield from sorted(Path(settings.DATA_DIR, "weights").glob("*.json"))


def _known(path: Path) -> KnownWeights:
    try:
        content = _content_of(path)
        weights = _weights_of(content, path)
    except PortalError as error:
        return KnownWeights(path.name, fault=str(error))
    stated = content.get("metrics") if isinstance(content, Mapping) else None
    metrics = stated if isinstance(stated, Mapping) else {}
    return KnownWeights(path.name, weights, metrics)


def _content_of(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PortalError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise PortalError(f"{path.name}: {error}") from error


def _weights_of(content: object, path: Path) -> Weights:
    try:
        return Weights.from_mapping(content)  # type: ignore[arg-type]
    except EngineError as error:
        raise PortalError(f"{path.name}: {error}") from error
