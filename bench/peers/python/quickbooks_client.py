"""python-quickbooks, as its README shows it, at the address of the job."""

import os

import intuitlib.client
from intuitlib.client import AuthClient
from quickbooks import QuickBooks
from quickbooks.objects.customer import Customer
from quickbooks.objects.invoice import Invoice

entities = {"Customer": Customer, "Invoice": Invoice}
page_size = 1000

# The simulator speaks http; the OAuth library asks to be told that this is meant.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def connect(job):
    return open_client(job, authorize(job))


def authorize(job, access_token=None):
    """The OAuth client, with this access token, or with one that it gets when it is first used."""
    # Both know Intuit's own hosts only, and this one asks Intuit where the token endpoint is.
    intuitlib.client.get_discovery_doc = lambda environment, session=None: {
        "authorization_endpoint": job["tokenUrl"],
        "token_endpoint": job["tokenUrl"],
        "revocation_endpoint": job["tokenUrl"],
        "issuer": job["tokenUrl"],
        "jwks_uri": job["tokenUrl"],
        "userinfo_endpoint": job["tokenUrl"],
    }
    return AuthClient(
        client_id=job["clientId"],
        client_secret=job["clientSecret"],
        environment="sandbox",
        redirect_uri="http://127.0.0.1/callback",
        access_token=access_token,
        refresh_token=job["refreshToken"],
    )


def open_client(job, auth_client):
    QuickBooks.sandbox_api_url_v3 = job["apiBaseUrl"] + "/v3"
    return QuickBooks(
        auth_client=auth_client,
        refresh_token=auth_client.refresh_token,
        company_id=job["realmId"],
        minorversion=75,
    )


def pages(job):
    """Page by page. It has no loop of its own; this one goes on by what it got and stops at an empty page."""
    client = connect(job)
    entity = entities[job["entity"]]
    position = 1
    while True:
        records = entity.all(start_position=position, max_results=page_size, qb=client)
        if not records:
            return
        yield [record.to_dict() for record in records]
        position += len(records)
