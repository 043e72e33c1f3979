"""The tap at the address of the environment, with one stream of its catalog and all the stream's fields selected."""

import os
import sys
import tempfile

import singer
from singer import metadata
import tap_quickbooks
import tap_quickbooks.client
from tap_quickbooks.discover import do_discover

# It knows Intuit's own hosts only, and its OAuth library https only.
tap_quickbooks.client.SANDBOX_ENDPOINT_BASE = os.environ["API_BASE_URL"]
tap_quickbooks.client.TOKEN_REFRESH_URL = os.environ["TOKEN_URL"]
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

wanted = sys.argv.pop(1)
catalog = do_discover().to_dict()
for stream in catalog["streams"]:
    fields = metadata.to_map(stream["metadata"])
    for breadcrumb in fields:
        fields = metadata.write(fields, breadcrumb, "selected", stream["tap_stream_id"] == wanted)
    stream["metadata"] = metadata.to_list(fields)

with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
    singer.utils.json.dump(catalog, file)
    file.flush()
    sys.argv += ["--catalog", file.name]
    tap_quickbooks.main()
