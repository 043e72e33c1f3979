if 'transformer' not in globals():
    from mage_ai.data_preparation.decorators import transformer
if 'test' not in globals():
    from mage_ai.data_preparation.decorators import test

from qbo_project.qbo_backfill import raise_if_a_person_is_needed


@transformer
def check_volumetry(result, *args, **kwargs):
    """Fails what a retry cannot mend; this block has no `retry_config`. A red report (5) is for the tests below."""
    if result['exitCode'] != 5:
        raise_if_a_person_is_needed(result)
    return result


@test
def every_row_that_quickbooks_counts_is_in_the_table(result, *args) -> None:
    entities = result['report']['entities']
    assert entities, 'The report names no entity.'
    for entity in entities:
        assert entity['expected'] == entity['loaded'], (
            f'{entity["entity"]}: QuickBooks counts {entity["expected"]} rows, the table holds {entity["loaded"]}. '
            f'{" ".join(entity.get("findings", []))}'
        )


@test
def no_check_is_red(result, *args) -> None:
    report = result['report']
    assert report['status'] in ('green', 'yellow'), (
        f'Run {report["runId"]} is {report["status"]}: '
        + ' '.join(finding for entity in report['entities'] for finding in entity.get('findings', []))
    )
