"""tap-quickbooks into target-postgres, two programs and a pipe, as Meltano runs them."""

import json
import os
import subprocess
import sys
import tempfile

from reader import serve

here = os.path.dirname(os.path.abspath(__file__))
target_environment = sys.argv[2]


def read(job):
    with tempfile.TemporaryDirectory() as directory:

        def write(name, content):
            path = os.path.join(directory, name)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(content, file)
            return path

        tap_config = write("tap.json", {
            "client_id": job["clientId"],
            "client_secret": job["clientSecret"],
            "refresh_token": job["refreshToken"],
            "realm_id": job["realmId"],
            "start_date": f"{job['from']}T00:00:00Z",
            "user_agent": "benchmark",
            "sandbox": "true",
        })
        target_config = write("target.json", {
            "sqlalchemy_url": job["databaseUrl"].replace("postgres://", "postgresql+psycopg://"),
            "default_target_schema": "peer",
            "load_method": "upsert",
            "use_copy": True,
        })
        addresses = {"API_BASE_URL": job["apiBaseUrl"], "TOKEN_URL": job["tokenUrl"]}
        tap = subprocess.Popen(
            [sys.executable, os.path.join(here, "run_tap.py"), job["entity"].lower() + "s", "--config", tap_config],
            env={**os.environ, **addresses},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        target = subprocess.Popen(
            [os.path.join(target_environment, "bin", "target-postgres"), "--config", target_config],
            stdin=tap.stdout,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        tap.stdout.close()
        complaints = tap.stderr.read()
        used = [os.wait4(child.pid, 0) for child in (tap, target)]
    for name, (_, status, _) in zip(("tap-quickbooks", "target-postgres"), used):
        if status != 0:
            raise RuntimeError(f"{name} ended with {os.waitstatus_to_exitcode(status)} {last_error(complaints)}")
    return sum(usage.ru_maxrss for _, _, usage in used) * 1024 / 1e6


def last_error(complaints):
    lines = [line for line in complaints.splitlines() if "CRITICAL" in line or "Error" in line]
    return lines[-1] if lines else ""


serve(read)
