"""Signing a person in: from here on every request carries their own credentials."""

from kiosk_app.core.errors import BadAnswer, SignInNeeded
from kiosk_app.core.store_api import StoreApi
from kiosk_app.engines.http import Http
from kiosk_app.engines.store.reading import at, reading


def authorise(http: Http, api: StoreApi, username: str, password: str) -> None:
    """A token for a user name and a password. Raises SignInNeeded for wrong ones, otherwise a StoreError."""
    try:
        answer = http.read(api.paths.sign_in, body={"username": username, "password": password})
    except BadAnswer as error:
        if error.code == "store_rejected":
            raise SignInNeeded("sign_in_wrong") from error
        raise
    with reading():
        token = at(answer.body, api.token)
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise TypeError("the token cannot stand in a header")
        http.authorise(f"{api.scheme} {token}")
