"""Runs the command line `qbo-backfill` as a child of a Mage block. Standard library only, except for Mage's secrets."""

import json
import os
import signal
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# What the child reads from its environment. Each is looked for in Mage Secrets, then in the environment of Mage, then
# in the file that NAME_FILE names, as Docker hands over secrets.
NAMES = [
    'QBO_CLIENT_ID',
    'QBO_CLIENT_SECRET',
    'QBO_REALM_ID',
    'QBO_REFRESH_TOKEN',  # only the first one: from then on the tokens live, and rotate, in the database
    'QBO_TOKEN_KEY',
    'QBO_ENVIRONMENT',
    'QBO_API_BASE_URL',
    'QBO_TOKEN_URL',
    'DATABASE_URL',
]

# The place is saved, or nothing was begun: the same command goes on. Negative: killed by a signal.
WORTH_A_RETRY = {
    4: 'some segments could not be read; run again, only they are read',
    6: 'somebody else is running this company; wait, or give wait_for_lease_seconds more',
    75: 'temporary trouble, or the call budget is spent; run again later (see resumeAfter)',
    130: 'stopped from outside; the place is saved, run again to resume',
    141: 'stopped from outside; the place is saved, run again to resume',
    143: 'stopped from outside; the place is saved, run again to resume',
}

# Running again changes nothing until a person has done something.
NEEDS_A_PERSON = {
    1: 'a bug of qbo-backfill: please report it with the events above',
    2: 'usage or configuration: the message says what to set',
    3: 'QuickBooks wants to be authorized again: get a new refresh token, put it into the secret QBO_REFRESH_TOKEN',
    5: 'a check is red: look at the report before anybody uses these rows',
    127: 'the command is missing: npm install --global qbo-backfill, or set QBO_BACKFILL_COMMAND to its path',
}


class BackfillFailed(Exception):
    """The pipeline must fail; the message says what to do."""


# How often a block looks whether its run is still one, in seconds.
LOOK_AT_RUN_EVERY = 2


def run_backfill(
    entities,
    fecha_inicio,
    fecha_fin,
    time_zone='UTC',
    wait_for_lease_seconds=0,
    language='es',
    pipeline_run_id=None,
):
    """
    Runs `qbo-backfill run`, prints its events, and returns the last one with `exitCode` and `report` or `error`. If Mage
    ends the run `pipeline_run_id` meanwhile, this process ends with it.
    """
    command = [
        os.environ.get('QBO_BACKFILL_COMMAND') or 'qbo-backfill', 'run', '--json',
        '--entities', entities,
        '--fecha-inicio', _instant(fecha_inicio),
        '--fecha-fin', _instant(fecha_fin),
        '--time-zone', time_zone,
        # Pipelines of one company that start together take their turns.
        '--wait-for-lease', str(wait_for_lease_seconds),
        # Mage kills the process of a cancelled block: its end of this pipe closes, and the child saves its place and ends.
        '--stop-on-stdin-end',
    ]  # fmt: skip
    evidence = os.environ.get('QBO_EVIDENCE_DIR')
    if evidence:
        command += ['--evidence', evidence, '--language', language]
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding='utf-8',
            env={**os.environ, **_secrets()},
        )
    except FileNotFoundError:
        return _ended_without_a_word(127)
    last = None
    # Leaving the block by an exception closes stdin, which stops the child, and waits for it.
    with _ending_with_run(pipeline_run_id), child:
        for line in child.stdout:
            # Mage records what Python prints and nothing else: a child that inherits stdout is not in the log.
            print(line, end='', flush=True)
            last = _event(line) or last
    if last is None or 'exitCode' not in last:
        return _ended_without_a_word(child.returncode)
    return last


@contextmanager
def _ending_with_run(pipeline_run_id):
    """
    Mage cancels a run by SIGKILL to its worker. But Mage 0.9.80 can start one run in two workers at the same moment, and
    then knows of the second one only: the first does to itself what Mage would have done.
    """
    left = threading.Event()

    def watch():
        while not left.wait(LOOK_AT_RUN_EVERY):
            if _has_ended(pipeline_run_id) and not left.is_set():
                os.kill(os.getpid(), signal.SIGKILL)

    if pipeline_run_id is not None:
        threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        left.set()


def _has_ended(pipeline_run_id):
    from mage_ai.orchestration.db import session_factory
    from mage_ai.orchestration.db.models.schedules import PipelineRun
    from sqlalchemy.exc import SQLAlchemyError

    try:
        # A session of its own: those of Mage belong to the threads that began them.
        with session_factory() as session:
            status = session.query(PipelineRun.status).filter(PipelineRun.id == pipeline_run_id).scalar()
    except SQLAlchemyError:
        return False  # Mage's database is busy: the next look tells
    return status in (
        PipelineRun.PipelineRunStatus.CANCELLED,
        PipelineRun.PipelineRunStatus.COMPLETED,
        PipelineRun.PipelineRunStatus.FAILED,
    )


def raise_if_worth_a_retry(result):
    """Fails the block that has a `retry_config`: Mage runs it again, and the run goes on where it stopped."""
    code = result['exitCode']
    if code in WORTH_A_RETRY or code < 0:
        raise BackfillFailed(_sentence(result, WORTH_A_RETRY.get(code, 'it was killed; run again to resume')))


def raise_if_a_person_is_needed(result):
    """Fails the block that has no `retry_config`: Mage does not run it again."""
    if result['exitCode'] != 0:
        raise BackfillFailed(_sentence(result, NEEDS_A_PERSON.get(result['exitCode'], 'an unknown exit code')))


def _sentence(result, advice):
    message = (result.get('error') or {}).get('message')
    return f'qbo-backfill ended with exit code {result["exitCode"]}: {advice}.' + (f' {message}' if message else '')


def _secrets():
    found = {name: _secret(name) for name in NAMES}
    if not found['DATABASE_URL']:
        found['DATABASE_URL'] = _database_url()
    return {name: value for name, value in found.items() if value}


def _secret(name):
    from mage_ai.data_preparation.shared.secrets import get_secret_value

    value = get_secret_value(name, suppress_warning=True) or os.environ.get(name)
    file = os.environ.get(f'{name}_FILE')
    return value or (Path(file).read_text().strip() if file else None)


def _database_url():
    """Of PGHOST, PGUSER, PGDATABASE and the password's file: no password in docker-compose.yml."""
    if not os.environ.get('PGHOST'):
        return None
    user, host, database = (os.environ[name] for name in ('PGUSER', 'PGHOST', 'PGDATABASE'))
    password = quote(_secret('PGPASSWORD') or '', safe='')
    return f'postgres://{quote(user, safe="")}:{password}@{host}:{os.environ.get("PGPORT", "5432")}/{database}'


def _event(line):
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _ended_without_a_word(code):
    return {'type': 'run.failed', 'exitCode': code, 'error': {'message': 'It ended without a last event.'}}


def _instant(value):
    """A variable is text, unless YAML has made a date of it."""
    return value.isoformat() if hasattr(value, 'isoformat') else str(value)
