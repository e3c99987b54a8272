"""Pages, papers and tables of an application: what they say, and who sees them."""

import csv
import io

import pytest
from django.urls import reverse

from matching.consortia.application import services
from matching.consortia.models import Consortium, ConsortiumMember
from matching.consortia.models_application import Application, Letter, Task
from tests.consortia.application.story import (
    PDF,
    add,
    in_days,
    signed_file,
    submit,
)
from tests.consortia.story import make_call, page_of, start

pytestmark = pytest.mark.django_db
SECRET = "Confidential budget of cathodes"


def path(drafting, name: str = "application", *more) -> str:
    return reverse(f"consortia:{name}", args=[drafting.one.slug, *more])


def keep(drafting, member, by) -> Letter:
    return services.keep_letter(by=by, member=member, signed_on=in_days(0), file=PDF)


# --- who sees it -----------------------------------------------------------------


def statuses(client, drafting) -> list[int]:
    """What this client gets of the page, the papers, the table, the days, the file."""
    member = drafting.finnish_member.pk
    paths = [
        path(drafting),
        path(drafting, "application-pdf"),
        path(drafting, "application-csv"),
        path(drafting, "application-deadlines"),
        path(drafting, "application-partner", member),
        path(drafting, "letter-to-sign", member),
        path(drafting, "letter-file", member),
    ]
    return [client.get(one).status_code for one in paths]


def test_lead_members_and_curators_read_all(sign_in, drafting):
    add(drafting, title=SECRET)
    keep(drafting, drafting.finnish_member, drafting.finn)
    for person in ("editor", "reader", "finn", "finn_reader", "pole", "curator"):
        client = sign_in(getattr(drafting, person))
        assert statuses(client, drafting) == [200] * 7, person
        assert SECRET in page_of(client.get(path(drafting)))


def test_the_invited_and_strangers_find_nothing(sign_in, drafting):
    keep(drafting, drafting.finnish_member, drafting.finn)
    for stage in ("drafting", "submitted"):
        # What its lead shows to everybody is the composition, not the application.
        Consortium.objects.update(stage=stage, visibility="public")
        for person in ("invited", "stranger"):
            client = sign_in(getattr(drafting, person))
            assert statuses(client, drafting) == [404] * 7, (stage, person)


def test_visitors_are_led_to_sign_in(client, drafting):
    assert statuses(client, drafting) == [302] * 7


def test_a_member_that_left_sees_nothing_any_more(sign_in, drafting):
    ConsortiumMember.objects.filter(pk=drafting.finnish_member.pk).update(state="left")
    client = sign_in(drafting.finn)
    assert client.get(path(drafting)).status_code == 404
    there = path(drafting, "letter", drafting.finnish_member.pk)
    assert client.post(there).status_code == 404
    assert Letter.objects.count() == 0


EDITS = (
    "piece-new",
    "application-submit",
    "application-result",
    "application-withdraw",
    "application-lessons",
    "application-reuse",
)


def test_pages_of_the_lead_are_closed_to_others(sign_in, drafting):
    task = Task.objects.filter(member=drafting.polish_member).first()
    paths = [path(drafting, name) for name in EDITS]
    paths += [path(drafting, name, task.pk) for name in ("piece-edit", "piece-delete")]
    to = {"to": "forming"}
    expected = {"reader": 403, "finn": 403, "invited": 404, "stranger": 404}
    for person, status in expected.items():
        client = sign_in(getattr(drafting, person))
        assert {client.post(one).status_code for one in paths} == {status}
        assert {client.get(one).status_code for one in paths[:-1]} == {status}
        sent = client.post(path(drafting, "application-stage"), to)
        assert sent.status_code == status
    drafting.one.refresh_from_db()
    assert drafting.one.stage == "drafting"
    assert Task.objects.filter(pk=task.pk).exists()


def test_names_of_people_are_for_their_colleagues(sign_in, drafting):
    drafting.finn.name = "Aino Virtanen"
    drafting.finn.save()
    task = Task.objects.filter(member=drafting.finnish_member).first()
    services.name_person(by=drafting.finn, task=task, person=drafting.finn)
    keep(drafting, drafting.finnish_member, drafting.finn)
    for person, knows in (("finn_reader", True), ("editor", False), ("pole", False)):
        page = page_of(sign_in(getattr(drafting, person)).get(path(drafting)))
        assert ("Aino Virtanen" in page) == knows
        assert "finn@example.org" not in page


