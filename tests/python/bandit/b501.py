import httpx
import requests
from requests import get
import requests as r

requests.get("https://example.com", timeout=1, verify=False)
requests.get("https://example.com", timeout=1, verify=True)
requests.post(
    "https://example.com",
    timeout=1,
    verify=False,
)
requests.request("GET", "https://example.com", timeout=1, verify=False)
requests.Session().get("https://example.com", verify=False)
get("https://example.com", timeout=1, verify=False)
r.head("https://example.com", timeout=1, verify=False)
requests.get("https://example.com", timeout=1, verify="ca.pem")
requests.get("https://example.com", timeout=1, verify=VERIFY)
requests.get("https://example.com", timeout=1, verify=0)
httpx.get("https://example.com", verify=False)
httpx.Client(verify=False)
httpx.AsyncClient(verify=False)
httpx.stream("GET", "https://example.com", verify=False)
httpx.request("GET", "https://example.com", verify=False)
httpx.Client(verify=True)
other.get("https://example.com", verify=False)
