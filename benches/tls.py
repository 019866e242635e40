"""How long it takes to see everything that a TLS server offers: hulan beside sslyze.

Starts Nginx on a free port with every suite that it has, and asks it in turns.
"""

import argparse
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("nginx does not listen")


def timed(command, statuses):
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True)
    took = time.perf_counter() - begun
    if done.returncode not in statuses:
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return took


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--sslyze", required=True)
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--most", type=float, help="fail where hulan takes more seconds")
    parser.add_argument("--least", type=float, help="fail where hulan is less times faster")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost",
             "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
            check=True, capture_output=True,
        )
        port = free_port()
        temporary = "".join(f"{what}_temp_path {folder}/{what};" for what in
                            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/log;\nevents {{}}\n"
            f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{port} ssl;"
            f" ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;"
            " ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers \"ALL:@SECLEVEL=0\"; } }\n"
        )
        server = subprocess.Popen([options.nginx, "-c", folder / "nginx.conf", "-p", folder])
        try:
            wait_for(port)
            address = f"127.0.0.1:{port}"
            ours, theirs = [], []
            for _ in range(options.runs):
                ours.append(timed([options.binary, "probe", "tls", address, "--quiet"], [0, 1]))
                theirs.append(timed(
                    [options.sslyze, "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3", "--certinfo",
                     "--compression", "--reneg", "--ems", "--elliptic_curves", "--mozilla_config=disable", address],
                    [0, 1],
                ))
        finally:
            server.terminate()
            server.wait()
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    print(f"hulan {ours:.3f} s, sslyze {theirs:.3f} s: {theirs / ours:.1f} times faster")
    if options.most is not None and ours > options.most:
        sys.exit(f"hulan takes more than {options.most} s")
    if options.least is not None and theirs / ours < options.least:
        sys.exit(f"hulan is less than {options.least} times faster")


main()
