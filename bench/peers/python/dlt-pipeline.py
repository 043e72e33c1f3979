"""A dlt pipeline around python-quickbooks, as the verified source quickbooks_online of dlt is, with pages."""

import os
import tempfile

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"

import dlt

from quickbooks_client import pages
from reader import serve


def read(job):
    name = job["entity"].lower()

    # Nested objects stay in one column, as in every other reader here; by default each list becomes a table.
    @dlt.resource(name=name, primary_key="Id", write_disposition="merge", max_table_nesting=0)
    def records():
        yield from pages(job)

    with tempfile.TemporaryDirectory() as directory:
        pipeline = dlt.pipeline(
            pipeline_name="quickbooks",
            pipelines_dir=directory,
            destination=dlt.destinations.postgres(credentials=job["databaseUrl"]),
            dataset_name="peer",
        )
        pipeline.run(records()).raise_on_failed_jobs()


serve(read)
