"""Who gets what at which address: one row each.

Codes stand in the order of `world.PEOPLE`: visitor, colleague of another region,
reader, editor, owner, curator; "in" is the way to sign in.
"""

from typing import Any

from tests.access.codes import (
    ALL_LED_ON,
    CURATORS,
    EVERYBODY,
    LED_ON,
    MEMBERS,
    MOVED,
    NONE_YET,
    NOT_THERE,
    RUNS,
    SENT_BY_CURATORS,
    SENT_BY_WRITERS,
    SENT_TO_RUNS,
    SIGNED_IN,
    WRITERS,
    fixed,
    link_of_cluster,
    link_of_region,
    pair,
    pk_of,
    record_of,
    region,
    row,
    slug_of,
    twins,
)
from tests.access.rows_applications import APPLICATIONS
from tests.access.rows_calls import CALLS
from tests.access.rows_consortia import CONSORTIA
from tests.access.rows_guide_assessments import GUIDE_ASSESSMENTS
from tests.access.rows_guide_chapters import GUIDE_CHAPTERS
from tests.access.rows_guide_checklists import GUIDE_CHECKLISTS
from tests.access.rows_guide_peers import GUIDE_PEERS
from tests.access.rows_guide_practices import GUIDE_PRACTICES
from tests.access.rows_partnerships import PARTNERSHIPS, SUGGESTIONS
from tests.access.sharing import SHARING

READ = {
    "about-data": row(EVERYBODY),
    "completeness": row(EVERYBODY),
    "healthz": row(EVERYBODY),
    "home": row(EVERYBODY),
    "mail-folder": row(EVERYBODY),
    "mail-folder-html": row(NOT_THERE, fixed(name="x")),
    "mail-folder-mail": row(NOT_THERE, fixed(name="x")),
    "matching-evaluation": row(EVERYBODY),
    "matching-explained": row(EVERYBODY),
    "matching:find": row(EVERYBODY, slug_of("priority")),
    "matching:list": row(EVERYBODY, slug_of("priority")),
    "matching:pair": row(EVERYBODY, pair),
    "matching:region-partners": row(EVERYBODY, region),
    "matching:status": row(EVERYBODY, slug_of("priority")),
    "matching:top": row(ALL_LED_ON, slug_of("priority")),
    "matching:whatif": row(EVERYBODY, slug_of("priority")),
    "privacy": row(EVERYBODY),
    "readyz": row(EVERYBODY),
    "regions:cluster": row(EVERYBODY, slug_of("cluster")),
    "regions:cluster-list": row(EVERYBODY),
    "regions:compare": row(EVERYBODY),
    "regions:cooperation": row(EVERYBODY, slug_of("cooperation")),
    "regions:cooperation-list": row(EVERYBODY),
    "regions:detail": row(EVERYBODY, region),
    "regions:facility": row(EVERYBODY, slug_of("facility")),
    "regions:facility-list": row(EVERYBODY),
    "regions:list": row(EVERYBODY),
    "regions:priority": row(EVERYBODY, slug_of("priority")),
    "regions:priority-list": row(EVERYBODY),
    "search": row(EVERYBODY),
    "set_language": row(ALL_LED_ON),
}

