"""How a form page works, for every kind of record.

A page names its task: the form, the record or where a new one belongs, and what
creates it. The flow shows drafts, does what buttons say without script, saves, and
tells about edits of others; nothing that was typed is lost on any way.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.web.errors import PortalError
from regions.editing.documents import Document, document_of, empty_document
from regions.editing.drafts import (
    DraftOvertaken,
    Subject,
    discard_draft,
    end_draft,
    save_draft,
)
from regions.editing.forms import RecordForm
from regions.editing.forms.items import wording_of
from regions.editing.services import EditConflict, Saved, change_record
from regions.editing.values import Values, act_on_rows, read_values, rows_of, values_of
from regions.editing.wording_fields import field_label
from regions.models import Draft, Owned, RecordKind, Region, Status
from regions.queries.vocabulary import vocabulary
from regions.views.editing.conflicts import conflict_page, resolved_values
from regions.views.editing.kit import counted, whole_number

ROW_ACTS = ("add", "remove", "up", "down", "adopt")


@dataclass(frozen=True)
class Task:
    """One form page. `done` leads on from the saved record, `back` out of the form.

    `start` is what a new record says before anybody has written anything.
    """

    form: type[RecordForm]
    template: str
    region: Region | None
    owner: str
    create: Callable[[Document], Owned]
    done: Callable[[Owned], str]
    back: str
    record: Owned | None = None
    start: Document = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of record; a form may have a field of this name."""
        return self.form.kind

    @property
    def is_public(self) -> bool:
        """Whether what is saved is seen by everybody at once."""
        return self.record is not None and self.record.status == Status.PUBLISHED

    def subject(self, base_version: int = 0) -> Subject:
        key = self.record.pk if self.record else None
        return Subject(self.form.kind, key, self.owner, base_version)


@dataclass
class Page:
    """What a form page shows at a moment: values and what goes with them."""

    values: Values
    key: uuid.UUID
    revision: int = 0
    base_version: int = 0
    draft: Draft | None = None
    status: int = 200
    searches: dict[str, str] = field(default_factory=dict)


def form_page(request: HttpRequest, task: Task) -> HttpResponse:
    """Answer a request to a form page."""
    if request.method != "POST":
        return _shown(request, task, _first_page(request, task))
    page = _page_of_post(request, task)
    act, _colon, target = request.POST.get("_do", "save").partition(":")
    if act in ROW_ACTS:
        return _after_rows(request, task, page, act, target)
    if act == "search":
        page.searches = {target: request.POST.get(f"_q-{target}", "")[:100]}
        return _shown(request, task, page)
    if act == "topic":
        return _with_topic(request, task, page, target)
    if act == "draft":
        return _keep(request, task, page)
    if act == "discard":
        discard_draft(user=request.user, key=page.key)
        messages.success(request, _("What you had not saved is discarded."))
        return redirect(task.back)
    if act in ("resolve", "resolve-edit") and task.record:
        page.values = resolved_values(request, task.record, page.values)
        if act == "resolve-edit":
            return _shown(request, task, page)
    return _save(request, task, page)


def _first_page(request: HttpRequest, task: Task) -> Page:
    """The draft that is named or of this record, or else the record itself."""
    drafts: Any = request.user.drafts.filter(kind=task.form.kind)  # type: ignore[union-attr]
    if task.record:
        draft = drafts.filter(record_key=task.record.pk).first()
    else:
        key = _uuid(request.GET.get("draft"))
        draft = drafts.filter(pk=key, owner=task.owner).first() if key else None
    if draft:
        return Page(
            draft.data, draft.pk, draft.revision, draft.base_version, draft=draft
        )
    key = _uuid(request.GET.get("draft")) or uuid.uuid4()
    if task.record:
        values = values_of(document_of(task.record))
        return Page(values, key, base_version=task.record.version)
    return Page(values_of(empty_document(task.form.kind) | task.start), key)


def _page_of_post(request: HttpRequest, task: Task) -> Page:
    present = task.record.version if task.record else 0
    # 0 is that of a draft that came here by a merger: it is compared anew.
    base = request.POST.get("_base_version", "")
    return Page(
        read_values(request.POST),
        _uuid(request.POST.get("_draft")) or uuid.uuid4(),
        whole_number(request.POST.get("_revision")),
        whole_number(base) if base else present,
    )


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _after_rows(
    request: HttpRequest, task: Task, page: Page, act: str, target: str
) -> HttpResponse:
    wording = ""
    if act == "adopt":
        side, _dash, number = target.partition("-")
        rows = rows_of(page.values, side)
        form = task.form(page.values)
        if number.isdigit() and int(number) < len(rows):
            wording = wording_of(rows[int(number)], form.words)
    try:
        page.values = act_on_rows(page.values, act, target, wording)
    except PortalError as error:
        messages.error(request, str(error))
    return _shown(request, task, page)


