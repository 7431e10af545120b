//! Finding api.php as hosts, suspended conversations and wikis over real connections need it.

use mwaccount::{
    Answers, Credentials, Dialect, NewAccount, Reason, Step, Wiki, WikiBuilder,
    transport::Transport,
};
use support::{
    mediawiki::{self, RELEASES},
    sending::direct,
    web::*,
};
use testwiki::{Release, Server, Setting};

/// What a creation takes where api.php is known.
const CREATION: u64 = 2;

/// Drives it as a host with an HTTP client of its own does.
fn by_host(wiki: &mut Wiki, http: &mut dyn Transport) -> Vec<String> {
    let mut creation = wiki.create(zoe()).into_conversation();
    let mut sent = Vec::new();
    while let Some(request) = wiki.next_request(&mut creation).unwrap() {
        sent.push(format!("{} {}", request.purpose, request.url.path()));
        let reply = http.send(&request, &Default::default());
        wiki.feed(&mut creation, reply);
    }
    assert!(matches!(wiki.step(&mut creation), Ok(Step::Created(_))));
    sent
}

#[test]
fn hosts_that_send_requests_themselves_find_it_too() {
    let address = "https://wiki.example.org/wiki/Some_page";
    let mut web = web(address, page()).at(API, Site::Api);
    let mut wiki = Wiki::connect(address).unwrap();
    assert!(!wiki.session().is_found());
    let sent = by_host(&mut wiki, &mut web);
    let expected = [
        "discover /wiki/Some_page",
        "detect /w/api.php",
        "create /w/api.php",
    ];
    assert_eq!(sent, expected);
    // What was found costs nothing again, in this session or another.
    assert_eq!(by_host(&mut wiki, &mut web), ["create /w/api.php"]);
    let kept = wiki.session().api().as_str();
    let dialect = wiki.session().facts().dialect.unwrap();
    let mut again = Wiki::builder(kept).dialect(dialect).build().unwrap();
    assert!(again.session().is_found());
    assert_eq!(by_host(&mut again, &mut web), expected[1..]);
}

/// A conversation that is left in the middle of a search leaves nothing half found.
#[test]
fn a_search_that_was_left_begins_anew() {
    let address = "https://wiki.example.org/w/index.php";
    let mut web = web(API, Site::Api);
    let mut wiki = Wiki::connect(address).unwrap();
    let mut left = wiki.create(zoe()).into_conversation();
    assert!(wiki.next_request(&mut left).unwrap().is_some());
    assert!(!wiki.session().is_found());
    by_host(&mut wiki, &mut web);
    wiki.feed(&mut left, support::script::not_sent());
    assert_eq!(wiki.session().api().as_str(), API);
}

/// A conversation can be put down before anything was sent.
#[test]
fn an_address_outlasts_its_process() {
    let web = web("https://wiki.example.org/wiki/A", page()).at(API, Site::Api);
    let mut wiki = Wiki::builder("wiki.example.org/wiki/A")
        .transport(web.clone())
        .dialect(Dialect::LegacyApi)
        .build()
        .unwrap();
    let mut creation = wiki.create(NewAccount::new("Zoe"));
    assert!(matches!(creation.step(), Ok(Step::Ask(_))));
    let text = creation.suspend().unwrap();
    assert!(web.sent().is_empty());
    let builder = WikiBuilder::default().transport(web.clone());
    let mut resumed = builder.resume(text.expose()).unwrap();
    let mut creation = resumed.creation().unwrap();
    let answers = Answers::new().with("password", PASSWORD);
    let _ = creation.answer(answers);
    assert_eq!(creation.wiki().session().api().as_str(), API);
    is_discreet(&web.sent(), Some(API));
}

/// Over real connections, wikis of every age from their folder, index.php and api.php's help.
#[test]
fn emulated_wikis() {
    let server = Server::start().unwrap();
    for release in [
        Release::first(16),
        Release::first(19),
        Release::first(26),
        Release::first(43),
    ] {
        for (path, most) in [
            ("", 1),
            ("/", 1),
            ("/index.php", 0),
            ("/index.php/Main_Page", 0),
            ("/index.php?title=Special:Version&printable=yes", 0),
            ("/api.php?action=help", 0),
        ] {
            for script_path in ["", "/w"] {
                let running = server.add(testwiki::Wiki::of(release).script_path(script_path));
                let address = format!("{}{path}", running.url());
                let mut wiki = Wiki::builder(&address).transport(direct()).build().unwrap();
                let trace = format!("{release}: {address}");
                wiki.fields()
                    .unwrap_or_else(|error| panic!("{trace}: {error:?}"));
                assert_eq!(wiki.session().api().as_str(), running.api(), "{trace}");
                assert!(wiki.requests() <= 1 + most, "{trace}: {}", wiki.requests());
                let step = wiki.create(zoe()).step();
                let is_old = release < Release::first(21);
                let created = matches!(step, Ok(Step::Created(_)));
                assert_eq!(
                    created,
                    running.account("Zoe").is_some(),
                    "{trace}: {step:?}"
                );
                assert!(created || is_old, "{trace}: {step:?}");
            }
        }
    }
}

#[test]
fn an_emulated_private_wiki_and_one_whose_api_is_off() {
    let server = Server::start().unwrap();
    let private = testwiki::Wiki::of(Release::first(43)).setting(Setting::Private);
    let private = server.add(private);
    let mut wiki = Wiki::builder(&format!("{}/", private.url()))
        .transport(direct())
        .build()
        .unwrap();
    let admin = Credentials::password("Admin", "adminpass12345");
    assert!(matches!(wiki.log_in(admin).step(), Ok(Step::LoggedIn(_))));
    assert!(matches!(wiki.create(zoe()).step(), Ok(Step::Created(_))));
    for release in [Release::first(17), Release::first(26)] {
        let off = testwiki::Wiki::of(release).setting(Setting::NoApi);
        let off = server.add(off);
        let address = format!("{}/index.php/Main_Page", off.url());
        let mut wiki = Wiki::builder(&address).transport(direct()).build().unwrap();
        assert_eq!(wiki.fields().unwrap_err().reason, Reason::Disabled);
        assert_eq!(wiki.session().api().as_str(), off.api());
        assert_eq!(
            wiki.session().index().as_str(),
            format!("{}/index.php", off.url())
        );
    }
}

/// Real pages of MediaWiki 1.35, 1.39 and 1.43.
#[test]
fn real_wikis() {
    for release in RELEASES {
        for (path, most) in [
            ("/", 2),
            ("/index.php/Main_Page", 0),
            ("/index.php?title=Special:Version", 0),
        ] {
            let name = format!("find{most}{}", path.len());
            let folder = mediawiki::wiki(release, "plain", &name);
            let mut wiki = Wiki::builder(&format!("{folder}{path}"))
                .transport(direct())
                .build()
                .unwrap();
            let step = wiki.create(zoe()).step();
            assert!(
                matches!(step, Ok(Step::Created(_))),
                "{release}{path}: {step:?}"
            );
            assert_eq!(wiki.session().api().as_str(), format!("{folder}/api.php"));
            assert!(
                wiki.requests() <= CREATION + most,
                "{release}{path}: {}",
                wiki.requests()
            );
        }
    }
}