ACCOUNT = {
    "account_change_password": row(SIGNED_IN),
    "account_complete_password_reset": row(ALL_LED_ON),
    "account_confirm_login_code": row(LED_ON),
    "account_confirm_password_reset_code": row("in in in in in in"),
    "account_email": row(SIGNED_IN),
    "account_email_verification_sent": row(LED_ON),
    "account_inactive": row(EVERYBODY),
    "account_login": row(EVERYBODY),
    "account_logout": row("302 200 200 200 200 200"),
    "account_password_reset_completed": row(EVERYBODY),
    "account_reauthenticate": row(SIGNED_IN),
    "account_reset_password": row(EVERYBODY),
    "account_set_password": row(LED_ON),
    "account_settings": row(SIGNED_IN),
    "account_signup": row(EVERYBODY),
    "login": row(EVERYBODY),
    "logout": row("302 200 200 200 200 200"),
    "mfa_activate_totp": row(LED_ON),
    "mfa_add_webauthn": row(LED_ON),
    "mfa_authenticate": row(LED_ON),
    "mfa_deactivate_totp": row(NONE_YET),
    "mfa_download_recovery_codes": row(NONE_YET),
    "mfa_edit_webauthn": row(LED_ON, fixed(pk=1)),
    "mfa_generate_recovery_codes": row(LED_ON),
    "mfa_index": row(SIGNED_IN),
    "mfa_list_webauthn": row(SIGNED_IN),
    "mfa_reauthenticate": row(LED_ON),
    "mfa_reauthenticate_webauthn": row(LED_ON),
    "mfa_remove_webauthn": row(LED_ON, fixed(pk=1)),
    "mfa_view_recovery_codes": row(NONE_YET),
    "openid_connect_callback": row(NOT_THERE, fixed(provider_id="none")),
    "openid_connect_login": row(NOT_THERE, fixed(provider_id="none")),
    # Old addresses of the library, and what stands in for the back desk's own page.
    "admin/password_change/": row(ALL_LED_ON),
    "accounts/social/connections/": row(MOVED),
    "accounts/social/login/cancelled/": row(MOVED),
    "accounts/social/login/error/": row(MOVED),
    "accounts/social/signup/": row(MOVED),
    "socialaccount_connections": row(SIGNED_IN),
    "socialaccount_login_cancelled": row(EVERYBODY),
    "socialaccount_login_error": row("401 401 401 401 401 401"),
    "socialaccount_signup": row("in in in in in in"),
    "usersessions_list": row(SIGNED_IN),
}

API = {
    "api-docs": row(EVERYBODY),
    "api-schema": row(EVERYBODY),
    "api-v1:api-root": row(EVERYBODY),
    "api-v1:cluster-detail": row(EVERYBODY, slug_of("cluster")),
    "api-v1:cluster-list": row(EVERYBODY),
    "api-v1:cooperation-detail": row(EVERYBODY, slug_of("cooperation")),
    "api-v1:cooperation-list": row(EVERYBODY),
    "api-v1:facility-detail": row(EVERYBODY, slug_of("facility")),
    "api-v1:facility-list": row(EVERYBODY),
    "api-v1:match-idea-list": row("415 415 415 415 415 415", method="post"),
    "api-v1:match-list": row("400 400 400 400 400 400"),
    "api-v1:outcome-list": row("403 403 403 403 403 200"),
    "api-v1:notice-list": row("403 200 200 200 200 200"),
    "api-v1:notice-read": row(
        "403 404 404 404 200 404", pk_of("notice"), method="post"
    ),
    "api-v1:priority-detail": row(EVERYBODY, slug_of("priority")),
    "api-v1:priority-list": row(EVERYBODY),
    "api-v1:profile-match-detail": row(EVERYBODY, pair),
    "api-v1:profile-match-list": row(EVERYBODY, slug_of("priority")),
    "api-v1:profile-what-if-list": row("400 400 400 400 400 400", slug_of("priority")),
    "api-v1:region-detail": row(EVERYBODY, region),
    "api-v1:region-list": row(EVERYBODY),
    "api-v1:run-cancel": row("403 403 403 403 403 409", pk_of("run"), method="post"),
    "api-v1:run-compare": row("403 403 403 403 403 409", pk_of("run")),
    "api-v1:run-detail": row(EVERYBODY, pk_of("run")),
    "api-v1:run-list": row(EVERYBODY),
    "api-v1:run-switch": row("403 403 403 403 403 409", pk_of("run"), method="post"),
    "api-v1:strategy-detail": row(EVERYBODY, slug_of("strategy")),
    "api-v1:strategy-list": row(EVERYBODY),
    "api-v1:topic-detail": row(EVERYBODY, fixed(code="10")),
    "api-v1:topic-list": row(EVERYBODY),
}

