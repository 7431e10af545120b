"""Connects with mwclient, logs in and creates an account on each wiki: with_mwclient.py RELEASE=URL..."""

import sys
from urllib.parse import urlsplit

import mwclient


def create(site: mwclient.Site, name: str, release: tuple[int, ...]) -> str:
    """Creates an account with the API of the release, and returns its name as the wiki writes it."""
    password = "Correct-horse-7"
    if release >= (1, 27):
        # get_token() has other kinds of tokens only.
        token = site.api("query", meta="tokens", type="createaccount")["query"]["tokens"]["createaccounttoken"]
        result = site.post(
            "createaccount",
            username=name,
            password=password,
            retype=password,
            createreturnurl="http://localhost/",
            createtoken=token,
        )["createaccount"]
        assert result["status"] == "PASS", result
        return result["username"]
    first = site.post("createaccount", name=name, password=password)["createaccount"]
    assert first["result"].lower() == "needtoken", first
    result = site.post("createaccount", name=name, password=password, token=first["token"])["createaccount"]
    assert result["result"].lower() == "success", result
    return result["username"]


def old_login(site: mwclient.Site) -> None:
    form = {"lgname": "Admin", "lgpassword": "adminpass12345"}
    token = site.post("login", **form)["login"]["token"]
    result = site.post("login", lgtoken=token, **form)["login"]
    assert result["result"] == "Success", result
    site.site_init()


for argument in sys.argv[1:]:
    number, url = argument.split("=", 1)
    release = tuple(int(part) for part in number.split("."))
    parts = urlsplit(url)
    site = mwclient.Site(parts.netloc, path=parts.path + "/", scheme=parts.scheme)
    assert site.version[:2] == release, site.version
    assert site.namespaces[2] == "User", site.namespaces
    if release == (1, 24):
        # Its function fails at the empty list of tokens with which 1.24 answers a type that it does not know.
        old_login(site)
    else:
        site.login("Admin", "adminpass12345")
    assert site.username == "Admin" and "sysop" in site.groups, (site.username, site.groups)
    if release >= (1, 21):
        assert create(site, "zoe_Example", release) == "Zoe Example"
        # The lists of users and of the log, as this client reads them.
        users = [user["name"] for user in site.allusers(start="Z")]
        assert users == ["Zoe Example"], users
        entry = next(site.logevents(type="newusers"))
        assert (entry["user"], entry["title"]) == ("Admin", "User:Zoe Example"), entry
    print(number)
