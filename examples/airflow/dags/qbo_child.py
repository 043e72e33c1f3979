"""Runs `qbo-backfill run` as a child of an Airflow task: secrets by environment, events to the log, report as result."""

import json
import logging
import os
import shlex
import shutil
from subprocess import PIPE, STDOUT, Popen

from airflow.sdk import BaseHook, get_current_context
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowNotFoundException

log = logging.getLogger(__name__)

# A bug, a wrong configuration, an authorization that ended, a red check: trying again changes nothing.
NOT_WORTH_A_RETRY = {1, 2, 3, 5}


def run_backfill(realm: str, entity: str, params: dict) -> dict:
    """Reads one entity of one company, proves it, and returns the report of the run."""
    command = [
        *shlex.split(os.environ.get("QBO_BACKFILL_COMMAND", "qbo-backfill")),
        *("run", "--json", "--stop-on-stdin-end", "--entities", entity),
        *("--fecha-inicio", params["fecha_inicio"], "--fecha-fin", params["fecha_fin"]),
        *("--time-zone", params["time_zone"], "--window", params["window"]),
        *("--wait-for-lease", str(params["wait_for_lease"])),
        *("--concurrency", str(params["concurrency"])),
    ]
    if shutil.which(command[0]) is None:
        raise AirflowFailException(f"{command[0]} is not on the worker's PATH; QBO_BACKFILL_COMMAND can say where it is")
    context = get_current_context()
    last_line = ""
    # The pipe on stdin is closed when this process dies, even by SIGKILL: the child then saves its place and ends.
    with Popen(command, env=environment_of(realm), stdin=PIPE, stdout=PIPE, stderr=STDOUT, encoding="utf-8") as child:
        # Airflow calls this on SIGTERM. The child saves its place, says so and ends with 143.
        context["task"].on_kill = child.terminate
        for line in child.stdout:
            last_line = line.strip()
            log.info("%s", last_line)
    outcome = parse(last_line)
    if child.returncode == 0:
        return outcome["report"]
    if "report" in outcome:
        # Airflow keeps what a task returns only if it succeeds, and the report of a red run is what a person looks for.
        context["ti"].xcom_push(key="report", value=outcome["report"])
    message = f"qbo-backfill ended with exit code {child.returncode}: {reason(outcome)}"
    if child.returncode in NOT_WORTH_A_RETRY:
        raise AirflowFailException(message)
    raise AirflowException(message)


def environment_of(realm: str) -> dict:
    """The worker's own environment without Airflow's secrets, and those of the company and of the database."""
    try:
        company = BaseHook.get_connection(f"qbo_{realm}")
        database = BaseHook.get_connection("qbo_database")
    except AirflowNotFoundException as error:
        raise AirflowFailException(str(error)) from error
    inherited = {name: value for name, value in os.environ.items() if not name.lstrip("_").startswith("AIRFLOW")}
    extra = {name: str(value) for name, value in company.extra_dejson.items() if name.startswith("QBO_")}
    return {
        **inherited,
        **extra,
        "QBO_REALM_ID": realm,
        "QBO_CLIENT_ID": company.login or "",
        "QBO_CLIENT_SECRET": company.password or "",
        "DATABASE_URL": database.get_uri(),
    }


def parse(line: str) -> dict:
    """The last line, which is an object unless the child was killed or never started to speak."""
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def reason(outcome: dict) -> str:
    if "error" in outcome:
        return outcome["error"]["message"]
    if "report" in outcome:
        return f"the run is {outcome['report']['status']}; its checks are in the report"
    return "it ended without a last word; see the log above"
