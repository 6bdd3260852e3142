import gzip

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from jiazong.ground.ui.compression import CompressPagesMiddleware

WORDS = "服务台账 " * 200


def through(answer):
    return CompressPagesMiddleware(lambda request: answer)(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))


def test_a_page_leaves_compressed_and_says_the_same():
    answer = through(HttpResponse(WORDS))
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(WORDS.encode()) / 5
    assert gzip.decompress(answer.content).decode() == WORDS


def test_a_download_is_not_compressed_twice():
    answer = through(FileResponse([WORDS.encode()], content_type="application/zip"))
    assert "Content-Encoding" not in answer.headers


def test_a_browser_that_does_not_ask_gets_the_page_as_it_is():
    answer = CompressPagesMiddleware(lambda request: HttpResponse(WORDS))(RequestFactory().get("/"))
    assert answer.content.decode() == WORDS
