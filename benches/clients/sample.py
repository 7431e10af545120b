"""Creates accounts as MediaWiki's manual tells it, with requests: sample.py API COUNT PREFIX.

For each account the manual's page of the module begins a session, fetches a token and posts the account. The accounts
are PREFIX 1, PREFIX 2 and so on.
"""

import sys

import requests

api, count, prefix = sys.argv[1], int(sys.argv[2]), sys.argv[3]
for number in range(1, count + 1):
    session = requests.Session()
    query = {"action": "query", "meta": "tokens", "type": "createaccount", "format": "json"}
    token = session.get(url=api, params=query).json()["query"]["tokens"]["createaccounttoken"]
    form = {
        "action": "createaccount",
        "createtoken": token,
        "username": f"{prefix} {number}",
        "password": "Correct-horse-7-battery",
        "retype": "Correct-horse-7-battery",
        "email": "zoe@example.org",
        "createreturnurl": "http://localhost/",
        "format": "json",
    }
    answer = session.post(api, data=form).json()
    if answer["createaccount"]["status"] != "PASS":
        sys.exit(f"{prefix} {number} was not created: {answer}")
