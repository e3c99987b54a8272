"""The curator's journey: take, return with reasons, merge, withdraw, look back."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import PASSWORD, PHONE

WIDE = {"width": 1280, "height": 900}
MAKE = f"""
from portal.accounts.models import User
from regions.editing.services import change_record, create_record
from regions.models import Case, Cluster, Region
from regions.moderation.services import submit_record
user, is_new = User.objects.get_or_create(email="desk@journey.example")
if is_new:
    user.is_staff = True
    user.set_password({PASSWORD!r})
    user.save()
    user.trust_email()
baker, is_new = User.objects.get_or_create(email="baker@journey.example")
if is_new:
    baker.set_password({PASSWORD!r})
    baker.save()
    baker.trust_email()
# Who registers a cluster gets its mandate.
def cluster(title, **fields):
    topics = list(Cluster.objects.get(slug="es51-aei-textils").topics.values_list(
        "code", flat=True))
    items = [dict(kind="skill", text="Baking of rye bread", topics=topics[:1],
        trl_min=4, trl_max=6, stage="pilot", is_confidential=False, derivation="",
        facility="")]
    document = dict(title=title, region="ES51", topics=topics, keywords=["rye"],
        summary="We bring bakers and millers together.", offers=items) | fields
    return create_record(kind="cluster", document=document, by=baker)
"""


@pytest.fixture(params=[WIDE, PHONE], ids=["desktop", "phone"])
def viewport(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


@pytest.fixture
def made(installation, request):
    """Run more lines of MAKE, under a name that no other journey uses."""
    count = len(request.node.name) * 31 + sum(map(ord, request.node.name))

    def make(lines: str) -> str:
        return installation.shell(MAKE + f"NAME = 'Bakers {count}'\n" + lines)

    return make


@pytest.fixture
def desk(open_page, made, viewport, script):
    """Sign in as the curator, or with another name as somebody else."""

    def opened(path: str, name: str = "desk"):
        options = {"viewport": viewport, "java_script_enabled": script}
        page = open_page(f"/accounts/login/?next={path}", **options)
        page.get_by_label("E-mail address").fill(f"{name}@journey.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{path}")
        return page

    return opened


def wide(page) -> bool:
    """Whether something is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def test_curator_returns_a_cluster_and_its_owner_answers(
    made, desk, accessible, script
):
    key = made("print(submit_record(record=cluster(NAME), by=baker).pk)")
    page = desk("/curation/cases/")
    page.get_by_label("Kind").select_option("cluster")
    page.get_by_role("button", name="Filter").click()
    page.locator(f'a[href="/curation/cases/{key}/"]').click()
    expect(page.get_by_text("Baking of rye bread")).to_be_visible()
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("is assigned to desk@journey.example")).to_be_visible()

    page.get_by_text("Begin with a sentence").click()
    page.get_by_role("button", name="unclear").click()
    reasons = page.get_by_label("Facts")
    expect(reasons).to_have_value(
        "We did not understand … in “…”. Please say in two"
        " or three sentences what it is, for whom, and what you look for."
    )
    reasons.fill("We did not understand who may come.")
    if script:
        accessible(page)
        assert not wide(page)
    page.get_by_role("button", name="Return with reasons").click()
    expect(
        page.get_by_text("is returned. Its owner reads your reasons.")
    ).to_be_visible()

    page = desk(f"/edit/cases/{key}/", "baker")
    expect(page.get_by_text("We did not understand who may come.")).to_be_visible()
    page.get_by_label("Message").fill("Everybody may come.")
    page.get_by_role("button", name="Send to the curators").click()
    expect(page.get_by_text("Your answer is sent to the curators.")).to_be_visible()
    if script:
        accessible(page)
        assert not wide(page)


def test_curator_merges_two_and_the_old_address_leads_on(
    made, desk, accessible, script, open_page
):
    slugs = made(
        "pair = [cluster(NAME), cluster(NAME + ' e.V.', city='Vic')]\n"
        "for one in pair: one.status = 'published'; one.save()\n"
        "from regions.services import bump_register_version\n"
        "bump_register_version()\n"
        "print(*(one.slug for one in pair))"
    ).split()
    page = desk("/curation/duplicates/")
    if script:
        accessible(page)
        assert not wide(page)
    row = page.locator(
        ".row-card", has=page.locator(f'a[href="/clusters/{slugs[1]}/"]')
    )
    row.get_by_role("link", name="Compare and merge").click()
    page.wait_for_url("**/curation/duplicates/cluster/**")
    if script:
        accessible(page)
        assert not wide(page)
    page.get_by_label(f"{slugs[0]} ·").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    if script:
        accessible(page)
        assert not wide(page)
    page.get_by_role("button", name="Merge them now").click()
    expect(page.get_by_text("Both are now")).to_be_visible()
    old = open_page(f"/clusters/{slugs[1]}/")
    assert old.url.endswith(f"/clusters/{slugs[0]}/")
    expect(old.get_by_text("Vic", exact=True)).to_be_visible()


def test_curator_reads_a_change_and_withdraws_with_reasons(
    made, desk, accessible, script
):
    key, slug = made(
        "one = cluster(NAME)\n"
        "one.status = 'published'; one.save()\n"
        "change_record(record=one, document=dict(summary='We sell cake.'), by=baker,"
        " base_version=1)\n"
        "from regions.models import Version\n"
        "print(Version.objects.latest('pk').pk, one.slug)"
    ).split()
    page = desk("/curation/changes/")
    page.locator(f'a[href="/curation/changes/{key}/"]').click()
    expect(page.locator("ins").first).to_contain_text("We sell cake.")
    if script:
        accessible(page)
        assert not wide(page)
    page.get_by_label("Rule").select_option("advertising")
    page.get_by_label("Facts").fill("It sells cake.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("is withdrawn. Its owner reads")).to_be_visible()
    page = desk(f"/edit/cluster/{slug}/history/")
    expect(page.get_by_text("It sells cake.")).to_be_visible()
    if script:
        accessible(page)
        assert not wide(page)