CURATION = {
    "case": row(CURATORS, pk_of("case")),
    "case-assign": row(SENT_BY_CURATORS, pk_of("case"), method="post"),
    "case-message": row(SENT_BY_CURATORS, pk_of("case"), method="post"),
    "case-owner": row(MEMBERS, pk_of("case")),
    "case-queue": row(CURATORS),
    "case-take-back": row("in 404 302 302 302 302", pk_of("case"), method="post"),
    "case-take-up": row(SENT_BY_CURATORS, pk_of("case"), method="post"),
    "change": row(CURATORS, pk_of("version")),
    "change-list": row(CURATORS),
    "claim": row(CURATORS, pk_of("claim")),
    "claim-assign": row(SENT_BY_CURATORS, pk_of("claim"), method="post"),
    "claim-proof": row("in 404 404 404 200 200", pk_of("claim")),
    "claim-queue": row(CURATORS),
    "curation": row(SENT_BY_CURATORS),
    "runs": row(RUNS),
    "duplicates": row(CURATORS),
    "mail-check": row(SENT_BY_CURATORS, method="post"),
    "mail-queue": row(CURATORS),
    "mail-retry": row(SENT_BY_CURATORS, pk_of("mail"), method="post"),
    "mail-retry-all": row(SENT_BY_CURATORS, method="post"),
    "merge": row(CURATORS, twins),
    "not-duplicate": row(SENT_BY_CURATORS, twins, method="post"),
    "outcomes": row(CURATORS),
    "outcomes-export": row(CURATORS),
    "run-cancel": row(RUNS, pk_of("run")),
    "run-compare": row(RUNS, pk_of("run")),
    "run-progress": row(SENT_TO_RUNS, pk_of("run")),
    "run-start": row(SENT_TO_RUNS, method="post"),
    "run-switch": row(SENT_TO_RUNS, pk_of("run"), method="post"),
    "weights-try": row(SENT_TO_RUNS, method="post"),
}

PEOPLE_PAGES = {
    "claim-new": row(SIGNED_IN),
    "claim-take-back": row("in 404 404 404 302 404", pk_of("claim"), method="post"),
    "delete-account": row(SIGNED_IN),
    "invitation": row(NOT_THERE, fixed(key="nonsense")),
    "invitation-withdraw": row(
        "in 404 403 403 302 302", pk_of("invitation"), method="post"
    ),
    "mandate": row("in 404 404 404 200 200", pk_of("mandate")),
    "mandate-leave": row("in 404 404 404 200 404", pk_of("mandate")),
    "mandates": row(SIGNED_IN),
    "my-data": row(SIGNED_IN),
    "my-data-export": row(SIGNED_IN),
    "my-name": row(SIGNED_IN),
    "people-of-cluster": row(MEMBERS, slug_of("cluster")),
    "people-of-region": row(MEMBERS, region),
}

