"""Forms are taken from our own pages alone, though our pages send no referrer.

With `Referrer-Policy: no-referrer` a browser names the origin of a form as "null" (Fetch, "append a request Origin
header"). What it says in Sec-Fetch-Site no page can forge, so that decides; the token of the form is asked for besides.
"""
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

NOBODY = "null"


class OwnOriginMiddleware(CsrfViewMiddleware):
    """Django's check of forms, for pages without a referrer."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        told = request.headers.get("sec-fetch-site")
        if told is not None:
            return told in ("same-origin", "none")
        # An old browser says nothing more; the token, bound to a cookie that is not sent along from elsewhere, remains.
        return request.META["HTTP_ORIGIN"] == NOBODY or super()._origin_verified(request)

    def _check_referer(self, request: HttpRequest) -> None:
        if request.headers.get("sec-fetch-site") != "same-origin":
            super()._check_referer(request)
