"""An address loses what lets whoever has it in, and nothing else."""

from __future__ import annotations

import pytest

from reader.address_secrets import told_without_secrets, without_secrets


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://ann:pw@papers.org/x", "https://papers.org/x"),
        ("https://ann@papers.org", "https://papers.org"),
        ("https://ann:pw@", "https://"),
        ("https://ann:p@w@papers.org:8080/x?y=1", "https://papers.org:8080/x?y=1"),
        ("ftp://ann:pw@papers.org/x", "ftp://papers.org/x"),
        ("https://papers.org/x?token=s3cr3t", "https://papers.org/x"),
        ("https://papers.org/x?a=1&token=s3cr3t", "https://papers.org/x?a=1"),
        ("https://papers.org/x?token=s3cr3t&a=1", "https://papers.org/x?a=1"),
        ("https://papers.org/x?a=1&access_token=s3cr3t&b=2#part", "https://papers.org/x?a=1&b=2#part"),
        ("https://papers.org/x?a=1&API-Key=s3cr3t;b=2", "https://papers.org/x?a=1;b=2"),
        ("https://papers.org/x?%61pi_key=s3cr3t", "https://papers.org/x"),
        ("https://papers.org/x?key=s3cr3t", "https://papers.org/x"),
        ("https://papers.org/x?sv=1&sig=a%2Bb%3D", "https://papers.org/x?sv=1"),
        ("https://papers.org/x?sig=a+b==&sv=1", "https://papers.org/x?sv=1"),
        ("https://s3.org/x.pdf?X-Amz-Date=1&X-Amz-Credential=A/b&X-Amz-Signature=c", "https://s3.org/x.pdf"),
        ("https://papers.org/x;jsessionid=1F0C9A?a=1", "https://papers.org/x?a=1"),
        ("https://papers.org/back#access_token=s3cr3t&state=2", "https://papers.org/back#state=2"),
        ("https://papers.org/#/x?token=s3cr3t", "https://papers.org/#/x"),
        ("https://proxy.org/?to=https%3A%2F%2Fann%3Apw%40papers.org%2Fx", "https://proxy.org/?to=https%3A%2F%2Fpapers.org%2Fx"),
        ("read 'https://papers.org/x?token=s3cr3t', then (https://b@c.org/?pwd=d).", "read 'https://papers.org/x', then (https://c.org/)."),
        ("//ann:pw@papers.org/x?token=a", "//papers.org/x"),
        ("ann:pw@papers.org/x.pdf?a=1&token=b", "papers.org/x.pdf?a=1"),
        ("see papers.org:8080/x?api_key=b, too", "see papers.org:8080/x, too"),
        ("https://blog.org/@ann/lamps?sk=v2Yd81Fa0cQ97bTz3e", "https://blog.org/@ann/lamps"),
        ("https://x.org/?q=a://b.org?token=s3cr3t", "https://x.org/?q=a%3A%2F%2Fb.org"),
        ("HTTPS://Ann:pw@papers.org/x?TOKEN=a", "HTTPS://papers.org/x"),
        ("https://papers.org/x.bib?session=abc123&a=1", "https://papers.org/x.bib?a=1"),
        ("https://papers.org/x.bib?sid=8f3k2m9q&sessionid=4&PHPSESSID=q", "https://papers.org/x.bib"),
        ("https://papers.org/x?SID=qwertyuiopasdfghjkl", "https://papers.org/x"),
        ("https://papers.org/x?ASP.NET_SessionId=a&connect.sid=s%3Ab&a=1", "https://papers.org/x?a=1"),
        ("https://papers.org/x?ASPSESSIONIDQABTCRQS=A&sesskey=b&csrf=c&auth_code=d", "https://papers.org/x"),
        ("https://papers.org/back?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz", "https://papers.org/back?state=xyz"),
        ("https://papers.org/back?state=xyz&code=4%2F0AX4", "https://papers.org/back?state=xyz"),
        ("https://papers.org/back#session_state=x&code=a1b2", "https://papers.org/back#session_state=x"),
        ("https://papers.org/x?ticket=ST-12-aA5.cas&a=1", "https://papers.org/x?a=1"),
        ("https://papers.org/x?sharedKey=a&private-key=b&client_assertion=c", "https://papers.org/x"),
        ("https://cdn.org/x.pdf?hdnea=exp=17~acl=/*~hmac=ab12&a=1", "https://cdn.org/x.pdf?a=1"),
        ("https://cdn.org/x.pdf?hdnts=st=1~hmac=a&__gda__=17_ab", "https://cdn.org/x.pdf"),
        ("https://papers.org/acs?SAMLResponse=PHNhbWw%2B&RelayState=a", "https://papers.org/acs?RelayState=a"),
        ("https://osf.io/ab3cd/?view_only=0f1c", "https://osf.io/ab3cd/"),
        ("https://drive.org/f/x.pdf?rlkey=a1&dl=0", "https://drive.org/f/x.pdf?dl=0"),
        ("https://papers.org/in?next=/x%3Ftoken%3Ds3cr3t%26a%3D1", "https://papers.org/in?next=%2Fx%3Fa%3D1"),
        ("https://papers.org/in?next=/x?token=s3cr3t&b=1", "https://papers.org/in?next=%2Fx&b=1"),
        ("https://drive.org/file?resourcekey=0-ab&otp=123456", "https://drive.org/file"),
    ],
)  # fmt: skip
def test_secrets_go(given: str, kept: str) -> None:
    assert without_secrets(given) == kept
    assert without_secrets(kept) == kept


