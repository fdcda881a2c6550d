from fuda_theme.policy import make_header_policy, make_policy
from fuda_theme.settings import Settings

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
GISCUS = {"repo": "a/b", "repo_id": "1", "category": "c", "category_id": "2"}


def test_a_site_alone_needs_nobody_else() -> None:
    assert make_policy(Settings()) == STRICT


def test_comments_open_it_for_giscus_and_nobody_else() -> None:
    policy = make_policy(Settings(comments=GISCUS))
    assert "script-src 'self' https://giscus.app;" in policy
    assert "style-src 'self' https://giscus.app;" in policy
    assert policy.endswith("frame-src https://giscus.app")


def test_a_counter_opens_it_for_its_script_and_its_reports() -> None:
    analytics = {"script": "https://count.example/js/a.js", "connect": ["https://in.example/x"]}
    policy = make_policy(Settings(analytics=analytics))
    assert "script-src 'self' https://count.example;" in policy
    assert "connect-src 'self' https://in.example;" in policy


def test_own_sources_are_added_once() -> None:
    policy = make_policy(Settings(csp={"img-src": ["'self'", "https://img.example"]}))
    assert "img-src 'self' https://img.example;" in policy


def test_only_the_header_says_who_may_frame_the_site() -> None:
    assert make_header_policy(STRICT) == f"{STRICT}; frame-ancestors 'none'"
    assert "frame-ancestors" not in STRICT
