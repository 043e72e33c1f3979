if 'data_exporter' not in globals():
    from mage_ai.data_preparation.decorators import data_exporter

from datetime import datetime, timezone

from qbo_project.qbo_backfill import raise_if_a_person_is_needed


@data_exporter
def finish_once_trigger(result, *args, **kwargs):
    """If an `@once` trigger started this run: disables it and writes into its description that, and how, it ended."""
    # `mage run` without --test runs no tests: a red report must not pass here either.
    raise_if_a_person_is_needed(result)
    trigger = _trigger_of(kwargs.get('pipeline_run_id'))
    if trigger is None:
        print('No @once trigger started this run: nothing to disable.')
        return result
    report = result['report']
    rows = ', '.join(f'{entity["entity"]} {entity["loaded"]}' for entity in report['entities'])
    now = datetime.now(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
    _disable(trigger, f'Completed at {now}: run {report["runId"]} is {report["status"]}; {rows}.')
    print(f'The trigger {trigger.name} is disabled. {trigger.description}')
    return result


def _trigger_of(pipeline_run_id):
    from mage_ai.data_preparation.models.triggers import ScheduleInterval
    from mage_ai.orchestration.db.models.schedules import PipelineRun

    run = PipelineRun.query.get(pipeline_run_id) if pipeline_run_id else None
    trigger = run.pipeline_schedule if run else None
    return trigger if trigger and trigger.schedule_interval == ScheduleInterval.ONCE else None


def _disable(trigger, description):
    """In Mage's database, and in triggers.yaml, which Mage would otherwise copy over it when it starts again."""
    from mage_ai.data_preparation.models.triggers import (
        ScheduleStatus,
        Trigger,
        add_or_update_trigger_for_pipeline_and_persist,
    )

    trigger.update(status=ScheduleStatus.INACTIVE, description=description)
    add_or_update_trigger_for_pipeline_and_persist(
        Trigger(
            name=trigger.name,
            pipeline_uuid=trigger.pipeline_uuid,
            schedule_type=trigger.schedule_type,
            schedule_interval=trigger.schedule_interval,
            start_time=trigger.start_time,
            status=trigger.status,
            last_enabled_at=trigger.last_enabled_at,
            variables=trigger.variables,
            sla=trigger.sla,
            settings=trigger.settings,
            description=description,
        ),
        trigger.pipeline_uuid,
        update_only_if_exists=True,
    )
