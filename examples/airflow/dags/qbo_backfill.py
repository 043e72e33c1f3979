"""QuickBooks Online into PostgreSQL: for every company one task an entity, and a proof that nothing is missing."""

import logging
from datetime import timedelta

from airflow.sdk import Param, TriggerRule, Variable, chain, dag, task, task_group
from airflow.sdk.exceptions import AirflowFailException

from qbo_child import run_backfill

log = logging.getLogger(__name__)

ENTITIES = ["customers", "items", "invoices"]


@dag(
    dag_id="qbo_backfill",
    schedule=None,
    # Two runs of one company would only wait for each other: the company is held by one process at a time.
    max_active_runs=1,
    # So many companies at a time, since each has one task at a time. QuickBooks limits each company by itself.
    max_active_tasks=4,
    default_args={
        "retries": 5,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(minutes=30),
    },
    params={
        "fecha_inicio": Param("2024-01-01T00:00:00Z", type="string", description="First instant, with its offset"),
        "fecha_fin": Param("2025-01-01T00:00:00Z", type="string", description="The range ends before this instant"),
        "time_zone": Param("UTC", type="string", description="Whose days the windows are: America/Guayaquil"),
        "window": Param("day", enum=["day", "week", "month", "quarter", "year"], description="How rows are segmented"),
        "realms": Param(
            [],
            type="array",
            items={"type": "string"},
            description="Companies by realm id; none means those of the Variable qbo_realms",
        ),
        "wait_for_lease": Param(600, type="integer", minimum=0, description="Seconds to wait for a company in use"),
        "concurrency": Param(10, type="integer", minimum=1, maximum=10, description="Pages under way at once"),
    },
)
def qbo_backfill():
    @task(retries=0)
    def companies(params):
        return params["realms"] or Variable.get("qbo_realms", deserialize_json=True)

    @task(map_index_template="{{ task.op_args[0] }}")
    def backfill(realm, entity, params):
        return run_backfill(realm, entity, params)

    @task(map_index_template="{{ task.op_args[0] }}", retries=0)
    def volumetry(realm, reports):
        """Fails if an entity failed, or if a row that QuickBooks counts is neither in the table nor in the rejects."""
        rows = [row for report in reports for row in report["entities"]]
        for row in rows:
            log.info("%(entity)s: %(expected)d at QuickBooks, %(loaded)d loaded, %(status)s", row)
        missing = [row["entity"] for row in rows if row["expected"] != row["loaded"] + row["rejected"]]
        if missing:
            raise AirflowFailException(f"Not all rows are there: {', '.join(missing)}")
        return {row["entity"]: row["loaded"] for row in rows}

    @task_group
    def company(realm):
        reports = [backfill.override(task_id=entity, trigger_rule=rule)(realm, entity) for entity, rule in order()]
        chain(*reports)
        volumetry(realm, reports)

    company.expand(realm=companies())


def order():
    """One after the other, since a company is held by one process at a time; what one ends as stops no other."""
    first, *others = ENTITIES
    return [(first, TriggerRule.ALL_SUCCESS), *((entity, TriggerRule.ALL_DONE) for entity in others)]


qbo_backfill()