WORK = {
    "confirm-by-mail": row("400 400 400 400 400 400", fixed(token="forged")),
    "confirm-due": row(SIGNED_IN),
    "dashboard": row(SIGNED_IN),
    "editing:cluster": row(WRITERS, slug_of("cluster")),
    "editing:cluster-edit": row(WRITERS, slug_of("cluster")),
    "editing:cluster-new": row(SIGNED_IN),
    "editing:cluster-similar": row("401 200 200 200 200 200", method="post"),
    "editing:completeness": row(
        "401 200 200 200 200 200", fixed(kind="priority"), method="post"
    ),
    # Whoever has no draft at this key is led on all the same.
    "editing:draft-discard": row(
        LED_ON, lambda world: {"key": world.draft.pk}, method="post"
    ),
    # Others are told that there is no draft of theirs at this key.
    "editing:draft": row(
        "401 200 200 200 200 200", lambda world: {"key": world.draft.pk}
    ),
    "editing:facility": row(WRITERS, slug_of("facility")),
    "editing:facility-edit": row(WRITERS, slug_of("facility")),
    "editing:facility-new": row(NONE_YET),
    "editing:cluster-facts": row("in 404 200 200 200 403", slug_of("cluster")),
    "editing:cluster-facts-undo": row(
        "in 404 403 302 302 403", slug_of("cluster"), method="post"
    ),
    "editing:facts": row("in 404 200 200 200 403", region),
    "editing:facts-undo": row("in 404 403 302 302 403", region, method="post"),
    "editing:history": row(MEMBERS, record_of("priority")),
    "editing:link-decide": row("in 404 403 302 302 403", link_of_region, method="post"),
    "editing:link-propose": row(
        "in 404 403 404 404 404", slug_of("cluster"), method="post"
    ),
    "editing:link-withdraw": row(SENT_BY_WRITERS, link_of_cluster, method="post"),
    "editing:places": row(EVERYBODY),
    "editing:priority-edit": row(WRITERS, slug_of("priority")),
    "editing:priority-new": row(WRITERS, slug_of("strategy")),
    "editing:region": row(WRITERS, region),
    "editing:region-links": row("in 404 403 200 200 403", region),
    "editing:strategy": row(WRITERS, slug_of("strategy")),
    "editing:strategy-edit": row(WRITERS, slug_of("strategy")),
    "editing:strategy-new": row(WRITERS, region),
    "editing:submit": row(SENT_BY_WRITERS, record_of("priority"), method="post"),
    "editing:take-back": row(SENT_BY_WRITERS, record_of("priority"), method="post"),
    "editing:topics": row(EVERYBODY),
    "editing:withdraw": row(WRITERS, record_of("priority")),
    "match-coach": row(SIGNED_IN, method="post"),
    "match-preview": row(SIGNED_IN, method="post"),
}

MAKER = "in 404 404 404 200 404"
SENT_BY_MAKER = "in 404 404 404 302 404"


def job(world: Any) -> dict[str, Any]:
    return {"key": world.job.pk}


FILES = {
    "export-file": row("in 200 403 200 200 200", query="?what=clusters&format=zip"),
    "export-records": row(SIGNED_IN),
    "import-apply": row("in 404 404 404 400 404", job, method="post"),
    "import-cancel": row(MAKER, job),
    "import-faults": row(MAKER, job),
    "import-job": row(MAKER, job),
    "import-progress": row("in 404 404 404 302 404", job),
    "import-records": row(SIGNED_IN),
    "import-submit": row(SENT_BY_MAKER, job, method="post"),
    "import-template": row(SIGNED_IN, fixed(what="clusters", format="xlsx")),
    "open-data": row(EVERYBODY),
    "open-data-file": row(EVERYBODY, fixed(format="zip")),
}

NOTICES = {
    "notice-choices": row(SIGNED_IN),
    "notice-open": row("in 404 404 404 302 404", pk_of("notice")),
    "notices": row(SIGNED_IN),
    "notices-read": row(LED_ON, method="post"),
    "notices-stop": row("400 400 400 400 400 400", fixed(token="forged")),
}
KEEPING = {
    "keeping:add": row(SIGNED_IN, query="?partner=finnish"),
    "keeping:compare": row("in 404 200 200 200 404", slug_of("priority")),
    "keeping:dismiss": row(
        "in 404 403 200 200 404", slug_of("priority"), query="?partner=finnish"
    ),
    "keeping:entry": row("in 404 403 302 302 404", pk_of("entry"), method="post"),
    "keeping:export": row(SIGNED_IN),
    "keeping:follow": row(SIGNED_IN, slug_of("priority")),
    "keeping:save-search": row(SIGNED_IN, query="?page=clusters"),
    "keeping:saved": row(SIGNED_IN),
    "keeping:search": row("in 404 404 404 200 404", pk_of("search")),
    "keeping:shortlist": row(SIGNED_IN),
    "keeping:undo": row("in 404 403 302 302 404", slug_of("priority"), method="post"),
}

MEET = "in 404 200 200 200 404"
MEET_FAULTY = "in 404 403 400 400 404"
MEET_SENT = "in 404 403 302 302 404"
MEET_API = "403 404 403 400 400 404"


