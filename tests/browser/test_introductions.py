"""Both sides of an introduction: accepted, declined, expired, withdrawn, abused."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.officers import PASSWORD, PHONE, fill_in, is_fine, sign_in
from tests.installation import wait_until

DESKTOP = {"width": 1280, "height": 900}
# In each region of its own an officer asks the best candidate of one of its priorities.
MAKE = f"""
from matching.models import Match
from matching.queries import current_run
from portal.accounts.models import Mandate, User
from regions.models import Profile, Region
def officer(name, region):
    user, is_new = User.objects.get_or_create(
        email=name + "@forms.example", defaults=dict(name=name.title()))
    user.set_password({PASSWORD!r})
    user.save()
    user.trust_email()
    Mandate.objects.get_or_create(user=user, region=region, defaults=dict(role="owner"))
own = Region.objects.get(code=CODE)
lists = Match.objects.filter(
    run=current_run(), rank__lte=10, profile__region=own, profile__type="priority",
    partner__type="priority").order_by("profile__slug", "rank")
row = lists.select_related("profile", "partner__region").first()
officer("asks-" + CODE.lower(), own)
officer("answers-" + CODE.lower(), row.partner.region)
print(row.profile.slug, row.partner.slug)
"""
OVERDUE = """
from datetime import timedelta
from django.utils import timezone
from matching.introductions.models import Introduction
Introduction.objects.filter(state="asked", profile__slug=PROFILE).update(
    reply_by=timezone.localdate() - timedelta(days=1))
"""
PAST = """
from datetime import timedelta
from django.utils import timezone
from matching.introductions.models import Introduction
from matching.introductions.models_talk import Meeting
then = timezone.now() - timedelta(days=2)
own = Introduction.objects.filter(profile__slug=PROFILE)
own.update(asked_at=then, answered_at=then, contacts_open_since=then)
Meeting.objects.filter(introduction__in=own).update(
    starts_at=timezone.now() - timedelta(days=1))
