//! The pages of `--open` for people who see, hear or move differently: checked with axe-core, and answered with the
//! keyboard alone.

use std::sync::LazyLock;

use ::support::programs;
use serde_json::{Value, json};

use super::{OpenRun, browser::*, restart_with_a_choice};
use crate::support::*;

/// The text of axe-core.
static AXE: LazyLock<String> = LazyLock::new(programs::axe);

/// Returns what axe-core finds wrong with the page. A widget's frame is another site's.
fn problems(browser: &Browser, options: &str) -> Value {
    if browser.run("return window.axe === undefined") == true {
        browser.run(&AXE);
    }
    browser.run(&format!(
        "return axe.run(document, {{resultTypes: ['violations'], iframes: false, {options}}})\
         .then(found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))"
    ))
}

/// Asserts that axe-core reports what is wrong.
fn assert_finds_problems(browser: &Browser) {
    browser
        .open("data:text/html,<title>x</title><h1>y</h1><input><p style='color:%23ccc'>pale</p>");
    let found = problems(browser, "");
    let mut found = found.as_array().unwrap().iter().map(|rule| &rule[0]);
    for rule in ["color-contrast", "html-has-lang", "label"] {
        assert!(found.any(|found| found == rule), "{rule}");
    }
}

impl Browser {
    /// Asserts that axe-core finds nothing wrong with the page, nor with its colours in dark mode.
    pub fn assert_accessible(&self) {
        for (scheme, options) in [("dark", "runOnly: ['color-contrast']"), ("light", "")] {
            self.set_colour_scheme(scheme);
            let found = problems(self, options);
            assert_eq!(found, json!([]), "{scheme}: {}", self.text());
        }
    }

    /// Asserts the accessible names of the controls to which Tab leads from the focus on, in this order.
    fn assert_tab_order(&self, names: &[&str]) {
        let mut found = vec![self.focused()];
        for _ in 1..names.len() {
            self.keys(TAB);
            found.push(self.focused());
        }
        assert_eq!(found, names);
    }
}

/// A refusal of each kind that can be revised, and the alternatives of a RESTART.
#[test]
fn refusals_and_choices_are_accessible() {
    let wiki = Wiki::new(move |request| {
        match (
            request.creates(),
            request.field("username"),
            request.field("password"),
            request.field("email"),
            request.field("recovery"),
        ) {
            (false, ..) => auth_manager_info(&[]),
            (_, _, _, _, "12 34") => fail("lab-refused", "The wiki wants nobody."),
            (_, "Zoe", ..) => fail("userexists", "Username entered already in use."),
            (_, _, "weak", ..) => fail("passwordtooshort", "Passwords must be longer."),
            (_, _, _, "zoe@old.example", _) => {
                fail("invalidemailaddress", "The address is invalid.")
            }
            _ => restart_with_a_choice(),
        }
    });
    let run = OpenRun::create(&wiki.api(), &["--email", "zoe@old.example"]);
    let browser = Browser::start(&[]);
    let shows = |text: &str, order: &[&str]| {
        browser.wait_for(text);
        browser.assert_accessible();
        browser.assert_tab_order(order);
    };
    browser.open(&run.address);
    shows(
        "New account on 127.0.0.1",
        &["x", "The same password again", "Continue", "Give up"],
    );
    browser.open(&browser.url());
    browser.wait_for("New account on 127.0.0.1");
    browser.keys(&format!("weak{TAB}"));
    browser.keys(&format!("weak{ENTER}"));
    let refused = "The wiki refused the account";
    shows(refused, &["Another name", "Continue", "Give up"]);
    browser.click("Another name");
    browser.keys(&format!("ra{ENTER}"));
    shows(
        "Passwords must be longer.",
        &[
            "Another password",
            "The same password again",
            "Continue",
            "Give up",
        ],
    );
    browser.click("Another password");
    browser.keys(&format!("one{ENTER}"));
    shows(
        "The two passwords differ.",
        &["Another password", "The same password again"],
    );
    browser.keys(&format!("{PASSWORD}{ENTER}"));
    // The first one is still empty, where the focus is again.
    browser.wait_for("Fill this in");
    browser.keys(&format!("{PASSWORD}{TAB}"));
    browser.keys(&format!("{PASSWORD}{ENTER}"));
    shows(
        "The address is invalid.",
        &["E-mail address", "Continue", "Give up"],
    );
    browser.click("E-mail address");
    browser.keys(&format!(".org{ENTER}"));
    shows(
        "Choose one",
        &["Code of the app", "Recovery code", "Continue", "Give up"],
    );
    browser.click("Recovery code");
    browser.keys(&format!("12 34{ENTER}"));
    browser.wait_for("The command has ended.");
    browser.assert_accessible();
    assert_ne!(run.end().status, 0);
}

/// A warning that passes on a second try, a form that is too long, and an end without a result.
#[test]
fn warnings_and_ends_are_accessible() {
    let server = testwiki::Server::start().unwrap();
    let warns = testwiki::Wiki::release("1.43").setting(testwiki::Setting::AbuseWarn);
    let wiki = server.add(warns);
    let run = OpenRun::create(&wiki.api(), &[]);
    let browser = Browser::start(&[]);
    assert_finds_problems(&browser);
    browser.open(&run.address);
    browser.wait_for("New account on 127.0.0.1");
    let long =
        "document.querySelectorAll('[type=password]').forEach(e => e.value = 'x'.repeat(600000))";
    browser.run(long);
    browser.click("Continue");
    browser.wait_for("The answer is too long");
    browser.assert_accessible();
    browser.run("history.back()");
    browser.wait_for("New account on 127.0.0.1");
    browser.run(&format!(
        "document.querySelectorAll('[type=password]').forEach(e => e.value = '{PASSWORD}')"
    ));
    browser.click("Continue");
    browser.wait_for("The wiki warns");
    browser.assert_accessible();
    browser.run("document.querySelector('#submit').focus()");
    browser.assert_tab_order(&["Send it again", "Give up"]);
    browser.keys(ENTER);
    browser.wait_for("Nothing was created");
    browser.assert_accessible();
    assert_eq!(run.end().status, 5);
}
