"""Entities of a QuickBooks company as assets with a partition a year. The command line speaks Dagster Pipes by itself:
its log, what it has loaded and each of its checks are Dagster's own."""

import os
import shlex
import subprocess

from dagster import AssetCheckResult, AssetCheckSpec, AssetExecutionContext, Definitions, Failure, RetryRequested
from dagster import PipesTempFileContextInjector, PipesTempFileMessageReader, TimeWindowPartitionsDefinition
from dagster import asset, open_pipes_session

# The program, and what stands before it; its secrets are in the environment (QBO_CLIENT_ID … DATABASE_URL).
COMMAND = shlex.split(os.environ.get("QBO_BACKFILL_COMMAND", "qbo-backfill"))
YEARS = TimeWindowPartitionsDefinition(cron_schedule="0 0 1 1 *", start="2022", fmt="%Y")
# Exit codes that stay as they are until somebody does something; all else may pass.
FINAL = {1, 2, 3}
RED = 5
# Those that come for every entity. Dagster fails a step for one that is declared and does not come, and for one that
# comes and is not declared.
CHECKS = ("proof", "rejects")


def load(context: AssetExecutionContext, entity: str):
    with open_pipes_session(
        context=context,
        context_injector=PipesTempFileContextInjector(),
        message_reader=PipesTempFileMessageReader(),
    ) as session:
        # The partition is the range. A company is read by one run at a time: the others wait.
        words = ["run", "--entities", entity, "--wait-for-lease", "3600", "--stop-on-stdin-end", "--json"]
        environment = {**os.environ, **session.get_bootstrap_env_vars()}
        # When this process dies its end of the pipe closes, and the child does not outlive it.
        child = subprocess.Popen(COMMAND + words, stdin=subprocess.PIPE, env=environment)
        try:
            code = child.wait()
        finally:
            child.terminate()
            child.wait()
    if code in FINAL:
        raise Failure(f"qbo-backfill ended with {code}; the log says why.", allow_retries=False)
    if code not in (0, RED):
        raise RetryRequested(max_retries=5, seconds_to_wait=float(os.environ.get("QBO_RETRY_SECONDS", "60")))
    # Red is a check that fails, which keeps what depends on the asset from running.
    for result in session.get_results():
        if not isinstance(result, AssetCheckResult) or result.check_name in CHECKS:
            yield result


def table_of(entity: str):
    checks = [AssetCheckSpec(name, asset=entity, blocking=True) for name in CHECKS]

    @asset(name=entity, partitions_def=YEARS, check_specs=checks)
    def quickbooks_table(context: AssetExecutionContext):
        yield from load(context, entity)

    return quickbooks_table


definitions = Definitions(assets=[table_of(entity) for entity in ("customers", "items", "invoices")])
