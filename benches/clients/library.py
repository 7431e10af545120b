"""Creates accounts with the Python package in one session: library.py API COUNT PREFIX.

The accounts are PREFIX 1, PREFIX 2 and so on.
"""

import sys

from mwaccount import Created, NewAccount, Wiki

api, count, prefix = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with Wiki(api) as wiki:
    for number in range(1, count + 1):
        account = NewAccount(f"{prefix} {number}", password="Correct-horse-7-battery", email="zoe@example.org")
        with wiki.create(account) as creation:
            step = creation.step()
        if not isinstance(step, Created):
            sys.exit(f"{account.name} was not created: {step}")
