//! Redirects to other addresses and hosts.

use super::*;

pub fn rows() -> Vec<Row> {
    let http = "http://wiki.example.org/wiki/Some_page";
    vec![
        moved(found(
            "http to https",
            http,
            API,
            2,
            serving(http, Site::to("https://wiki.example.org/wiki/Some_page"))
                .at("https://wiki.example.org/wiki/Some_page", page()),
        )),
        moved(found(
            "http to https of index.php",
            "http://wiki.example.org/w/index.php",
            API,
            1,
            serving(
                "http://wiki.example.org/w/api.php",
                Site::To(302, API.to_owned()),
            ),
        )),
        moved(found(
            "an https EditURI on an http page",
            http,
            API,
            2,
            serving(
                http,
                Site::page(article("https://wiki.example.org/w/api.php?action=rsd")),
            )
            .at("https://wiki.example.org/wiki/Some_page", page()),
        )),
        moved(found(
            "to another host",
            "https://example.org/",
            API,
            2,
            serving(
                "https://example.org/",
                Site::to("https://wiki.example.org/"),
            )
            .at("https://wiki.example.org/", page()),
        )),
        moved(found(
            "api.php beside it to another host",
            "https://example.org/w/index.php",
            API,
            1,
            serving(
                "https://example.org/w/api.php",
                Site::To(307, API.to_owned()),
            ),
        )),
        moved(found(
            "http, https, www and a main page",
            "http://example.org",
            API,
            4,
            serving("http://example.org/", Site::to("https://example.org/"))
                .at(
                    "https://example.org/",
                    Site::to("https://wiki.example.org/"),
                )
                .at(
                    "https://wiki.example.org/",
                    Site::to("https://wiki.example.org/wiki/Main"),
                )
                .at("https://wiki.example.org/wiki/Main", page()),
        )),
        found(
            "a cookie wanted first",
            "https://wiki.example.org/wiki/A",
            API,
            2,
            serving("https://wiki.example.org/wiki/A?cookie=set", page()).at(
                "https://wiki.example.org/wiki/A",
                Site::to("https://wiki.example.org/wiki/A?cookie=set"),
            ),
        ),
        found(
            "an @ behind a host that may be a user name",
            "https://wiki:8080/",
            "https://wiki:8080/%40w/api.php",
            1,
            serving(
                "https://wiki:8080/",
                Site::to("https://wiki:8080/@w/index.php"),
            )
            .at("https://wiki:8080/@w/api.php", Site::Api),
        ),
    ]
}
