"""A keyring in memory that keeps the rules of the real one; the contract tests run on both."""


class FakeKeyring:
    """`ports.Keyring` in memory."""

    def __init__(self, *, is_there: bool = True) -> None:
        self.is_there = is_there
        self.secrets: dict[tuple[str, str], str] = {}

    def read(self, service: str, name: str) -> str | None:
        return self.secrets.get((service, name))

    def write(self, service: str, name: str, secret: str) -> None:
        self.secrets[service, name] = secret

    def erase(self, service: str, name: str) -> None:
        self.secrets.pop((service, name), None)
