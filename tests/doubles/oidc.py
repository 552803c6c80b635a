"""A small OpenID Connect provider: publishes itself and its keys, signs people in, checks PKCE, knows its tokens."""

import base64
import hashlib
import json
import secrets
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "our-client", "our-client's secret"

PERSON = {"sub": "g-1", "email": "ann@example.com", "email_verified": True, "name": "Ann"}


class Provider:
    """Serves on a port of its own until `stop`. `person` is who signs in next; `asked` counts requests by path."""

    def __init__(self) -> None:
        self.rotate("one")
        self.person: dict[str, Any] = dict(PERSON)
        self.codes: dict[str, dict[str, str]] = {}
        self.access_tokens: dict[str, dict[str, Any]] = {}
        self.asked: Counter[str] = Counter()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def rotate(self, name: str) -> None:
        """Sign with another key from now on, and publish no other."""
        self.key, self.key_name = rsa.generate_private_key(public_exponent=65537, key_size=2048), name

    def id_token(self, *, key: Any = None, algorithm: str = "RS256", headers: Any = None, **claims: Any) -> str:
        now = int(time.time())
        standard = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        content = {name: value for name, value in (standard | self.person | claims).items() if value is not None}
        return jwt.encode(content, key or self.key, algorithm, headers={"kid": self.key_name, **(headers or {})})

    def access_token(self, **claims: Any) -> str:
        token = secrets.token_urlsafe()
        verified = str(self.person["email_verified"]).lower()
        self.access_tokens[token] = {"aud": CLIENT_ID, **self.person, "email_verified": verified, **claims}
        return token

    def sign_in(self, address: str) -> str:
        """What a browser does at the provider: where it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def published(self) -> dict[str, Any]:
        endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        endpoints["tokeninfo_endpoint"] = "tokeninfo"
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in endpoints.items()}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": self.key_name, "alg": "RS256", "use": "sig"}]}

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = asked is not None and asked["code_challenge"] == challenge and sent["client_secret"] == CLIENT_SECRET
        if asked is None or not right or sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"id_token": self.id_token(nonce=asked["nonce"]), "access_token": self.access_token()}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.asked[parts.path] += 1
        token = parse_qs(parts.query).get("access_token", [""])[0]
        answers = {
            "/.well-known/openid-configuration": self.provider.published,
            "/keys": self.provider.keys,
            "/tokeninfo": lambda: self.provider.access_tokens.get(token),
        }
        self._answer(answers[parts.path]())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.provider.token({name: values[0] for name, values in parse_qs(body).items()}))

    def _answer(self, content: Any) -> None:
        self.send_response(200 if content is not None else 400)
        self.end_headers()
        self.wfile.write(json.dumps(content or {"error": "invalid"}).encode())

    def log_message(self, *_: Any) -> None:
        """Tests read assertions, not access logs."""
