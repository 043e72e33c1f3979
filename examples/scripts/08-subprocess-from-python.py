# Runs the command line as a child and follows it line by line, with Python's standard library alone.
# QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… python3 08-subprocess-from-python.py
import json
import subprocess
import sys

fecha_inicio = sys.argv[1] if len(sys.argv) > 1 else "2024-01-01"
fecha_fin = sys.argv[2] if len(sys.argv) > 2 else "2025-01-01"
command = [
    "npx", "qbo-backfill", "run",
    "--entities", "customers,items,invoices",
    "--fecha-inicio", fecha_inicio,
    "--fecha-fin", fecha_fin,
    "--json",
    # It ends when its stdin does, so it cannot outlive this process, however that dies.
    "--stop-on-stdin-end",
]
# Secrets reach it by the environment, which a child inherits: never by a flag, which everybody on the machine sees.
last = {}
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
    for line in child.stdout:
        last = json.loads(line)
        if last["type"] == "progress":
            print(f"{last['phase']}: {last['records']} of {last['expected']} rows", flush=True)
    exit_code = child.wait()

# The last line has it all, whatever happened.
if "report" in last:
    print(f"{last['report']['status']}: {last['report']['apiCalls']} API calls")
if "error" in last:
    print(f"{last['error']['code']}: {last['error']['message']}")
if exit_code in (4, 6, 75):
    print("Run it again: it goes on where it stopped.")
sys.exit(exit_code)
