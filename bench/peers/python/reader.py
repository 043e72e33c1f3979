"""Makes a program a reader: one job as JSON on stdin, what it cost as JSON on stdout."""

import json
import os
import re
import resource
import sys
import time


def serve(read, refresh_by_ten=None):
    job = json.load(sys.stdin)
    # Libraries print what they like; the answer is the only thing on stdout.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    cpu_before = cpu_seconds()
    began = time.monotonic()
    outcome = {}
    children_mb = 0
    try:
        if job["task"] == "refresh":
            outcome["refresh"] = refresh_by_ten(job)
        else:
            children_mb = read(job) or 0
    except Exception as error:
        # The last of a chain says what happened; the others say where.
        while error.__cause__ is not None:
            error = error.__cause__
        outcome["error"] = f"{type(error).__name__}: {error}"
    outcome["measure"] = {
        "seconds": time.monotonic() - began,
        "cpuMs": (cpu_seconds() - cpu_before) * 1000,
        "peakMb": peak_mb() + children_mb,
    }
    json.dump(outcome, answer)
    answer.close()


def cpu_seconds():
    """Of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak_mb():
    """Linux counts what the parent held when it forked into ru_maxrss, so there the kernel's own mark is read."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return int(re.search(r"^VmHWM:\s+(\d+) kB$", status.read(), re.MULTILINE)[1]) * 1024 / 1e6
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
