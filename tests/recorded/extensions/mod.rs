//! Recordings of wikis with real extensions (`tests/transcripts/ext`), replayed through the flows without a socket.

mod caller;
mod supplied;
mod table;
mod words;

use std::collections::BTreeSet;

use mwaccount::{Dialect, Wiki};
use support::{
    played_by_meaning::ByMeaning,
    transcript::{Transcript, ext_recordings},
};

use self::{
    caller::Caller,
    supplied::{completed, supplied},
    table::TABLE,
};

/// The recordings whose result is not right yet. Each is removed as soon as it is.
const NOT_YET: &[(&str, &str)] = &[];

/// The recordings with requests that the library does not send, and why.
const NOT_SENT: &[(&str, &str)] = &[
    (
        "botpassword-webform",
        "a creation by the form, which does not know the creator",
    ),
    ("oauth2-webform", "the same"),
    (
        "remoteuser-login",
        "a login where the server itself determines the user",
    ),
    (
        "login-captcha-api",
        "logins without the captcha that the page shows",
    ),
    ("login-captcha-page", "the same"),
    ("login-captcha-wrong-then-right", "the same"),
    (
        "newsignuppage-info",
        "the form without the box that it shows",
    ),
    ("newsignuppage-webform", "the same"),
];

#[test]
fn every_recording_ends_as_its_row_says() {
    let mut wrong = Vec::new();
    for (release, scenario, actions, right) in TABLE {
        let came = play(release, scenario, actions);
        let is_right = came == *right;
        let not_yet = NOT_YET.contains(&(*release, *scenario));
        if is_right && not_yet {
            wrong.push(format!(
                "{release} {scenario} is right: remove it from NOT_YET"
            ));
        }
        if !is_right && (!not_yet || std::env::var_os("MWACCOUNT_SHOW_WRONG").is_some()) {
            wrong.push(format!(
                "{release} {scenario}: {actions}\n    right {right}\n    came  {came}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_recording_has_a_row() {
    let rows: BTreeSet<(&str, &str)> = TABLE
        .iter()
        .map(|(release, scenario, ..)| (*release, *scenario))
        .collect();
    assert_eq!(rows.len(), TABLE.len());
    let recorded = ext_recordings();
    let recorded: BTreeSet<(&str, &str)> = recorded
        .iter()
        .map(|(release, scenario, _)| (release.as_str(), scenario.as_str()))
        .collect();
    assert_eq!(rows, recorded);
    assert!(NOT_YET.iter().all(|row| rows.contains(row)));
}

/// Plays a recording with the caller's actions. Returns a word for the result of each action, the faults of the
/// requests, and the number of recorded creations and logins that were not sent.
fn play(release: &str, scenario: &str, actions: &str) -> String {
    let format = if is_page(scenario) { "html" } else { "json" };
    let transcript = Transcript::read(&format!("ext/{release}"), scenario, format);
    let transcript = completed(transcript);
    let tape = ByMeaning::new(&transcript, supplied(&transcript));
    // Pages have absolute addresses.
    let host = format!("{}.ext:91{}", transcript.settings, &release[2..4]);
    let builder = Wiki::builder(&format!("http://{host}/api.php"))
        .allow_http(true)
        .transport(tape.clone());
    // From 1.39 on only the module that creates accounts is off.
    let builder = match format {
        "html" if !transcript.settings.ends_with(".off") => builder.dialect(Dialect::WebForm),
        _ => builder,
    };
    let mut said = Caller::of(&transcript).act(&mut builder.build().unwrap(), actions);
    let played = tape.played();
    said.extend(played.faults.iter().map(|fault| format!("!{fault}")));
    let not_sent = played.not_sent();
    if not_sent > 0 && !NOT_SENT.iter().any(|(name, _)| *name == scenario) {
        said.push(format!("!{not_sent} not sent"));
    }
    said.join(" ")
}

/// Returns true if a scenario is about the sign-up or login page.
fn is_page(scenario: &str) -> bool {
    scenario.contains("webform") || scenario == "login-captcha-page"
}
