"""The papers of an application, as data that Typst sets: sheet, partner, letter."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from matching.consortia.application.queries import Sheet
from matching.consortia.application.wording import (
    word_category,
    word_day,
    word_euros,
    word_organisation,
    word_place,
    word_roles,
    word_rule_state,
    word_share,
    word_state,
    word_task_state,
)
from matching.consortia.models import Consortium, ConsortiumMember
from portal.web.typesetting import typeset
from regions.models import Profile

FOLDER = Path(__file__).parent / "documents"
SHEET = FOLDER / "sheet.typ"
Block = dict[str, Any]
Rows = Sequence[Sequence[str]]


def sheet_pdf(sheet: Sheet) -> bytes:
    """The whole application: call, rules, partners one by one, pieces, letters."""
    title = _("Joint application: %(title)s") % {"title": sheet.consortium.title}
    return typeset(
        FOLDER / "sheet.typ", {**_frame(title), "blocks": sheet_blocks(sheet)}
    )


def partner_pdf(sheet: Sheet, member: ConsortiumMember) -> bytes:
    """The data of one partner."""
    title = _("Partner: %(title)s") % {"title": member.label}
    blocks = [
        _facts(
            [
                (_("Application"), sheet.consortium.title),
                (_("Call"), sheet.call.title),
                *_partner_facts(member),
            ]
        ),
        *_partner_pieces(sheet, member),
    ]
    return typeset(SHEET, {**_frame(title), "blocks": blocks})


def letter_pdf(member: ConsortiumMember) -> bytes:
    """The letter of intent of a partner, to be signed by hand."""
    return typeset(FOLDER / "letter.typ", letter_data(member))


def letter_data(member: ConsortiumMember) -> dict[str, Any]:
    """What the letter says; consortium, call and lead should be joined."""
    consortium = member.consortium
    words = {
        "organisation": word_organisation(member),
        "title": consortium.title,
        "call": consortium.call.title,
        "programme": consortium.call.programme,
    }
    return {
        **_frame(_("Letter of intent")),
        "sender": _parts(words["organisation"], word_place(member)),
        "opening": [
            _(
                "%(organisation)s intends to take part in the joint application"
                " “%(title)s” to the call “%(call)s” (%(programme)s)."
            )
            % words
        ],
        "facts": [[*row] for row in _letter_facts(consortium, member) if row[1]],
        "closing": [
            _(
                "If the application is chosen, we are willing to do our part in the"
                " project, and to sign the agreements that the call asks for. This"
                " letter of intent is not legally binding."
            ),
            _("The text of the call decides what else is needed."),
        ],
        "signature": [
            _("Place and date"),
            _("Name"),
            _("Function"),
            _("Signature"),
        ],
    }


def sheet_blocks(sheet: Sheet) -> list[Block]:
    return [
        _text(_("Made from what the members have said in the portal.")),
        _facts(_application_facts(sheet)),
        *_rules(sheet),
        _heading(_("Partners")),
        _table(
            [
                (_("Partner"), 4),
                (_("Place"), 3),
                (_("Role"), 3),
                (_("Share"), 2),
                (_("State"), 2),
            ],
            [
                [
                    one.label,
                    word_place(one),
                    word_roles(one),
                    word_share(one.share),
                    word_state(one),
                ]
                for one in sheet.members
            ],
        ),
        *_pieces(sheet),
        *_letters(sheet),
        *_partners(sheet),
    ]


def _frame(title: str) -> dict[str, Any]:
    """What each paper says around its text."""
    day = word_day(timezone.localdate())
    return {
        "title": title,
        "lang": (get_language() or "en").partition("-")[0],
        "footer": _("Smart Regions, %(day)s. Indicative: the call text decides.")
        % {"day": day},
        "page_word": _("Page"),
        "fact_head": [_("Fact"), _("Value")],
    }


def _application_facts(sheet: Sheet) -> Rows:
    consortium, call, application = sheet.consortium, sheet.call, sheet.application
    coordinator = sheet.coordinator
    rows = [
        (_("Call"), call.title),
        (_("Programme"), call.programme),
        (_("Identifier"), call.identifier),
        (_("Address of the call"), call.link),
        (_("Closes"), word_day(call.closes)),
        (_("Stage of the application"), capfirst(str(consortium.get_stage_display()))),
        (_("Coordinator"), coordinator.label if coordinator else ""),
        (_("Grant asked for"), word_euros(consortium.grant)),
        (_("Duration in months"), str(consortium.months or "")),
        (_("What is planned"), consortium.text),
    ]
    if application is not None:
        rows += [
            (_("Submitted on"), word_day(application.submitted_on)),
            (_("Number of the proposal"), application.reference),
            (
                _("Submitted although rules were not met, because"),
                application.anyway_reason,
            ),
            (_("Result on"), word_day(application.result_on)),
            (_("Grant"), word_euros(application.amount)),
            (_("What the evaluation says"), application.evaluation),
            (_("What we learned"), application.lessons),
        ]
    return [row for row in rows if row[1]]


def _rules(sheet: Sheet) -> list[Block]:
    if not sheet.rules:
        return []
    head = [(_("Rule of the call"), 4), (_("State"), 2), (_("How it stands"), 4)]
    rows = [[one.rule, word_rule_state(one), one.finding] for one in sheet.rules]
    return [_heading(_("Rules")), _table(head, rows)]


def _pieces(sheet: Sheet) -> list[Block]:
    if not sheet.tasks:
        return []
    head = [(_("Piece"), 5), (_("Who brings it"), 4), (_("Until"), 2), (_("State"), 3)]
    rows = [
        [
            line.task.label,
            line.task.member.label if line.task.member else "",
            word_day(line.task.due),
            word_task_state(line.task),
        ]
        for line in sheet.tasks
    ]
    return [_heading(_("Pieces")), _table(head, rows)]


def _letters(sheet: Sheet) -> list[Block]:
    if not sheet.letters:
        return []
    rows = [
        [one.member.label, _letter_state(sheet, one.member)] for one in sheet.letters
    ]
    head = [(_("Partner"), 4), (_("Letter of intent"), 4)]
    return [_heading(_("Letters of intent")), _table(head, rows)]


def _partners(sheet: Sheet) -> list[Block]:
    """The data of each partner, on pages that can be handed on."""
    blocks = [_heading(_("Data of the partners"))]
    for one in sheet.members:
        blocks += [_heading(one.label, 2), _facts(_partner_facts(one))]
    return blocks


def _partner_facts(member: ConsortiumMember) -> Rows:
    profile = member.profile
    rows = [
        (_("Organisation"), word_organisation(member)),
        (_("Place"), word_place(member)),
        (_("NUTS code"), profile.region_id if profile else member.region_code),
        (_("Cohesion category"), word_category(member)),
        (_("Kind of organisation"), _kind(member)),
        (_("Role in the project"), word_roles(member)),
        (_("Share of the budget"), word_share(member.share)),
        (_("State"), word_state(member)),
        (_("Summary"), profile.summary if profile else ""),
        (_("Topics"), _topics(profile)),
    ]
    return [row for row in rows if row[1]]


def _partner_pieces(sheet: Sheet, member: ConsortiumMember) -> list[Block]:
    lines = [line for line in sheet.tasks if line.task.member_id == member.pk]
    head = [(_("Piece"), 5), (_("Until"), 2), (_("State"), 3)]
    rows = [
        [line.task.label, word_day(line.task.due), word_task_state(line.task)]
        for line in lines
    ]
    letter = (_("Letter of intent"), _letter_state(sheet, member))
    found = [_heading(_("Letter of intent")), _facts([letter])]
    return [*found, _heading(_("Pieces")), _table(head, rows)] if rows else found


def _kind(member: ConsortiumMember) -> str:
    if member.profile is None:
        return capfirst(str(member.get_actor_display()))
    return capfirst(str(member.profile.get_type_display()))


def _topics(profile: Profile | None) -> str:
    if profile is None:
        return ""
    return "; ".join(topic.label for topic in profile.topics.order_by("pk"))


def _letter_state(sheet: Sheet, member: ConsortiumMember) -> str:
    for line in sheet.letters:
        if line.member.pk == member.pk and line.letter:
            day = word_day(line.letter.signed_on)
            return _("signed on %(day)s") % {"day": day}
    return _("missing")


def _letter_facts(consortium: Consortium, member: ConsortiumMember) -> Rows:
    coordinator = consortium.members.with_who().filter(is_coordinator=True).first()
    return [
        (_("Application"), consortium.title),
        (_("Call"), consortium.call.title),
        (_("Identifier"), consortium.call.identifier),
        (_("Coordinator"), coordinator.label if coordinator else ""),
        (_("Partner"), member.label),
        (_("Role in the project"), word_roles(member)),
        (_("Share of the budget"), word_share(member.share)),
    ]


def _parts(*texts: str) -> list[str]:
    return [one for one in dict.fromkeys(texts) if one]


def _heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _facts(rows: Rows) -> Block:
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def _table(head: Sequence[tuple[str, int]], rows: Rows) -> Block:
    """Columns are a name and a width; an empty cell is a dash."""
    return {
        "kind": "table",
        "head": [name for name, _width in head],
        "widths": [width for _name, width in head],
        "rows": [[cell or "–" for cell in row] for row in rows],
    }
