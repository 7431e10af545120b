//! Scripts of requests for lists of users and of log entries, for the namespaces, and for captchas of services.

use crate::scripts::{Asked, Pair, create, get, log_in, tokens};

/// The formats in which each list is compared.
const FORMATS: [&[Pair]; 3] = [
    &[("format", "json")],
    &[("format", "json"), ("formatversion", "2")],
    &[("format", "xml")],
];

/// Lists of users. The real wikis have a user more, whose name begins with M.
const USERS: &[&[Pair]] = &[
    &[
        ("aufrom", "zoe"),
        (
            "auprop",
            "groups|implicitgroups|editcount|registration|centralids",
        ),
    ],
    &[("augroup", "sysop|pink"), ("auprop", "groups|pink")],
    &[("auprefix", "an")],
    &[("aufrom", "B"), ("audir", "descending"), ("aulimit", "1")],
    &[("aulimit", "1")],
    &[("aulimit", "1"), ("rawcontinue", "")],
    &[("aulimit", "1"), ("meta", "userinfo")],
    &[
        ("aulimit", "1"),
        ("meta", "userinfo"),
        ("aufrom", "Ann example"),
        ("continue", "-||userinfo"),
    ],
    &[("auto", "Ann example"), ("aulimit", "6000")],
    &[("auto", "A"), ("aulimit", "0")],
    &[("auwitheditsonly", ""), ("augroup", "sysop")],
];

/// Lists of the log of new users.
const ENTRIES: &[&[Pair]] = &[
    &[],
    &[(
        "leprop",
        "ids|title|type|user|userid|timestamp|comment|parsedcomment|details|tags",
    )],
    &[("lelimit", "1"), ("leuser", "Admin")],
    &[("lelimit", "1"), ("ledir", "newer"), ("rawcontinue", "")],
    &[("letitle", "User:Zoe example")],
    &[("leuser", "Nobody")],
    &[("leaction", "newusers/create2"), ("leprop", "type|pink")],
    &[("leaction", "newusers/pink")],
    &[("leaction", "pink")],
    &[("lestart", "2001-01-01T00:00:00Z")],
    &[
        ("leend", "2001-01-01T00:00:00Z"),
        ("lelimit", "max"),
        ("leprop", "ids"),
    ],
];

fn queries(list: &'static [Pair], all: &[&[Pair]]) -> Vec<Asked> {
    let query = |more: &[Pair], format: &[Pair]| {
        get(&[&[("action", "query")], list, more, format].concat())
    };
    let in_formats = |more: &&[Pair]| FORMATS.map(|format| query(more, format));
    all.iter().flat_map(in_formats).collect()
}

/// Returns settings, each with the requests of one session.
pub fn all() -> Vec<(&'static str, Vec<Asked>)> {
    let mut asked = vec![
        tokens(),
        create(&[
            ("username", "zoe_example"),
            ("password", PASSWORD),
            ("retype", PASSWORD),
        ]),
        tokens(),
        log_in(&[("username", "Admin"), ("password", "adminpass12345")]),
        tokens(),
        create(&[
            ("username", "Ann example"),
            ("password", PASSWORD),
            ("retype", PASSWORD),
            ("reason", "For the lab"),
        ]),
        create(&[
            ("username", "Max example"),
            ("mailpassword", "1"),
            ("email", "max@example.org"),
            ("realname", ""),
            ("reason", "By mail"),
        ]),
    ];
    asked.extend(queries(&[("list", "allusers")], USERS));
    asked.extend(queries(
        &[("list", "logevents"), ("letype", "newusers")],
        ENTRIES,
    ));
    asked.extend(queries(&[("list", "logevents")], &[&[("letype", "pink")]]));
    let info: &[&[Pair]] = &[
        &[("siprop", "namespaces|namespacealiases")],
        &[("siprop", "pink")],
    ];
    asked.extend(queries(&[("meta", "siteinfo")], info));
    let offered: &[&[Pair]] = &[&[("amirequestsfor", "create")]];
    let services = ["hcaptcha", "recaptcha", "turnstile"];
    let services = services.map(|name| (name, queries(&[("meta", "authmanagerinfo")], offered)));
    [vec![("plain", asked)], services.to_vec()].concat()
}

const PASSWORD: &str = "Correct-horse-7-battery";