def _with_topic(
    request: HttpRequest, task: Task, page: Page, code: str
) -> HttpResponse:
    """A topic that matching proposed goes into the form; nothing is saved."""
    chosen = page.values.get("topics", [])
    if code in vocabulary().topics and code not in chosen:
        page.values = page.values | {"topics": [*chosen, code]}
    return _shown(request, task, page)


def _keep(request: HttpRequest, task: Task, page: Page) -> HttpResponse:
    """Save the draft without script, and come back to it."""
    try:
        draft = save_draft(
            user=request.user,
            key=page.key,
            subject=task.subject(page.base_version),
            values=page.values,
            revision=page.revision,
        )
    except DraftOvertaken as error:
        # The next attempt overwrites, now that the person knows.
        page.key, page.revision = error.draft.pk, error.draft.revision
        told = _("What you see here is kept on this page; save again to overwrite.")
        messages.error(request, f"{error} {told}")
        page.status = 409
        return _shown(request, task, page)
    except PortalError as error:
        messages.error(request, str(error))
        page.status = error.status
        return _shown(request, task, page)
    messages.success(
        request, _("What you typed is kept as unsaved text. Only you see it.")
    )
    query = request.GET.copy()
    query["draft"] = str(draft.pk)
    return redirect(f"{request.path}?{query.urlencode()}")


def _save(request: HttpRequest, task: Task, page: Page) -> HttpResponse:
    form = task.form(page.values, is_bound=True)
    if form.is_valid():
        try:
            saved = _written(request, task, page, form.document())
        except EditConflict as conflict:
            assert task.record is not None
            _keep_quietly(request, task, page)
            return conflict_page(request, task.record, conflict, page, task.back)
        except ValidationError as error:
            form.add_faults(error)
        except PortalError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, task, page, saved)
    page.status = 400
    return _shown(request, task, page, form)


def _keep_quietly(request: HttpRequest, task: Task, page: Page) -> None:
    """Who leaves the choice between two texts finds his own again as a draft."""
    with suppress(PortalError):
        draft = save_draft(
            user=request.user,
            key=page.key,
            subject=task.subject(page.base_version),
            values=page.values,
            revision=page.revision,
        )
        page.key, page.revision = draft.pk, draft.revision


def _written(request: HttpRequest, task: Task, page: Page, document: Document) -> Saved:
    if task.record is None:
        return Saved(task.create(document))
    return change_record(
        record=task.record,
        document=document,
        by=request.user,
        base_version=page.base_version,
    )


def _saved(request: HttpRequest, task: Task, page: Page, saved: Saved) -> HttpResponse:
    is_over = end_draft(
        user=request.user, key=page.key, values=page.values, revision=page.revision
    )
    messages.success(request, _words_of_saving(task, saved))
    if saved.taken:
        form = task.form(page.values)
        names = ", ".join(
            form.label_of(name) or field_label(task.kind, name) for name in saved.taken
        )
        told = _("A colleague had changed these fields meanwhile; they are kept: %s.")
        messages.info(request, told % names)
    if not is_over:
        told = _(
            "Another window has text that is not saved yet; nothing of it is lost."
        )
        messages.warning(request, told)
    return redirect(task.done(saved.record))


def _words_of_saving(task: Task, saved: Saved) -> str:
    record = {"record": str(saved.record)}
    if not saved.is_changed:
        return _("“%(record)s” is as it was; you have confirmed it.") % record
    if saved.record.status == Status.PUBLISHED:
        return _("“%(record)s” is changed; everybody sees it now.") % record
    if task.record is None:
        told = _("“%(record)s” is saved as a draft. Submit it when it is ready.")
        return told % record
    return _("“%(record)s” is saved; it is not public yet.") % record


def _shown(
    request: HttpRequest, task: Task, page: Page, form: RecordForm | None = None
) -> HttpResponse:
    if form is None:
        form = task.form(page.values, searches=page.searches)
    # What is counted needs a form that was read; the shown one tells of no faults.
    read = form
    if not form.is_bound:
        read = task.form(page.values, is_bound=True, is_loose=True, words=form.words)
    context = {
        "form": form,
        "task": task,
        "page": page,
        "record": task.record,
        "region": task.region,
        **matching_urls(task, request.path),
        **counted(read),
        **task.context,
    }
    return render(request, task.template, context, status=page.status)


def matching_urls(task: Task, path: str) -> dict[str, str]:
    """Where matching answers for what is typed, if a room does that.

    The address says what the form does not: whose record it is, where it lies, and at
    which `path` the form is.
    """
    about = {"type": task.kind}
    if task.record:
        about["record"] = task.record.slug
    if task.kind == RecordKind.PRIORITY and task.region:
        about["region"] = task.region.code
    about["form"] = path
    try:
        return {
            name: f"{reverse(address)}?{urlencode(about)}"
            for name, address in (
                ("preview_url", "match-preview"),
                ("coach_url", "match-coach"),
            )
        }
    except NoReverseMatch:
        return {}