@pytest.mark.parametrize(
    "address",
    [
        "https://openreview.net/forum?id=l4mpT0k3n&noteId=x",
        "https://papers.org/@ann/on-lamps?page=2#key",
        "https://papers.org/x?keyword=lamps&author=a@b.org&pages=1-2",
        "mail ann@papers.org?token=1",
        "https://papers.org/x?code=CVPR2024&sk=1&access=open&policy=no",
        "ratios of 1/2 at x=3, and a/b=c",
        "papers.org/lamps:bright@home",
        "https://papers.org/x?design=1&assignee=2&q=token",
        "https://papers.org/programme?session=3&id=12&page=2",
        "https://papers.org/programme?session=poster&side=left&sessions=4b2",
        "https://resolver.org/?sid=google&sid=Elsevier:Scopus&aulast=Vale",
        "https://papers.org/x?code=a1b2c3d4e5&estate=1",
        "https://papers.org/x?code=Boston&state=MA",
        "https://papers.org/x?code=1020&state=open",
        "https://papers.org/in?next=/x%3Fa%3D1&filter=a=b",
        "https://papers.org/x?keywords=a&citekey=b&totals=1&assertions=2&resource=3&hotkey=4",
        "",
    ],
)
def test_what_is_no_secret_stays(address: str) -> None:
    assert without_secrets(address) == address


def test_a_page_may_be_named_by_its_key_and_no_drawn_key_is_such_a_name() -> None:
    page = "https://papers.org/rec?key=conf/lamps/vale2020tin"
    assert without_secrets(page, pages=True) == page
    for named in ("session_id=12", "auth=vale&paper=3", "ticket=4", "sessionid=10452", "ticket=LAMPS-12"):
        assert without_secrets(f"https://papers.org/x?{named}", pages=True) == f"https://papers.org/x?{named}"
        assert named not in without_secrets(f"https://papers.org/x?{named}")
    assert without_secrets("https://papers.org/x?auth=8f3K2m9Qx71bT4a0", pages=True) == "https://papers.org/x"
    assert without_secrets("https://papers.org/x?key=sk-8f3K2m9Qx71bT4", pages=True) == "https://papers.org/x"
    for lets_in in ("token=short", "ticket=ST-12-aA5", "ticket=8f3k2m9q", "ticket=ST-1-a.cas.papers.org"):
        assert without_secrets(f"https://papers.org/x?{lets_in}", pages=True) == "https://papers.org/x"
    for page in ("session=2b", "sid=s41586", "code=CVPR2024&state=open"):
        assert without_secrets(f"https://papers.org/x?{page}", pages=True) == f"https://papers.org/x?{page}"
    for drawn in ("session=8f3K2m9Qx71bT4a0", "sid=8f3K2m9Qx71bT4a0"):
        assert without_secrets(f"https://papers.org/x?{drawn}", pages=True) == "https://papers.org/x"
    left = without_secrets("https://papers.org/x?code=SplxlOBeZQQYbYS6WxSbIA&state=a", pages=True)
    assert left == "https://papers.org/x?state=a"


