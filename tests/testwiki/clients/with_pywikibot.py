"""Connects with pywikibot, logs in and creates an account on each wiki: with_pywikibot.py RELEASE=URL..."""

import os
import sys
from urllib.parse import urlsplit

os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"

import pywikibot  # noqa: E402
from pywikibot.data.api import Request  # noqa: E402
from pywikibot.family import SingleSiteFamily  # noqa: E402
from pywikibot.login import ClientLoginManager  # noqa: E402

pywikibot.config.put_throttle = pywikibot.config.minthrottle = pywikibot.config.maxthrottle = 0


def family(number: str, url: str) -> SingleSiteFamily:
    parts = urlsplit(url)

    class Family(SingleSiteFamily):
        name = "lab" + number.replace(".", "")
        domain = parts.netloc

        def protocol(self, code: str) -> str:
            return parts.scheme

        def scriptpath(self, code: str) -> str:
            return parts.path

    return Family()


for argument in sys.argv[1:]:
    number, url = argument.split("=", 1)
    lab = family(number, url)
    pywikibot.config.usernames[lab.name] = {lab.name: "Admin"}
    site = pywikibot.Site(lab.name, lab, user="Admin")
    assert str(site.mw_version).startswith(number + "."), site.mw_version
    assert site.namespaces[2].custom_name == "User", site.namespaces[2]
    ClientLoginManager(site=site, user="Admin", password="adminpass12345").login()
    site.login()
    assert site.logged_in() and site.user() == "Admin"
    password = "Correct-horse-7"
    request = Request(
        site,
        parameters={
            "action": "createaccount",
            "username": "zoe_Example",
            "password": password,
            "retype": password,
            "createreturnurl": "http://localhost/",
            "createtoken": site.get_tokens(["createaccount"])["createaccount"],
        },
    )
    result = request.submit()["createaccount"]
    assert result["status"] == "PASS", result
    assert [user["name"] for user in site.allusers(start="Z")] == ["Zoe Example"]
    entry = next(iter(site.logevents(logtype="newusers", total=1)))
    assert (entry.user(), entry.page().title()) == ("Admin", "User:Zoe Example"), entry
    print(number)
