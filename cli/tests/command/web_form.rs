//! The sign-up form of an emulated old wiki, as the command uses it.

use testwiki::{Captcha, Server, Setting};

use crate::support::*;

fn run(command: &str, address: &str, args: &[&str]) -> Ran {
    let what = [command, address, "--name", "Zoe Example"];
    run_with(mwaccount(&[&what, args].concat()), &format!("{PASSWORD}\n"))
}

#[test]
fn an_old_wiki_is_found_out_or_chosen() {
    let server = Server::start().unwrap();
    for chosen in [&["--dialect", "webform"][..], &[]] {
        let wiki = server.add(testwiki::Wiki::release("1.19").captcha(Captcha::Questy));
        let given = ["--password-stdin", "--field", "captcha=Paris", "--json"];
        let ran = run("create", &wiki.api(), &[&given, chosen].concat());
        assert_eq!(ran.status, 0, "{ran:?}");
        assert_eq!(ran.json()["wiki"]["dialect"], "webform");
        assert!(wiki.account("Zoe Example").is_some());
        let ran = run("create", &wiki.api(), &[&given, chosen].concat());
        assert_eq!(ran.json()["reason"], "name-taken", "{ran:?}");
    }
}

/// The fields are known before the account is sent, also where only the form tells them.
#[test]
fn fields_are_given_where_there_is_no_api() {
    let server = Server::start().unwrap();
    for release in ["1.16", "1.19", "1.22", "1.26", "1.27", "1.35", "1.43"] {
        let wiki = testwiki::Wiki::release(release).captcha(Captcha::Questy);
        let wiki = server.add(wiki.setting(Setting::ApiMissing));
        let given = ["--password-stdin", "--field", "captcha=Paris", "--json"];
        let ran = run("create", &wiki.url(), &given);
        assert_eq!(ran.status, 0, "{release}: {ran:?}");
        assert!(wiki.account("Zoe Example").is_some(), "{release}");

        let given = ["--password-stdin", "--field", "wpNoSuch=1", "--json"];
        let ran = run("create", &wiki.url(), &given);
        assert_eq!(
            ran.json()["reason"],
            "invalid-argument",
            "{release}: {ran:?}"
        );
    }
}

/// A wiki that shows no form refuses with its reason, whether a field was given or not.
#[test]
fn a_form_that_is_refused_says_why() {
    let server = Server::start().unwrap();
    for fields in [&[][..], &["--field", "captcha=Paris"]] {
        let wiki = testwiki::Wiki::release("1.19").captcha(Captcha::Questy);
        let wiki = server.add(wiki.setting(Setting::NoCreate));
        let given = [&["--password-stdin", "--json"][..], fields].concat();
        let ran = run("create", &wiki.api(), &given);
        assert_eq!(ran.json()["outcome"], "refused", "{ran:?}");
        assert_eq!(ran.json()["reason"], "not-permitted", "{ran:?}");
    }
}

#[test]
fn what_its_form_asks_is_told() {
    let server = Server::start().unwrap();
    for wiki in [
        testwiki::Wiki::release("1.19").captcha(Captcha::Questy),
        testwiki::Wiki::release("1.26")
            .captcha(Captcha::Questy)
            .setting(Setting::NoApi),
    ] {
        let wiki = server.add(wiki);
        let ran = run("probe", &wiki.api(), &["--json"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        let told = ran.json();
        assert_eq!(told["dialect"], "webform", "{told}");
        assert_eq!(told["may_create"], true, "{told}");
        assert_eq!(told["captcha_asked"], true, "{told}");
    }
}