# --- what it says ----------------------------------------------------------------


def test_the_page_says_what_is_missing_met_and_signed(sign_in, drafting):
    add(drafting, title="Budget table", member=drafting.finnish_member, due=in_days(3))
    Task.objects.filter(title="Budget table").update(due=in_days(-1))
    keep(drafting, drafting.finnish_member, drafting.finn)
    page = page_of(sign_in(drafting.editor).get(path(drafting)))
    assert "overdue" in page
    assert "There are 3 partners" not in page
    sheet = sign_in(drafting.editor).get(path(drafting)).context["sheet"]
    assert (sheet.overdue, sheet.signed, len(sheet.letters)) == (1, 1, 4)
    assert {one.status for one in sheet.rules} == {"met"}
    assert sheet.missing == 6 * 3 + 3


def test_the_number_of_queries_does_not_grow(
    sign_in, drafting, django_assert_num_queries
):
    client = sign_in(drafting.editor)
    client.get(path(drafting))
    Task.objects.filter(kind="website").delete()
    with django_assert_num_queries(22):
        client.get(path(drafting))
    for number in range(3):
        add(drafting, title=f"Piece {number}", member=drafting.polish_member)
        keep(drafting, drafting.one.members.all()[number], drafting.editor)
    with django_assert_num_queries(22):
        client.get(path(drafting))


def test_readers_see_no_buttons(sign_in, drafting):
    page = page_of(sign_in(drafting.reader).get(path(drafting)))
    main = page[page.index("<main") : page.index("</main")]
    assert "<form" not in main
    assert "/pieces/new/" not in main


