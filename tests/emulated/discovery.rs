//! Discovery of api.php on emulated wikis.

use mwaccount::{Step, Wiki};
use support::{
    accounts::{admin, zoe},
    transport_requests::direct,
};
use testwiki::{Release, Server, Setting};

/// Discovery over real connections, on every release, from the folder, index.php and api.php's help.
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
                assert_eq!(wiki.session().api_url().as_str(), running.api(), "{trace}");
                // Without an API for it, the form provides the fields.
                let form = u64::from(release < Release::first(21));
                let most = 1 + most + form;
                assert!(wiki.requests() <= most, "{trace}: {}", wiki.requests());
                let step = wiki.create(zoe()).step();
                assert!(matches!(step, Ok(Step::Created(_))), "{trace}: {step:?}");
                assert!(running.account("Zoe").is_some(), "{trace}");
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
    assert!(matches!(wiki.log_in(admin()).step(), Ok(Step::LoggedIn(_))));
    assert!(matches!(wiki.create(zoe()).step(), Ok(Step::Created(_))));
    for release in [Release::first(17), Release::first(26)] {
        let off = testwiki::Wiki::of(release).setting(Setting::NoApi);
        let off = server.add(off);
        let address = format!("{}/index.php/Main_Page", off.url());
        let mut wiki = Wiki::builder(&address).transport(direct()).build().unwrap();
        let fields = wiki.fields().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        assert!(names.contains(&"username") && names.contains(&"password"));
        assert_eq!(wiki.session().api_url().as_str(), off.api());
        assert_eq!(
            wiki.session().index().as_str(),
            format!("{}/index.php", off.url())
        );
    }
}