@pytest.mark.parametrize(
    "part",
    ["https://x/?a=https%3A%2F%2F", ")", "?a=", "&a=1", ";a=1", "@", "https://a@", "%253A", "((", "a.", "a:b", "//"],
)
def test_long_texts_are_read_at_once(part: str) -> None:
    """Deep ones too, from which a secret goes wherever it stands."""
    assert without_secrets(part * 20_000)
    text = without_secrets(f"https://x.org/?b={part * 5_000}&token=s3cr3t")
    assert "s3cr3t" not in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("There is no 'ann:hush@papers.org/x.bib'.", "There is no 'papers.org/x.bib'."),
        ("ann:hush@papers.org", "papers.org"),
        ("https:/ann:hush@papers.org/x", "https:/papers.org/x"),
        ("'host/x?token=hush'", "'host/x?token=…'"),
        ("'x.bib?a=1&access_token=hush', then", "'x.bib?a=1&access_token=…', then"),
        ("token=hush", "token=…"),
        ("'https://papers.org/x?token =hush' and api_key = hush.", "'https://papers.org/x?token =…' and api_key = …."),
        ("https://ann:hush@papers.org/x?token=hush", "https://papers.org/x"),
        ("x?key=8f3K2m9Qx71bT4a0", "x?key=…"),
        ("x.bib?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz", "x.bib?code=…&state=xyz"),
        ("x.bib?session=8f3K2m9Qx71bT4a0", "x.bib?session=…"),
        ("Authorization: Bearer hush", "Authorization: Bearer …"),
        ("{'Authorization': 'Basic YW5uOnB3', 'Accept': '*/*'}", "{'Authorization': 'Basic …', 'Accept': '*/*'}"),
        ("authorization: 8f3K2m9Qx71bT4a0", "authorization: …"),
        ("b'Authorization': b'token hush'", "b'Authorization': b'token …'"),
        ("as Bearer 8f3K2m9Q.x71bT4a0-_x, then", "as Bearer …, then"),
        ("login('hf_AbCdEfGhIjKlMnOpQr')", "login('hf_…')"),
        ("GH_TOKEN: ghp_16C7e42F292c6912E7710c838347Ae178B4a", "GH_TOKEN: ghp_…"),
        ("github_pat_11ABCDEFG0123456789_abc", "github_pat_…"),
        ("key AKIAIOSFODNN7EXAMPLE here", "key AKIA… here"),
        ("sk-ant-api03-AbCdEfGhIjKlMnOp and sk_live_AbCdEfGhIjKlMnOp", "sk-… and sk_live_…"),
        ("as eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP, then", "as eyJ…, then"),
        ("x-api-key: hush", "x-api-key: …"),
        ("{'x-api-key': 'hush hush', 'a': 'b'}", "{'x-api-key': '…', 'a': 'b'}"),
        ('{"api_key": "hush"}, {"password": "hush hush"}', '{"api_key": "…"}, {"password": "…"}'),
        ("client(api_key='hush', n=3)", "client(api_key='…', n=3)"),
        ("apikey: hush.", "apikey: …."),
        ("password: hunt2", "password: …"),
        ("at https%3A%2F%2Fh.org%2F%3Fn%3D1%26token%3Dhush, then", "at https%3A%2F%2Fh.org%2F%3Fn%3D1, then"),
        ("Cookie: session=hush; csrf=b\nAccept: */*", "Cookie: …\nAccept: */*"),
        ("{'Set-Cookie': 'a=hush; Path=/', 'b': 'c'}", "{'Set-Cookie': '…', 'b': 'c'}"),
        ("X-Auth-Token: hush", "X-Auth-Token: …"),
        ("export OPENAI_API_KEY=hush", "export OPENAI_API_KEY=…"),
    ],
)
def test_what_is_quoted_of_an_address_without_its_scheme_has_no_secret(given: str, kept: str) -> None:
    """Neither alone nor in a sentence."""
    assert told_without_secrets(given) == kept
    assert told_without_secrets(kept) == kept


@pytest.mark.parametrize(
    "sentence",
    [
        "'token' is no field; there are title, note.",
        "mail ann@papers.org or mailto:ann@papers.org",
        "line 3: @article{key, title={Heaps}, key=smith2020fast}",
        "--set FIELD=VALUE, x=3, keyword=token",
        "C:\\papers\\a@b.bib",
        "'Authorization: Principles and Practice' and 'Bearer Networks: A Survey of 2024'",
        "Authorization for internationalization; sk-learn-and-other-libraries",
        "hf_token is no setting",
        "'Token: A Study of 2024', 'Password: \"why\" we need one' and 'The Cookie: A History'",
        "title: A, key: smith2020fast, https://papers.org/x?n=token: 3",
        "The key 'tag:token' is none; a cookie: x",
    ],
)
def test_what_is_quoted_and_no_secret_stays(sentence: str) -> None:
    assert told_without_secrets(sentence) == sentence


@pytest.mark.parametrize(
    "part",
    [
        "a:",
        "a:b@",
        "token=",
        "a=b&",
        "@",
        "token=a@b:c@",
        "authorization: ",
        "bearer ",
        "hf_",
        "sk-",
        "cookie:a",
        "cookie:=",
        "token:",
        "token:'",
        "'token':'a",
        "eyJ",
        "eyJa.",
        "x-api-key: ",
    ],
)
def test_a_long_quotation_is_no_burden(part: str) -> None:
    """It takes no longer than its length allows."""
    assert told_without_secrets(part * 20_000)