"""
CURATOR = f"""
from portal.accounts.models import User
user, is_new = User.objects.get_or_create(email="judge@forms.example", is_staff=True)
user.set_password({PASSWORD!r})
user.save()
user.trust_email()
"""


class Story:
    """One introduction, and the two people who see it from either side."""

    def __init__(self, open_page, installation, code: str, **options) -> None:
        self.open_page, self.options = open_page, options
        self.installation = installation
        self.asker, self.answerer = f"asks-{code.lower()}", f"answers-{code.lower()}"
        told = installation.shell(f"CODE = {code!r}\n{MAKE}")
        self.profile, self.partner = told.split()

    def ask(self) -> Page:
        """From the match list to the letter that is on its way."""
        page = sign_in(
            self.open_page, self.asker, f"/matches/{self.profile}/", **self.options
        )
        ask = f"/introductions/ask/{self.profile}/{self.partner}/"
        page.locator(f"a[href='{ask}']").first.click()
        page.get_by_label("What kind of cooperation").select_option("joint_project")
        # The reasons of the match are in it already.
        expect(page.get_by_label("What do you bring?")).not_to_have_value("")
        page.get_by_label("What do you bring?").fill("A pilot plant")
        page.get_by_label("What do you seek?").fill("A second test site")
        page.get_by_label("Our contact data may be shown").check()
        page.get_by_role("button", name="Ask for the introduction").click()
        expect(page.locator("h1")).to_contain_text("You ask to meet")
        return page

    def answer(self) -> Page:
        """The other side reads the mail, signs in and has the letter before it."""
        address = f"{self.answerer}@forms.example"
        mails = wait_until(
            lambda: [one for one in self.installation.mails() if one["To"] == address]
        )
        body = mails[0].get_body(("plain",)).get_content()
        path = re.search(r"(/notices/\d+/)", body)[1]
        # The link marks the notice as read, and leads on.
        page = self.open_page(f"/accounts/login/?next={path}", **self.options)
        fill_in(page, self.answerer)
        expect(page.locator("h1")).to_contain_text(re.compile("ask(s|ed) to meet you"))
        return page


@pytest.mark.parametrize(
    ("code", "viewport", "has_script"),
    [("ES21", DESKTOP, True), ("ITC4", PHONE, False)],
    ids=["desktop", "phone-without-script"],
)
def test_two_meet_and_say_what_came_of_it(
    open_page, installation, accessible, code, viewport, has_script
):
    options = {"viewport": viewport, "java_script_enabled": has_script}
    story = Story(open_page, installation, code, **options)
    asker = story.ask()
    is_fine(asker, accessible, has_script=has_script)
    answerer = story.answer()
    # Nothing of a person before both have agreed.
    for page, other in ((asker, story.answerer), (answerer, story.asker)):
        assert f"{other}@forms.example" not in page.content()
    is_fine(answerer, accessible, has_script=has_script)
    answerer.get_by_label("Our contact data may be shown").check()
    answerer.get_by_role("button", name="Accept", exact=True).click()
    expect(answerer.locator("#contacts")).to_contain_text(
        f"{story.asker}@forms.example"
    )

    asker.reload()
    expect(asker.locator("#contacts")).to_contain_text(
        f"{story.answerer}@forms.example"
    )
    asker.get_by_label("Message", exact=True).fill("Shall we talk next week?")
    asker.get_by_role("button", name="Send the message").click()
    answerer.reload()
    expect(answerer.get_by_text("Shall we talk next week?")).to_be_visible()

    answerer.get_by_role("link", name="Propose a meeting").click()
    soon = timezone.localtime() + timedelta(days=3)
    answerer.get_by_label("Day and time").fill(soon.strftime("%Y-%m-%dT10:30"))
    answerer.get_by_label("Place or link").fill("Town hall, room 3")
    is_fine(answerer, accessible, has_script=has_script)
    answerer.get_by_role("button", name="Propose it").click()
    asker.reload()
    asker.get_by_role("button", name="Agree").click()
    with asker.expect_download() as begun:
        asker.get_by_role("link", name="Calendar file (.ics)").click()
    calendar = begun.value.path().read_text()
    assert "LOCATION:Town hall\\, room 3" in calendar

    installation.shell(f"PROFILE = {story.profile!r}\n{PAST}")
    asker.reload()
    asker.get_by_role("button", name="Yes, we met").click()
    expect(asker.get_by_text("you have met")).to_be_visible()
    is_fine(asker, accessible, has_script=has_script)
    page = open_page(f"/matches/{story.profile}/{story.partner}/", page=asker)
    expect(page.get_by_text("What has happened so far")).to_be_visible()


def test_who_is_asked_declines_with_a_reason(open_page, installation, accessible):
    story = Story(open_page, installation, "SE12", viewport=PHONE)
    asker = story.ask()
    answerer = story.answer()
    answerer.get_by_label("Reason", exact=True).select_option("not_now")
    answerer.get_by_role("button", name="Decline", exact=True).click()
    expect(answerer.get_by_text("Declined:")).to_be_visible()
    asker.reload()
    expect(asker.get_by_text("not at this time")).to_be_visible()
    assert f"{story.answerer}@forms.example" not in asker.content()
    is_fine(asker, accessible)


def test_letter_that_nobody_answers_is_closed_by_the_clock(open_page, installation):
    story = Story(open_page, installation, "ES61", java_script_enabled=False)
    asker = story.ask()
    installation.shell(f"PROFILE = {story.profile!r}\n{OVERDUE}")
    installation.run("run_jobs", "introductions")
    asker.reload()
    expect(asker.get_by_text("Not answered in time").first).to_be_visible()
    answerer = story.answer()
    assert answerer.get_by_role("button", name="Accept", exact=True).count() == 0
    assert f"{story.asker}@forms.example" not in answerer.content()


def test_who_asked_withdraws_before_the_answer(open_page, installation):
    story = Story(open_page, installation, "PL63", viewport=PHONE)
    asker = story.ask()
    answerer = story.answer()
    asker.get_by_role("button", name="Withdraw the introduction").click()
    expect(asker.get_by_text("Withdrawn").first).to_be_visible()
    # The page that is still open is too late, and says so.
    answerer.get_by_label("Our contact data may be shown").check()
    answerer.get_by_role("button", name="Accept", exact=True).click()
    expect(answerer.get_by_text("withdrawn", exact=False).first).to_be_visible()
    assert f"{story.asker}@forms.example" not in answerer.content()


def test_abuse_is_reported_and_a_curator_stops_it(open_page, installation, accessible):
    story = Story(open_page, installation, "AT22")
    asker = story.ask()
    answerer = story.answer()
    answerer.get_by_role("link", name="Report this introduction").click()
    answerer.get_by_label("What is wrong").first.select_option("spam")
    answerer.get_by_label("In your words").fill("They sell furniture.")
    is_fine(answerer, accessible)
    answerer.get_by_role("button", name="Send the report").click()
    expect(answerer.get_by_text("You are told of the decision")).to_be_visible()

    installation.shell(CURATOR)
    curator = sign_in(open_page, "judge", "/curation/reports/")
    is_fine(curator, accessible)
    curator.locator("main table a").first.click()
    expect(curator.get_by_text("They sell furniture.")).to_be_visible()
    curator.get_by_label("Stop the introduction", exact=False).check()
    curator.get_by_label("Statement of reasons").fill("Advertising is not allowed.")
    curator.get_by_role("button", name="Uphold the report").click()
    asker.reload()
    expect(asker.get_by_text("Stopped by a curator").first).to_be_visible()
    answerer.reload()
    expect(answerer.get_by_text("Advertising is not allowed.").first).to_be_visible()
