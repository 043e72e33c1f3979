"""
Puts the secrets of qbo-backfill into Mage Secrets, or replaces them: Mage itself can only add and remove.

    python create_secrets.py qbo_project                    # asks for each; Enter leaves one as it is
    python create_secrets.py qbo_project < secrets.json     # {"QBO_CLIENT_ID": "…", "QBO_TOKEN_URL": null}; null removes
    python create_secrets.py qbo_project < simulator.json   # the line that qbo-simulator prints

Values come from the terminal or from standard input, so that none stays in the history of a shell.
"""

import getpass
import json
import logging
import os
import sys

# docker-compose.yml gives the last two; QBO_ENVIRONMENT is `production` unless it is `sandbox`.
NAMES = [
    'QBO_CLIENT_ID',
    'QBO_CLIENT_SECRET',
    'QBO_REALM_ID',
    'QBO_REFRESH_TOKEN',
    'QBO_ENVIRONMENT',
    'QBO_TOKEN_KEY',
    'DATABASE_URL',
]


def main(project):
    values = from_terminal() if sys.stdin.isatty() else from_json(json.load(sys.stdin))

    from mage_ai.settings.repo import set_repo_path

    # Before anything else of Mage is imported: its database lies where the project says.
    set_repo_path(os.path.abspath(project))
    from mage_ai.data_preparation.shared.secrets import create_secret, delete_secret, get_secret_value
    from mage_ai.orchestration.db import db_connection
    from mage_ai.orchestration.db.database_manager import database_manager

    logging.disable(logging.INFO)
    database_manager.run_migrations()
    db_connection.start_session()
    for name, value in values.items():
        # Mage 0.9.80 fails at removing one that is not there.
        if get_secret_value(name, suppress_warning=True) is not None:
            delete_secret(name)
        if value:
            create_secret(name, value)
    print(f'In Mage Secrets now: {", ".join(name for name, value in values.items() if value) or "nothing new"}')


def from_terminal():
    answers = {name: getpass.getpass(f'{name}: ') for name in NAMES}
    return {name: value for name, value in answers.items() if value}


def from_json(given):
    if given.get('type') != 'listening':
        return given
    return {
        'QBO_CLIENT_ID': given['clientId'],
        'QBO_CLIENT_SECRET': given['clientSecret'],
        'QBO_REALM_ID': given['realmId'],
        'QBO_REFRESH_TOKEN': given['refreshToken'],
        'QBO_ENVIRONMENT': 'sandbox',
        'QBO_API_BASE_URL': given['apiBaseUrl'],
        'QBO_TOKEN_URL': given['tokenUrl'],
    }


if __name__ == '__main__':
    if len(sys.argv) != 2 or not os.path.isfile(os.path.join(sys.argv[1], 'metadata.yaml')):
        sys.exit('Usage: python create_secrets.py PROJECT, the directory with metadata.yaml')
    main(sys.argv[1])
