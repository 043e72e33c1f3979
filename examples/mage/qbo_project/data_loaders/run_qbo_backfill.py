if 'data_loader' not in globals():
    from mage_ai.data_preparation.decorators import data_loader

from qbo_project.qbo_backfill import raise_if_worth_a_retry, run_backfill


@data_loader
def run_qbo_backfill(*args, **kwargs):
    """
    Reads the range into the database and proves it. Its `retry_config` is for exit codes that are worth a retry: Mage
    repeats a block on any exception, so this one raises for those alone and hands all other endings to the next block.
    """
    result = run_backfill(
        entities=kwargs['entities'],
        fecha_inicio=kwargs['fecha_inicio'],
        fecha_fin=kwargs['fecha_fin'],
        time_zone=kwargs.get('time_zone', 'UTC'),
        wait_for_lease_seconds=kwargs.get('wait_for_lease_seconds', 0),
        pipeline_run_id=kwargs.get('pipeline_run_id'),
    )
    raise_if_worth_a_retry(result)
    return result
