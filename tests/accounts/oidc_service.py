"""A small OpenID Connect service: discovery, authorization with PKCE, tokens, userinfo.

It runs in a thread of the test. What it says of a person, and what it gets wrong, is
set by its attributes.
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal-client", "portal-secret"


class OidcService:
    """The service, and the person who is signed in there."""

    def __init__(self) -> None:
        self.person = {
            "sub": "eu-4711",
            "email": "officer@region.example",
            "email_verified": True,
            "name": "Olga Officer",
        }
        # Claims of the identity token that replace the right ones.
        self.wrong: dict[str, object] = {}
        self.no_identity = False
        self.issued: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []
        self.refused: list[str] = []
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def configuration(self) -> dict:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [key | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes back to, with a code."""
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.asked)}"
        self.issued[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{answer}"

    def token(self, form: dict[str, str]) -> dict | None:
        """Return the tokens, or None where client, code or verifier do not fit."""
        asked = self.issued.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest())
        client = (form.get("client_id"), form.get("client_secret"))
        if asked is None or client != (CLIENT, SECRET):
            self.refused.append("client or code")
            return None
        if digest.rstrip(b"=").decode() != asked["code_challenge"]:
            self.refused.append("verifier")
            return None
        answer = {"access_token": "access", "token_type": "Bearer"}
        return answer if self.no_identity else answer | {"id_token": self._sign(asked)}

    def _sign(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
        }
        return jwt.encode(
            claims | self.wrong, self._key, algorithm="RS256", headers={"kid": "one"}
        )


def _handler(service: OidcService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            asked = {name: one[0] for name, one in parse_qs(address.query).items()}
            if address.path == "/.well-known/openid-configuration":
                self._say(service.configuration())
            elif address.path == "/jwks":
                self._say(service.keys())
            elif address.path == "/userinfo":
                self._say(service.person)
            elif address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", service.authorize(asked))
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: one[0] for name, one in parse_qs(body).items()}
            answer = service.token(form)
            self._say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _say(self, content: dict, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *args) -> None:
            """Tests print nothing."""

    return Handler
