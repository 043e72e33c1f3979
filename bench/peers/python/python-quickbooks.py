"""python-quickbooks with upserts of 500 rows."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import psycopg2
from psycopg2.extras import execute_values

from quickbooks_client import authorize, entities, open_client, pages
from reader import serve


def read(job):
    table = f"peer.{job['entity'].lower()}"
    connection = psycopg2.connect(job["databaseUrl"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE SCHEMA IF NOT EXISTS peer; CREATE TABLE IF NOT EXISTS {table} (id text PRIMARY KEY,
            payload jsonb NOT NULL, sync_token text, create_time timestamptz, last_updated_time timestamptz)"""
        )
        for records in pages(job):
            execute_values(
                cursor,
                f"""INSERT INTO {table} VALUES %s ON CONFLICT (id) DO UPDATE
                SET payload = excluded.payload, sync_token = excluded.sync_token,
                  create_time = excluded.create_time, last_updated_time = excluded.last_updated_time""",
                [row_of(record) for record in records],
                page_size=500,
            )
    connection.close()


def row_of(record):
    times = record["MetaData"]
    return (record["Id"], json.dumps(record), record["SyncToken"], times["CreateTime"], times["LastUpdatedTime"])


def refresh_by_ten(job):
    """It never refreshes by itself once it has a token: whoever meets a spent one calls this."""
    auth_client = authorize(job, access_token="spent")

    def ask():
        auth_client.refresh()
        return entities[job["entity"]].all(max_results=1, qb=open_client(job, auth_client))

    with ThreadPoolExecutor(10) as users:
        answered = sum(user.exception() is None for user in [users.submit(ask) for _ in range(10)])
    urlopen(Request(f"{job['apiBaseUrl']}/_control/expire-access-tokens", method="POST"))
    try:
        ask()
        return {"answered": answered, "survived": True}
    except Exception:
        return {"answered": answered, "survived": False}


serve(read, refresh_by_ten)
