//! Mistakes and refusals that are told on a terminal before a password is asked for.

use testwiki::{Captcha, Server, Setting};

use crate::support::{terminal::*, *};

/// Runs the command, which is to ask for nothing, and returns what it prints.
#[track_caller]
fn told(args: &str, status: i32) -> String {
    let mut terminal = run_on_terminal(args);
    let shown = terminal.exp_string(&format!("status={status}")).unwrap();
    for prompt in ["Password", "Captcha", "Answer"] {
        assert!(!shown.contains(prompt), "{args}: {shown}");
    }
    shown
}

#[test]
fn a_mistake_in_the_address_is_told_first() {
    let website = Wiki::new(|_| Response::Page("<html><body>A shop</body></html>"));
    let website = format!("http://{}/", website.address);
    for (address, message) in [
        ("http://127.0.0.1:1/w/api.php", "(unreachable)"),
        ("nowhere.invalid", "(unreachable)"),
        (website.as_str(), "(not-a-wiki)"),
    ] {
        for args in [
            format!("create '{address}' --name Zoe"),
            format!(
                "create '{address}' --name Zoe --login Admin --mail-password --email z@example.org"
            ),
            format!("probe '{address}' --login Admin"),
        ] {
            let shown = told(&args, 5);
            assert!(shown.contains(message), "{args}: {shown}");
        }
    }
    let args = "create http://127.0.0.1:1/w/api.php --name Zoe --http-user lab --allow-http";
    let shown = told(args, 5);
    assert!(shown.contains("(unreachable)"), "{shown}");
}

#[test]
fn the_password_for_a_server_is_asked_for_if_there_is_one() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::release("1.43").setting(Setting::Basic));
    let mut terminal = run_on_terminal(&format!("probe '{}' --http-user lab", wiki.api()));
    terminal
        .exp_string("Password of lab for HTTP authentication: ")
        .unwrap();
    terminal.send_line("lab").unwrap();
    terminal.exp_string("may create:      yes").unwrap();
    assert_status(&mut terminal, 0);
}

#[test]
fn visitors_who_may_not_create_accounts_are_told_first() {
    let server = Server::start().unwrap();
    for release in ["1.26", "1.39", "1.43"] {
        for captcha in [None, Some(Captcha::Fancy)] {
            for (setting, reason) in [
                (Setting::NoCreate, "(not-permitted)"),
                (Setting::AccountRequests, "; request an account at http"),
            ] {
                let mut wiki = testwiki::Wiki::release(release).setting(setting);
                if let Some(captcha) = captcha {
                    wiki = wiki.captcha(captcha);
                }
                let wiki = server.add(wiki);
                let shown = told(&format!("create '{}' --name Zoe", wiki.api()), 1);
                assert!(shown.contains(reason), "{release} {captcha:?}: {shown}");
            }
        }
    }
}

/// No right is missing: only the wiki's own check of the caller shows the block.
#[test]
fn visitors_who_are_blocked_are_told_before_a_captcha() {
    let server = Server::start().unwrap();
    let wiki = testwiki::Wiki::release("1.43").setting(Setting::Blocked);
    let wiki = server.add(wiki.captcha(Captcha::Fancy));
    let shown = told(&format!("create '{}' --name Zoe", wiki.api()), 1);
    assert!(shown.contains("(blocked)"), "{shown}");
}

#[test]
fn a_wrong_password_of_the_creator_is_told_before_that_of_the_account_is_asked_for() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::release("1.43"));
    let mut terminal =
        run_on_terminal(&format!("create '{}' --name Zoe --login Admin", wiki.api()));
    for password in ["wrong-12345", "adminpass12345"] {
        terminal.exp_string("Password of Admin").unwrap();
        terminal.send_line(password).unwrap();
    }
    password(&mut terminal, PASSWORD);
    let shown = assert_status(&mut terminal, 0);
    assert!(shown.contains("Created \"Zoe\""), "{shown}");
}

/// The creation does not repeat the wiki's check of the caller, which a limit of creations may count.
#[test]
fn the_caller_is_checked_once() {
    let server = Server::start().unwrap();
    for (captcha, expected) in [(None, 1), (Some(Captcha::Questy), 2)] {
        let mut wiki = testwiki::Wiki::release("1.43");
        if let Some(captcha) = captcha {
            wiki = wiki.captcha(captcha);
        }
        let wiki = server.add(wiki);
        let mut terminal = run_on_terminal(&format!("create '{}' --name Zoe --json", wiki.api()));
        password(&mut terminal, PASSWORD);
        if captcha.is_some() {
            terminal.exp_string("Answer to the captcha: ").unwrap();
            terminal.send_line("Paris").unwrap();
        }
        assert_status(&mut terminal, 0);
        // With a captcha: the check, and the creation.
        assert_eq!(wiki.requests("createaccount"), expected, "{captcha:?}");
    }
}

/// A probe tells where an account can be requested, as a creation does.
#[test]
fn a_probe_tells_where_an_account_can_be_requested() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::release("1.43").setting(Setting::AccountRequests));
    let json = run_with(mwaccount(&["probe", &wiki.api(), "--json"]), "").json();
    let url = json["account_request_url"].as_str().unwrap();
    assert!(url.ends_with("Special%3ARequestAccount"), "{json}");
    let result = run_with(mwaccount(&["probe", &wiki.api()]), "");
    assert!(
        result.out.contains(&format!("request one at:  {url}\n")),
        "{result:?}"
    );
    let other = server.add(testwiki::Wiki::release("1.43").setting(Setting::NoCreate));
    let json = run_with(mwaccount(&["probe", &other.api(), "--json"]), "").json();
    assert!(json["account_request_url"].is_null(), "{json}");
}