def asked(world: Any) -> dict[str, Any]:
    return {"pk": world.introduction.pk}


# Asked of ES51 by a region for which none of these people acts.
INTRODUCTIONS = {
    "commitments:file": row(MEET, pk_of("commitment")),
    "commitments:new": row("in 404 403 302 302 404", asked),
    "commitments:withdraw": row(MEET_SENT, pk_of("commitment"), method="post"),
    "api-v1:introduction-accept": row(MEET_API, asked, method="post"),
    "api-v1:introduction-decline": row(MEET_API, asked, method="post"),
    "api-v1:introduction-detail": row("403 404 200 200 200 404", asked),
    "api-v1:introduction-list": row("403 200 200 200 200 200"),
    "api-v1:introduction-withdraw": row(
        "403 404 403 403 403 404", asked, method="post"
    ),
    "introductions:accept": row(MEET_FAULTY, asked, method="post"),
    "introductions:ask": row("in 404 403 200 200 404", pair),
    "introductions:ask-to": row(SIGNED_IN, query="?to=finnish"),
    "introductions:close": row(MEET_SENT, asked, method="post"),
    "introductions:decline": row(MEET_FAULTY, asked, method="post"),
    "introductions:detail": row(MEET, asked),
    "introductions:list": row(SIGNED_IN),
    "introductions:record": row(LED_ON, slug_of("partner")),
    "introductions:result": row(MEET_FAULTY, asked, method="post"),
    "introductions:take-back": row(MEET_SENT, asked, method="post"),
    "introductions:withdraw": row(
        MEET_FAULTY.replace("400", "403"), asked, method="post"
    ),
}


def seeks(world: Any) -> dict[str, Any]:
    return {"slug": world.request.slug}


def answer_to(world: Any) -> dict[str, Any]:
    return {"slug": world.request.slug, "pk": world.answer.pk}


def answer_with(world: Any) -> dict[str, Any]:
    return {"slug": world.sought.slug, "profile_slug": world.priority.slug}


# `request` is of ES51 and for people who are signed in; `sought` of another region.
REQUESTS = {
    "api-v1:request-detail": row("404 200 200 200 200 200", seeks),
    "api-v1:request-list": row(EVERYBODY),
    "requests:answer": row("in 404 403 200 200 404", answer_with),
    "requests:answer-choose": row("in 302 200 200 200 200", seeks),
    "requests:close": row("in 404 403 400 400 404", seeks, method="post"),
    "requests:detail": row("404 200 200 200 200 200", seeks),
    "requests:edit": row("in 404 403 200 200 404", seeks),
    "requests:fill": row("in 404 403 302 302 404", answer_to, method="post"),
    "requests:for": row("in 404 200 200 200 404", slug_of("priority")),
    "requests:list": row(EVERYBODY),
    "requests:new": row("in 404 403 200 200 404", slug_of("priority")),
}


TALK = {
    "meeting": row("in 404 302 302 302 404", pk_of("meeting"), method="post"),
    "meeting-file": row(MEET, pk_of("meeting")),
    # Nobody arranges a meeting before both have agreed.
    "meeting-new": row("in 404 403 403 403 404", asked),
    "report": row(MEET, pk_of("report")),
    "report-decide": row(CURATORS, pk_of("report")),
    "report-introduction": row(MEET, asked),
    "report-message": row(MEET, pk_of("message")),
    "report-queue": row(CURATORS),
    "talk": row(MEET, asked),
    "talk-file": row(MEET, pk_of("message_file")),
}

ROWS = READ | ACCOUNT | API | CURATION | PEOPLE_PAGES | WORK | FILES
ROWS |= NOTICES | KEEPING | INTRODUCTIONS | TALK | REQUESTS
ROWS |= PARTNERSHIPS | SUGGESTIONS | CALLS | CONSORTIA | APPLICATIONS | SHARING
ROWS |= GUIDE_CHAPTERS | GUIDE_CHECKLISTS | GUIDE_PRACTICES
ROWS |= GUIDE_ASSESSMENTS | GUIDE_PEERS
