"""How long `hulan audit` takes for an engine with many containers, and how much memory.

The engine is a stub that answers from memory over a socket of its own, so that what is measured is
hulan: asking, reading, judging. Its containers differ as those of a real one do: names, variables,
ports, mounts, a compose project for each ten of them.
"""

import argparse
import json
import os
import resource
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

IMAGES = 40


def image(number):
    return "sha256:" + f"{number:064x}"


def images():
    for number in range(IMAGES):
        name = f"registry.example/app-{number}"
        yield image(number), {
            "Id": image(number),
            "RepoTags": [f"{name}:1.{number}"],
            "RepoDigests": [f"{name}@sha256:{number + 1000:064x}"],
            "Created": "2026-10-01T00:00:00Z",
            "Config": {"User": "app" if number % 3 else "", "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"]},
        }, [
            {"Id": "<missing>", "CreatedBy": f"RUN /bin/sh -c step-{number}-{step} # buildkit", "Size": step}
            for step in range(15)
        ]


def container(number):
    name = f"service-{number}"
    project = f"project-{number // 10}"
    own = image(number % IMAGES)
    return {
        "Id": f"{number + 10_000:064x}",
        "Name": f"/{project}-{name}-1",
        "Image": own,
        "Created": "2026-11-01T00:00:00Z",
        "RestartCount": number % 4,
        "State": {"Status": "running", "Running": True, "StartedAt": "2026-11-01T00:00:01Z"},
        "Config": {
            "Image": f"registry.example/app-{number % IMAGES}:1.{number % IMAGES}",
            "User": "",
            "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"]
            + [f"SETTING_{key}=value-{number}-{key}" for key in range(25)]
            + [f"DB_PASSWORD=made-up-{number}-Qw9", f"DSN=postgres://app:made-up-{number}@db-{number}/x"],
            "Cmd": ["serve", "--port", "8080"],
            "Labels": {
                "com.docker.compose.project": project,
                "com.docker.compose.service": name,
                "com.docker.compose.container-number": "1",
                "com.docker.compose.config-hash": f"{number:064x}",
                "com.docker.compose.project.working_dir": f"/srv/{project}",
                "com.docker.compose.project.config_files": f"/srv/{project}/compose.yaml",
            },
        },
        "HostConfig": {
            "Privileged": number % 50 == 0,
            "NetworkMode": f"{project}_default",
            "RestartPolicy": {"Name": "always", "MaximumRetryCount": 0},
            "Memory": 0 if number % 2 else 1 << 28,
            "PortBindings": {"8080/tcp": [{"HostIp": "", "HostPort": str(20_000 + number)}]},
            "Binds": [f"/srv/{project}/data:/data"],
            "LogConfig": {"Type": "json-file", "Config": {}},
        },
        "NetworkSettings": {
            "Ports": {"8080/tcp": [{"HostIp": "0.0.0.0", "HostPort": str(20_000 + number)}]},
            "Networks": {f"{project}_default": {"NetworkID": f"{number // 10 + 90_000:064x}"}},
        },
        "Mounts": [{"Type": "bind", "Source": f"/srv/{project}/data", "Destination": "/data", "RW": True}],
    }


def answers(count):
    said = {
        "/version": {"Version": "28.0.0", "ApiVersion": "1.48", "MinAPIVersion": "1.24", "Os": "linux"},
        "/info": {"Name": "bench", "OperatingSystem": "Debian", "ServerVersion": "28.0.0"},
        "/plugins": [],
        "/volumes": {"Volumes": []},
    }
    lists = {"/containers/json": [], "/images/json": [], "/networks": []}
    for own, inspect, history in images():
        lists["/images/json"].append({"Id": own, "RepoTags": inspect["RepoTags"]})
        said[f"/images/{own}/json"] = inspect
        said[f"/images/{own}/history"] = history
    for number in range(count):
        own = container(number)
        entry = {"Id": own["Id"], "Names": [own["Name"]], "ImageID": own["Image"], "Image": own["Config"]["Image"]}
        lists["/containers/json"].append(entry)
        said[f"/containers/{own['Id']}/json"] = own
    for number in range((count + 9) // 10):
        own = {"Id": f"{number + 90_000:064x}", "Name": f"project-{number}_default", "Driver": "bridge"}
        lists["/networks"].append(own)
        said[f"/networks/{own['Id']}"] = own | {"Containers": {}, "Options": {}, "IPAM": {}}
    said |= lists
    return {path: json.dumps(value).encode() for path, value in said.items()}


def serve(path, said):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            path = self.path.split("?")[0]
            if path.startswith("/v1."):
                path = path[path.index("/", 1):]
            body = said.get(path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body or b"{}")))
            self.end_headers()
            self.wfile.write(body or b"{}")

        def address_string(self):
            return "socket"

        def log_message(self, *_):
            pass

    class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(path, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--containers", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--most", type=float, help="seconds")
    parser.add_argument("--most-memory", type=float, help="MB")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "engine.sock")
        serve(path, answers(arguments.containers))
        command = [Path(arguments.binary).resolve(), "audit", "--engine", f"unix://{path}", "--output", "json=report.json"]
        times = []
        for _ in range(arguments.runs):
            start = time.monotonic()
            status = subprocess.run(command, cwd=folder, check=False).returncode
            times.append(time.monotonic() - start)
            if status != 1:
                sys.exit(f"the audit ended with {status} and not with 1")
        report = json.loads(Path(folder, "report.json").read_text())
        services = sum(project["services"] for project in report["projects"])
        if services != arguments.containers or report["outcome"]["incomplete"]:
            sys.exit(f"{services} containers were judged")
    taken = statistics.median(times)
    # Of the largest of all processes that have ended.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{arguments.containers} containers: {taken:.2f} s (median of {arguments.runs}), {memory:.0f} MB at most")
    if arguments.most and taken > arguments.most:
        sys.exit(f"more than {arguments.most} s")
    if arguments.most_memory and memory > arguments.most_memory:
        sys.exit(f"more than {arguments.most_memory} MB")


if __name__ == "__main__":
    main()
