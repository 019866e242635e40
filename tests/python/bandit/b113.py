import httpx
import requests
import requests as r
from requests import get, Session

requests.get("https://example.com")
requests.get("https://example.com", timeout=5)
requests.post("https://example.com", timeout=None)
requests.put("https://example.com", timeout=LIMIT)
requests.patch("https://example.com", timeout=settings.limit)
requests.delete("https://example.com", timeout=limit())
requests.head("https://example.com", timeout=1 + 1)
requests.options("https://example.com", timeout=(3, 5))
requests.request("GET", "https://example.com")
requests.api.get("https://example.com")
r.get("https://example.com")
get("https://example.com")
Session().get("https://example.com")
requests.Session().get("https://example.com")
requests.get("https://example.com", **options)
requests.get(
    "https://example.com",
    timeout=None,
)
httpx.get("https://example.com")
httpx.get("https://example.com", timeout=None)
httpx.Client(timeout=None)
httpx.AsyncClient(timeout=None)
httpx.AsyncClient()
httpx.stream("GET", "https://example.com", timeout=None)
httpx.Timeout(timeout=None)
response = requests.get("https://example.com").json()
value = other.requests.get("x")
