//! The first example, `examples/signup.rs`, as a person uses it, and the column "Rust" of `docs/hosts.md`.

use std::process::Command;

use mwaccount::{Credentials, Wiki};
use support::{
    accounts::{admin, with},
    programs,
    steps::step_summary,
    transport_requests::direct,
};
use testwiki::{Server, Setting};

#[test]
fn the_first_example_asks_whatever_a_wiki_asks() {
    let status = Command::new(support::file("../bindings/scenarios/first_example"))
        .arg("Rust")
        .arg(programs::example("signup"))
        .env("MWACCOUNT_TESTWIKI", programs::testwiki())
        .status()
        .unwrap();
    assert!(status.success());
}

/// A program that prints nothing is told from one that prints something else.
#[test]
fn an_example_that_prints_nothing_is_reported() {
    let output = Command::new(support::file("../bindings/scenarios/first_example"))
        .args(["Rust", "true"])
        .env("MWACCOUNT_TESTWIKI", programs::testwiki())
        .env("SCENARIO", "reset-after@createaccount --fault")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("the last line is not as expected (it printed nothing)"),
        "{told}"
    );
}

/// The first example does not log in.
#[test]
fn logins_are_tried_too() {
    let server = Server::start().unwrap();
    let client = |setting| {
        let running = server.add(testwiki::Wiki::release("1.43").setting(setting));
        let builder = Wiki::builder(&running.api()).transport(direct());
        builder.build().unwrap()
    };
    let mut wiki = client(Setting::Private);
    let mut login = wiki.log_in(Credentials::password("Admin", "wrong"));
    assert_eq!(step_summary(&login.step()), "refused:login-failed");
    let step = login.revise_login(admin());
    assert_eq!(step_summary(&step), "logged-in:Admin");
    let mut wiki = client(Setting::LinkedLogin);
    let mut login = wiki.log_in(admin());
    assert_eq!(step_summary(&login.step()), "restart");
    let answers = with("username", "Admin").with("password", "adminpass12345");
    assert_eq!(step_summary(&login.answer(answers)), "logged-in:Admin");
    let rows = ["`LoggedIn` after a wrong password", "`Restart` of a login"];
    let hosts = Command::new(support::file("../bindings/scenarios/hosts"))
        .arg("Rust")
        .args(rows)
        .status();
    assert!(hosts.unwrap().success());
}
