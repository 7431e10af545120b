//! Addresses of api.php itself, of index.php and of hosts.

use super::*;

pub fn rows() -> Vec<Row> {
    let somewhere = || serving("https://wiki.example.org/wiki/Some_page", page());
    let root = || {
        serving(
            "https://wiki.example.org/",
            Site::to("https://wiki.example.org/wiki/Main_Page"),
        )
        .at("https://wiki.example.org/wiki/Main_Page", page())
    };
    let index = "https://wiki.example.org/w/index.php";
    vec![
        found("api.php itself", API, API, 0, MultiHost::default()),
        found(
            "api.php with a query",
            "https://wiki.example.org/w/api.php?format=xml",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "the API's help page",
            "https://wiki.example.org/w/api.php?action=help#main",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "the RSD document at api.php",
            "https://wiki.example.org/w/api.php?action=rsd",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "api.php without a scheme",
            "wiki.example.org/w/api.php",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "api.php5",
            "https://wiki.example.org/w/api.php5",
            "https://wiki.example.org/w/api.php5",
            0,
            MultiHost::default(),
        ),
        found("a bare host", "wiki.example.org", API, 2, root()),
        found(
            "a host with scheme",
            "https://wiki.example.org",
            API,
            2,
            root(),
        ),
        found(
            "a host with port",
            "https://wiki.example.org:8443",
            "https://wiki.example.org:8443/w/api.php",
            1,
            serving(
                "https://wiki.example.org:8443/",
                Site::page(article("/w/api.php?action=rsd")),
            ),
        ),
        found(
            "a literal IPv6 address",
            "[2001:db8::7]:8443/wiki/",
            "https://[2001:db8::7]:8443/w/api.php",
            1,
            serving(
                "https://[2001:db8::7]:8443/wiki/",
                Site::page(article("//[2001:db8::7]:8443/w/api.php?action=rsd")),
            ),
        ),
        found(
            "a host that speaks http only",
            "localhost:8080",
            "http://localhost:8080/w/api.php",
            2,
            serving(
                "http://localhost:8080/",
                Site::page(article("/w/api.php?action=rsd")),
            ),
        ),
        found(
            "api.php without a scheme, of a host with http only",
            "localhost:8080/w/api.php",
            "http://localhost:8080/w/api.php",
            1,
            MultiHost::default(),
        ),
        found(
            "an article",
            "https://wiki.example.org/wiki/Some_page",
            API,
            1,
            somewhere(),
        ),
        found(
            "an article without a scheme",
            "//wiki.example.org/wiki/Some_page",
            API,
            1,
            somewhere(),
        ),
        found(
            "an article with query and fragment",
            "https://wiki.example.org/wiki/Some_page?oldid=7#History",
            API,
            1,
            somewhere(),
        ),
        found(
            "an article with a slash at its end",
            "https://wiki.example.org/wiki/",
            API,
            1,
            serving("https://wiki.example.org/wiki/", page()),
        ),
        found(
            "an article called Api.php",
            "https://wiki.example.org/wiki/Api.php",
            API,
            1,
            serving("https://wiki.example.org/wiki/Api.php", page()),
        ),
        found("index.php alone", index, API, 0, MultiHost::default()),
        found(
            "index.php?title=",
            "https://wiki.example.org/w/index.php?title=Some_page&action=edit",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "index.php/Title",
            "https://wiki.example.org/w/index.php/Special:Version",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "index.php5",
            "https://wiki.example.org/index.php5?title=A",
            "https://wiki.example.org/api.php5",
            0,
            MultiHost::default(),
        ),
        found(
            "another script",
            "https://wiki.example.org/w/load.php?modules=site",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "index.php of something before the wiki",
            "https://wiki.example.org/index.php?page=wiki",
            API,
            2,
            serving(
                "https://wiki.example.org/index.php",
                Site::page(article("/w/api.php?action=rsd")),
            ),
        ),
        found(
            "a folder that leads to index.php",
            "https://wiki.example.org/w/",
            API,
            1,
            serving(
                "https://wiki.example.org/w/",
                Site::to("https://wiki.example.org/w/index.php/Main_Page"),
            ),
        ),
        found(
            "a subfolder",
            "https://example.org/lab/wiki/",
            "https://example.org/lab/wiki/api.php",
            1,
            serving(
                "https://example.org/lab/wiki/",
                Site::page(article("/lab/wiki/api.php?action=rsd")),
            ),
        ),
        found(
            "Special:Version behind a short URL",
            "https://wiki.example.org/Special:Version",
            "https://wiki.example.org/api.php",
            1,
            serving(
                "https://wiki.example.org/Special:Version",
                Site::page(article("api.php?action=rsd")),
            ),
        ),
        found(
            "an RSD document elsewhere",
            "https://wiki.example.org/rsd.xml",
            API,
            1,
            serving(
                "https://wiki.example.org/rsd.xml",
                Site::page(
                    "<?xml version=\"1.0\"?><rsd version=\"1.0\"><service><apis><api name=\"MediaWiki\" preferred=\"true\" \
                 apiLink=\"http://wiki.example.org/w/api.php\" blogID=\"\"/></apis></service></rsd>",
                ),
            ),
        ),
    ]
}