def test_a_table_that_no_spreadsheet_runs(sign_in, drafting):
    add(drafting, title="=HYPERLINK(1)", member=drafting.finnish_member)
    answer = sign_in(drafting.finn).get(path(drafting, "application-csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    partners = [row["partner"] for row in rows if row["what"] == "partner"]
    assert partners == ["Batteries", "Cell hub", "Mines", "Cork"]
    assert rows[-1]["piece"] == "'=HYPERLINK(1)"


def test_papers_are_to_be_saved(sign_in, drafting):
    answer = sign_in(drafting.reader).get(path(drafting, "application-pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")


# --- what it does ----------------------------------------------------------------


def test_the_lead_adds_and_changes_a_piece(sign_in, drafting):
    client = sign_in(drafting.editor)
    form = client.get(path(drafting, "piece-new")).context["form"]
    sent = {
        "title": "Budget table",
        "token": form["token"].value(),
        "due": "2030-01-02",
    }
    for _number in range(2):
        answer = client.post(path(drafting, "piece-new"), sent)
        assert answer["Location"].endswith("#pieces")
    task = Task.objects.get(title="Budget table")
    client.post(path(drafting, "piece-edit", task.pk), {"title": "Budget"})
    task.refresh_from_db()
    assert (task.title, task.due) == ("Budget", None)
    client.post(path(drafting, "piece-delete", task.pk))
    assert not Task.objects.filter(pk=task.pk).exists()


def test_faults_name_the_field_and_nothing_is_written(sign_in, drafting):
    client, count = sign_in(drafting.editor), Task.objects.count()
    answer = client.post(path(drafting, "piece-new"), {"title": "", "due": "soon"})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"title", "due"}
    assert Task.objects.count() == count


def test_a_member_ticks_its_own_piece_only(sign_in, drafting):
    client = sign_in(drafting.finn)
    own = Task.objects.filter(member=drafting.finnish_member).first()
    other = Task.objects.filter(member=drafting.polish_member).first()
    client.post(path(drafting, "piece-tick", own.pk), {"done": "yes"})
    answer = client.post(path(drafting, "piece-tick", other.pk), {"done": "yes"})
    assert answer.status_code == 403
    done = Task.objects.filter(done_at__isnull=False)
    assert list(done.values_list("pk", flat=True)) == [own.pk]


def test_a_member_names_a_colleague(sign_in, drafting):
    own = Task.objects.filter(member=drafting.finnish_member).first()
    there = path(drafting, "piece-person", own.pk)
    assert sign_in(drafting.editor).get(there).status_code == 404
    client = sign_in(drafting.finn)
    people = client.get(there).context["form"].fields["person"].queryset
    assert list(people) == [drafting.finn]
    client.post(there, {"person": drafting.finn.pk})
    own.refresh_from_db()
    assert own.person == drafting.finn


def upload(client, drafting, member, **fields):
    sent = {"signed_on": in_days(0).isoformat(), "file": signed_file()}
    return client.post(path(drafting, "letter", member.pk), sent | fields)


def test_a_member_uploads_its_letter_and_not_anothers(sign_in, drafting):
    client = sign_in(drafting.finn)
    upload(client, drafting, drafting.finnish_member)
    assert upload(client, drafting, drafting.polish_member).status_code == 403
    assert [one.member for one in Letter.objects.all()] == [drafting.finnish_member]
    there = path(drafting, "letter-file", drafting.finnish_member.pk)
    answer = sign_in(drafting.pole).get(there)
    assert (answer.content, answer["X-Content-Type-Options"]) == (
        PDF.content,
        "nosniff",
    )
    delete = path(drafting, "letter-delete", drafting.finnish_member.pk)
    assert sign_in(drafting.pole).post(delete).status_code == 403
    sign_in(drafting.finn).post(delete)
    assert Letter.objects.count() == 0


def test_the_letter_of_who_has_left_is_not_read_any_more(sign_in, drafting):
    member = drafting.finnish_member
    upload(sign_in(drafting.finn), drafting, member)
    drafting.one.members.filter(pk=member.pk).update(state="left")
    answer = sign_in(drafting.pole).get(path(drafting, "letter-file", member.pk))
    assert answer.status_code == 404


def test_files_of_other_kinds_are_refused(sign_in, drafting):
    client = sign_in(drafting.finn)
    files = {"a.pdf": b"MZ runs", "a.html": b"%PDF-1.4", "a.txt": b"words"}
    for name, content in files.items():
        file = signed_file(name, content)
        answer = upload(client, drafting, drafting.finnish_member, file=file)
        assert answer.status_code == 400
        assert set(answer.context["form"].errors) == {"file"}
    assert Letter.objects.count() == 0


def test_submitting_and_the_result_in_the_browser(sign_in, drafting):
    client = sign_in(drafting.editor)
    drafting.call.rules.create(kind="min_partners", params={"n": 9}, position=9)
    there = path(drafting, "application-submit")
    sent = {"on": in_days(0).isoformat()}
    answer = client.post(there, sent)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"is_anyway"}
    client.post(there, sent | {"is_anyway": "on", "reason": "Corrected text"})
    drafting.one.refresh_from_db()
    assert drafting.one.stage == "submitted"
    there = path(drafting, "application-result")
    client.post(there, sent | {"result": "funded", "amount": "1500000"})
    assert Application.objects.get().amount == 1_500_000
    page = page_of(client.get(path(drafting)))
    assert "1,500,000 euros" in page
    assert "Corrected text" in page


def test_withdrawing_in_the_browser(sign_in, drafting):
    client = sign_in(drafting.editor)
    assert client.get(path(drafting, "application-withdraw")).status_code == 200
    client.post(path(drafting, "application-withdraw"), {"reason": ""})
    drafting.one.refresh_from_db()
    assert drafting.one.stage == "withdrawn"
    client.post(path(drafting, "application-lessons"), {"lessons": "Begin early"})
    assert "Begin early" in page_of(client.get(path(drafting)))


def test_another_call_shows_what_would_be_met_before_it_is_chosen(sign_in, drafting):
    client = sign_in(drafting.editor)
    rules = (("min_partners", {"n": 3}), ("min_countries", {"n": 9}))
    call = make_call(rules=rules, title="Another", slug="another")
    make_call(title="Hidden", slug="hidden", is_published=False)
    there = path(drafting, "application-reuse")
    answer = client.get(there)
    assert [one.title for one in answer.context["calls"]] == ["Another"]
    answer = client.get(f"{there}?call={call.slug}")
    assert [one.status for one in answer.context["lines"]] == ["met", "unmet"]
    assert Consortium.objects.count() == 1
    bad = client.post(there, {"call": "hidden", "title": "Next"})
    assert (bad.status_code, Consortium.objects.count()) == (400, 1)
    answer = client.post(there, {"call": "another", "title": "Next"})
    assert answer["Location"] == Consortium.objects.get(title="Next").get_absolute_url()


def test_an_idea_without_pieces_says_what_comes(sign_in, story):
    one = start(story)
    there = reverse("consortia:application", args=[one.slug])
    page = page_of(sign_in(story.editor).get(there))
    assert "No pieces yet" in page
    assert "Let it form" in page


def test_submitted_ones_can_still_have_pieces(drafting):
    submit(drafting)
    assert add(drafting).pk
