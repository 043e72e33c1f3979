"""A flow that loads entities of a QuickBooks company, a task each, and shows the report as an artifact."""

import json
import os
import shlex
import subprocess
import sys

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact

# The program, and what stands before it; its secrets are in the environment (QBO_CLIENT_ID … DATABASE_URL).
COMMAND = shlex.split(os.environ.get("QBO_BACKFILL_COMMAND", "qbo-backfill"))
RETRY_SECONDS = float(os.environ.get("QBO_RETRY_SECONDS", "60"))


class BackfillFailed(Exception):
    def __init__(self, code: int, last: dict):
        reason = last.get("error", {}).get("message", last.get("type"))
        super().__init__(f"exit code {code}: {reason}")
        # Those stay as they are until somebody does something; all else may pass.
        self.can_be_retried = code not in (1, 2, 3, 5)


def worth_a_retry(_task, _run, state) -> bool:
    try:
        state.result()
    except BackfillFailed as error:
        return error.can_be_retried
    return True


@task(retries=5, retry_delay_seconds=RETRY_SECONDS, retry_condition_fn=worth_a_retry)
def load(entity: str, start: str, end: str) -> dict:
    words = ["run", "--entities", entity, "--from", start, "--to", end, "--wait-for-lease", "3600"]
    logger, line = get_run_logger(), "{}"
    # When this process dies its end of the pipe closes, and the child does not outlive it.
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(COMMAND + words + ["--stop-on-stdin-end", "--json"], **pipes) as child:
        for line in child.stdout:
            if '"type":"progress"' not in line:
                logger.info(line.rstrip())
    # A child that was killed outright may leave half a line.
    last = json.loads(line) if line.endswith("}\n") else {}
    if child.returncode != 0:
        raise BackfillFailed(child.returncode, last)
    return last["report"]


@flow(name="quickbooks")
def quickbooks(entities: str, start: str, end: str) -> None:
    reports = [load(entity, start, end) for entity in entities.split(",")]
    rows = [{name: row[name] for name in ("entity", "status", "expected", "loaded")} for report in reports for row in report["entities"]]
    create_table_artifact(key="quickbooks-proof", table=rows, description="What QuickBooks has, and what is loaded.")
    print(json.dumps({"proved": rows}))


if __name__ == "__main__":
    quickbooks(*sys.argv[1:4])
