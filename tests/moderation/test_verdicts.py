"""A curator's verdict on each priority of a strategy, and what its owner reads."""

import pytest

from portal.mail.models import Mail
from portal.web.errors import PortalError
from regions.models import Case, Priority, Strategy, Version
from regions.moderation import services
from regions.queries.desk import reasons_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(strategy):
    return factories.make_priority(
        "ES51", strategy=strategy, title="Old mills", status="draft"
    )


@pytest.fixture
def wide_case(strategy, second, people):
    return services.submit_record(record=strategy, by=people["editor"])


@pytest.fixture
def keys(wide_case):
    return {one.title: one.pk for one in Priority.objects.all()}


def sent(keys, **more) -> dict:
    bread, mills = keys["Better bread"], keys["Old mills"]
    return {
        "outcome": "returned",
        "rule": "unclear",
        "reasons": "One priority is not clear.",
        f"verdict-{bread}": "fine",
        f"verdict-{mills}": "change",
        f"words-{mills}": "Say which mills <b>.",
    } | more


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_owner_reads_which_priority_needs_what(sign_in, wide_case, keys):
    path = f"/curation/cases/{wide_case.pk}/"
    assert sign_in("curator").post(path, sent(keys)).status_code == 302
    assert Case.objects.get().verdicts == [
        {
            "key": keys["Better bread"],
            "title": "Better bread",
            "is_fine": True,
            "words": "",
        },
        {
            "key": keys["Old mills"],
            "title": "Old mills",
            "is_fine": False,
            "words": "Say which mills <b>.",
        },
    ]
    text = text_of(sign_in("owner").get(f"/edit/cases/{wide_case.pk}/"))
    part = text.split("Priority by priority")[1].split("The rule")[0]
    assert part.index("Better bread") < part.index("fine") < part.index("Old mills")
    assert "to be changed</span> Say which mills &lt;b&gt;." in part


def test_each_priority_shows_its_own_words_at_the_desk_and_in_its_trail(
    sign_in, wide_case, keys
):
    sign_in("curator").post(f"/curation/cases/{wide_case.pk}/", sent(keys))
    general, own = "One priority is not clear.", "Say which mills <b>."
    said = {one.title: reasons_of(one) for one in Priority.objects.all()}
    assert said == {"Better bread": general, "Old mills": own}
    assert reasons_of(Strategy.objects.get()) == general
    notes = Version.objects.filter(kind="priority", act="returned")
    assert dict(notes.values_list("key", "note")) == {
        keys["Better bread"]: general,
        keys["Old mills"]: own,
    }


def test_mail_of_the_decision_lists_the_priorities(sign_in, wide_case, keys):
    sign_in("curator").post(f"/curation/cases/{wide_case.pk}/", sent(keys))
    letter = Mail.objects.get(to="owner@example.org", subject__contains="returned")
    assert "- Old mills: to be changed: Say which mills <b>." in letter.message
    assert "Old mills: to be changed: Say which mills &lt;b&gt;." in letter.html_message


def test_what_is_to_be_changed_needs_a_sentence(sign_in, wide_case, keys):
    data = sent(keys, **{f"words-{keys['Old mills']}": " "})
    answer = sign_in("curator").post(f"/curation/cases/{wide_case.pk}/", data)
    assert answer.status_code == 400
    assert "Say in a sentence what is to be changed." in text_of(answer)
    assert "One priority is not clear.</textarea>" in text_of(answer)
    assert Case.objects.get().outcome == ""


def test_strategy_is_not_published_with_a_priority_to_be_changed(
    sign_in, wide_case, keys
):
    path = f"/curation/cases/{wide_case.pk}/"
    answer = sign_in("curator").post(path, sent(keys, outcome="published"))
    assert "Return it, or mark every priority as fine." in text_of(answer)
    assert set(Priority.objects.values_list("status", flat=True)) == {"submitted"}
    fine = sent(keys, outcome="published") | {f"verdict-{keys['Old mills']}": "fine"}
    assert sign_in("curator").post(path, fine).status_code == 302
    assert set(Priority.objects.values_list("status", flat=True)) == {"published"}
    assert Case.objects.get().verdicts == []


def test_verdicts_can_be_left_out(sign_in, wide_case, keys):
    data = {"outcome": "returned", "rule": "unclear", "reasons": "All of it."}
    sign_in("curator").post(f"/curation/cases/{wide_case.pk}/", data)
    assert Case.objects.get().verdicts == []
    text = text_of(sign_in("owner").get(f"/edit/cases/{wide_case.pk}/"))
    assert "Priority by priority" not in text


def test_beginning_of_the_reasons_keeps_the_verdicts(sign_in, wide_case, keys):
    data = sent(keys, start_with="no_source")
    page = text_of(sign_in("curator").post(f"/curation/cases/{wide_case.pk}/", data))
    assert 'value="Say which mills &lt;b&gt;."' in page
    assert '<option value="change" selected>' in page


def test_single_priority_is_not_asked_about(sign_in, case):
    page = text_of(sign_in("curator").get(f"/curation/cases/{case.pk}/"))
    assert "Priority by priority" not in page


def test_verdict_on_a_priority_of_another_strategy_is_not_kept(people, wide_case):
    other = factories.make_priority("FR10", title="Not here")
    services.decide_case(
        case=wide_case,
        outcome="returned",
        reasons="No",
        by=people["curator"],
        verdicts=[{"key": other.pk, "title": "", "is_fine": False, "words": "x"}],
    )
    assert Case.objects.get().verdicts == []


def test_service_asks_for_the_sentence_too(people, wide_case, keys):
    empty = {"key": keys["Old mills"], "title": "", "is_fine": False, "words": " "}
    with pytest.raises(PortalError, match="Say in a sentence"):
        services.decide_case(
            case=wide_case,
            outcome="returned",
            reasons="No",
            by=people["curator"],
            verdicts=[empty],
        )
