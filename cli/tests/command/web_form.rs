//! The sign-up form, on emulated old wikis.

use testwiki::{Captcha, Server, Setting};

use crate::support::*;

fn run(command: &str, address: &str, args: &[&str]) -> RunResult {
    let what = [command, address, "--name", "Zoe Example"];
    run_with(mwaccount(&[&what, args].concat()), &format!("{PASSWORD}\n"))
}

#[test]
fn sign_up_form_is_detected_or_chosen() {
    let server = Server::start().unwrap();
    for chosen in [&["--dialect", "webform"][..], &[]] {
        let wiki = server.add(testwiki::Wiki::release("1.19").captcha(Captcha::Questy));
        let given = ["--password-stdin", "--field", "captcha=Paris", "--json"];
        let result = run("create", &wiki.api(), &[&given, chosen].concat());
        assert_eq!(result.status, 0, "{result:?}");
        assert_eq!(result.json()["wiki"]["dialect"], "webform");
        assert!(wiki.account("Zoe Example").is_some());
        let result = run("create", &wiki.api(), &[&given, chosen].concat());
        assert_eq!(result.json()["reason"], "name-taken", "{result:?}");
    }
}

/// The fields are checked before the account is sent, even if only the form lists them.
#[test]
fn fields_are_checked_without_an_api() {
    let server = Server::start().unwrap();
    for release in ["1.16", "1.19", "1.22", "1.26", "1.27", "1.35", "1.43"] {
        let wiki = testwiki::Wiki::release(release).captcha(Captcha::Questy);
        let wiki = server.add(wiki.setting(Setting::ApiMissing));
        let given = ["--password-stdin", "--field", "captcha=Paris", "--json"];
        let result = run("create", &wiki.url(), &given);
        assert_eq!(result.status, 0, "{release}: {result:?}");
        assert!(wiki.account("Zoe Example").is_some(), "{release}");

        let given = ["--password-stdin", "--field", "wpNoSuch=1", "--json"];
        let result = run("create", &wiki.url(), &given);
        assert_eq!(
            result.json()["reason"],
            "invalid-argument",
            "{release}: {result:?}"
        );
    }
}

/// A wiki that refuses to show the form reports the same reason with and without a field.
#[test]
fn refused_form_reports_the_reason() {
    let server = Server::start().unwrap();
    for fields in [&[][..], &["--field", "captcha=Paris"]] {
        let wiki = testwiki::Wiki::release("1.19").captcha(Captcha::Questy);
        let wiki = server.add(wiki.setting(Setting::NoCreate));
        let given = [&["--password-stdin", "--json"][..], fields].concat();
        let result = run("create", &wiki.api(), &given);
        assert_eq!(result.json()["outcome"], "refused", "{result:?}");
        assert_eq!(result.json()["reason"], "not-permitted", "{result:?}");
    }
}

/// A wiki without an API reports the code of a refusal, too.
#[test]
fn a_refusal_without_an_api_has_its_code() {
    let server = Server::start().unwrap();
    for release in ["1.16", "1.26", "1.43"] {
        for (setting, name, email, reason, code) in [
            (None, "10.1.2.3", "", "name-invalid", "noname"),
            (
                None,
                "Zoe",
                "nobody",
                "email-invalid",
                "invalidemailaddress",
            ),
            (
                Some(Setting::ReadOnly),
                "Zoe",
                "",
                "read-only",
                "readonlytext",
            ),
            (Some(Setting::Blocked), "Zoe", "", "blocked", ""),
        ] {
            let mut wiki = testwiki::Wiki::release(release).setting(Setting::NoApi);
            if let Some(setting) = setting {
                wiki = wiki.setting(setting);
            }
            let wiki = server.add(wiki);
            let api = wiki.api();
            let mut command = mwaccount(&["create", &api, "--name", name, "--email", email]);
            command.args(["--password-stdin", "--json"]);
            let result = run_with(command, PASSWORD);
            let json = result.json();
            assert_eq!(json["outcome"], "refused", "{release}: {result:?}");
            assert_eq!(json["reason"], reason, "{release}: {result:?}");
            // The message of a block has another key in each release.
            let shown = json["code"].as_str().unwrap_or_default();
            assert!(
                shown == code || code.is_empty() && shown.contains("text"),
                "{result:?}"
            );
        }
    }
}

#[test]
fn probe_reads_the_form() {
    let server = Server::start().unwrap();
    for wiki in [
        testwiki::Wiki::release("1.19").captcha(Captcha::Questy),
        testwiki::Wiki::release("1.26")
            .captcha(Captcha::Questy)
            .setting(Setting::NoApi),
    ] {
        let wiki = server.add(wiki);
        let result = run("probe", &wiki.api(), &["--json"]);
        assert_eq!(result.status, 0, "{result:?}");
        let json = result.json();
        assert_eq!(json["dialect"], "webform", "{json}");
        assert_eq!(json["may_create"], true, "{json}");
        assert_eq!(json["captcha_asked"], true, "{json}");
    }
}

/// A wiki that takes requests for accounts instead of creating them names the page for them.
#[test]
fn page_for_account_requests_is_printed() {
    let server = Server::start().unwrap();
    for release in ["1.19", "1.26", "1.31", "1.39"] {
        let wiki = server.add(testwiki::Wiki::release(release).setting(Setting::AccountRequests));
        let result = run("create", &wiki.api(), &["--password-stdin", "--json"]);
        assert_eq!(result.status, 1, "{release}: {result:?}");
        assert_eq!(result.json()["reason"], "not-permitted", "{release}");
        let url = result.json()["account_request_url"].clone();
        let url = url
            .as_str()
            .unwrap_or_else(|| panic!("{release}: {result:?}"));
        assert!(url.ends_with("RequestAccount"), "{release}: {url}");
        let result = run("create", &wiki.api(), &["--password-stdin"]);
        let advice = format!("request an account at {url}");
        assert!(result.err.contains(&advice), "{release}: {result:?}");
    }
}

/// The address of a sign-up page may contain an invitation, and the form a box of an extension.
#[test]
fn invitations_and_boxes_reach_the_form() {
    let server = Server::start().unwrap();
    for release in ["1.19", "1.26", "1.39"] {
        let wiki = testwiki::Wiki::release(release).setting(Setting::Invitations);
        let wiki = server.add(wiki.setting(Setting::SignupFields));
        let page = wiki.api().replace("api.php", "index.php");
        let address = format!("{page}?title=Special:UserLogin&type=signup&invite=abc");
        let result = run("create", &address, &["--password-stdin", "--json"]);
        assert_eq!(result.status, 3, "{release}: {result:?}");
        let asked = &result.json()["fields"][0];
        assert_eq!(asked["name"], "wpTermsOfService", "{release}");
        assert_eq!(
            asked["label"], "I agree to the Terms of Service",
            "{release}"
        );
        let fields = [
            "--field",
            "wpTermsOfService=1",
            "--field",
            "wpInterests=Maps",
        ];
        let given = [&["--password-stdin", "--json"][..], &fields].concat();
        let result = run("create", &address, &given);
        assert_eq!(result.json()["outcome"], "created", "{release}: {result:?}");
        assert!(wiki.account("Zoe Example").is_some(), "{release}");
    }
}
