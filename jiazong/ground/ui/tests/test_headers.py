EXACT = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_every_answer_carries_exactly_these_headers(client):
    client.raise_request_exception = False
    for path in ("/notes", "/no-such-page", "/breaking", "/ui/preferences"):
        answer = client.get(path)
        assert {name: answer[name] for name in EXACT} == EXACT, path


def test_a_page_of_a_person_with_a_session_stays_in_no_cache(client):
    client.cookies["sessionid"] = "of-somebody"
    assert client.get("/notes")["Cache-Control"] == "no-store"
    assert client.get("/no-such-page")["Cache-Control"] == "no-store"


def test_a_page_of_a_visitor_may_be_cached(client):
    assert "Cache-Control" not in client.get("/no-such-page").headers
