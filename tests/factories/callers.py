"""A client of the API, as a front end would write it."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

PASSWORD = "correct horse battery"


class Caller:
    """Sends JSON to a version of the API, and remembers the tokens of its log-in."""

    def __init__(self, version: int = 1) -> None:
        self.base = f"/api/v{version}/"
        self.client = Client()
        self.access = self.refresh = ""

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, f"{self.base}{path}", content, content_type="application/json", headers={**self.token, **headers}
        )

    @property
    def token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"} if self.access else {}

    def send_file(self, path: str, file: tuple[str, bytes], **fields: str) -> Any:
        """Post a form with a file: its name and content."""
        return self.client.post(f"{self.base}{path}", {"file": SimpleUploadedFile(*file), **fields}, headers=self.token)

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("DELETE", path, body, **headers)

    def log_in(
        self, email: str = "ann@example.com", password: str = PASSWORD, *, door: str = "auth/login/", **more: str
    ) -> Any:
        return self.keep(self.post(door, {"email": email, "password": password, **more}))

    def keep(self, answer: Any) -> Any:
        """Use the tokens of this answer from now on, if it has any."""
        if answer.status_code == 200:
            self.access, self.refresh = answer.json()["access"], answer.json()["refresh"]
        return answer
