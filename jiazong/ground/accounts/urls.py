"""The addresses of signing in and out, and of the own account."""
from django.urls import path

from jiazong.ground.accounts.views import own, second_factor, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in", signing_in.sign_in, name="sign_in"),
    path("sign-in/second", signing_in.second, name="second"),
    path("sign-in/passkey", signing_in.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("sign-in/passkey-options", signing_in.passkey_options, name="passkey_options"),
    path("sign-in/unit", signing_in.provider_begin, name="provider"),
    path("sign-in/unit/back", signing_in.provider_callback, name="provider_callback"),
    path("sign-out", signing_in.sign_out, name="sign_out"),
    path("password", own.password, name="password"),
    path("sessions", own.sessions_page, name="sessions"),
    path("sessions/end", own.end_session, name="end_session"),
    path("prove", own.prove, name="prove"),
    path("waiting-form", own.carried_form, name="carried"),
    path("second-factor", second_factor.overview, name="second_factor"),
    path("second-factor/telephone", second_factor.telephone, name="telephone"),
    path("second-factor/passkey", second_factor.passkey, name="passkey"),
    path("second-factor/recovery-codes", second_factor.recovery_codes, name="recovery_codes"),
    path("second-factor/<int:pk>/remove", second_factor.remove, name="remove_factor"),
]
