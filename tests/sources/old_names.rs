//! Names that were given up do not come back.

use crate::files::{read, with_extension};

/// Old names, where they were used, and what each became. They are compared as whole
/// identifiers, in code and not in comments: most are ordinary words too.
const OLD: &[(&str, &str, &str)] = &[
    ("", "LoggingIn", "Login"),
    ("", "LoggedInOrCreated", "Interaction"),
    ("", "TakenUp", "Interaction, Resumed"),
    ("", "take_up", "resume"),
    ("", "put_down", "suspend"),
    ("", "hand_over", "fall_back_to_form"),
    ("", "userid_of", "user_id"),
    ("", "shows_captcha", "captcha_mixin"),
    ("", "ShowsCaptcha", "CaptchaTrait"),
    ("", "FetchingImage", "ImageFetch"),
    ("", "RequestKind", "Effect"),
    ("", "mwa_request_kind", "mwa_effect"),
    ("", "mwa_wiki_look", "mwa_wiki_probe"),
    ("", "mwa_facts_api", "mwa_facts_api_url"),
    ("", "Misuse", "InvalidInput"),
    ("", "Door", "NetworkArgs, http_auth"),
    ("", "go_on", "attach"),
    ("src", "Said", "AuthResponse, CreateAccountResult"),
    ("src", "Offer", "AuthRequests"),
    ("src", "Settle", "ExistenceCheck"),
    ("src", "Inquiry", "PendingCheck"),
    ("src", "NOBODY", "INVALID_USERNAME"),
    ("src", "Told", "DetectedApi"),
    ("src", "Look", "Candidate"),
    ("src", "Came", "Finding"),
    ("src", "aim", "point_at"),
    ("src", "Place", "ApiLocation"),
    ("src", "Sought", "Undiscovered"),
    ("src", "Hand", "Fallback"),
    ("src", "Shown", "FormPage"),
    ("src", "ShownCaptcha", "LegacyCaptcha"),
    ("src", "Denied", "PageRefusal"),
    ("src", "Looks", "Inconclusive"),
    ("src", "Wish", "NewAccount"),
    ("src", "Fault", "TransportError"),
    ("src", "turn", "generation"),
    ("src", "outside", "in_flight"),
    ("src", "patience", "retry_delay"),
    ("src", "is_here", "ensure_idle"),
    ("src", "dress", "add_session_headers"),
    ("src", "bear", "set_bearer"),
    ("src", "learn", "absorb"),
    ("src", "idle", "advance_clock"),
    ("src", "Course", "RequestState"),
    ("src", "hang_up", "shutdown_sockets"),
    ("src", "or_leave", "run_detached"),
    ("src", "guarded", "ffi_try"),
    ("src", "shielded", "catch_or"),
    ("src", "refer", "as_ref"),
    ("src", "view", "opt_ref"),
    ("src", "take_back", "free_box"),
    ("src", "is_same_party", "is_same_or_upgraded"),
    ("src", "is_clean", "is_without_credentials"),
    ("src", "is_armed", "has_tokens"),
    ("src", "spend_captcha", "discard_captcha"),
    ("src", "instead_of", "fallback_cause"),
    ("src", "yes_no", "tri_state"),
    ("cli", "Party", "SessionLoop, CreatorArgs"),
    ("cli", "Manner", "OutputArgs"),
    ("cli", "Way", "WikiArgs"),
    ("cli", "Wish", "RequestedAccount"),
    ("cli", "misuse", "usage_error"),
    ("tests", "PlayedWiki", "ReplayClient"),
    ("tests", "Wish", "NewAccount"),
    ("tests", "Running", "RunningWiki"),
    ("tests", "Puzzle", "IssuedCaptcha"),
    ("bindings", "looking", "probe"),
    ("bindings", "isFound", "isApiFound"),
    ("bindings", "is_found", "is_api_found"),
];

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

#[test]
fn old_names_do_not_come_back() {
    let mut back = Vec::new();
    for path in with_extension(&["rs", "py", "php", "h", "c", "txt"]) {
        if path.ends_with(file!()) || path.starts_with("tests/transcripts") {
            continue;
        }
        for (number, line) in read(&path).lines().enumerate() {
            // Comments and texts may use a word that is no name of ours any more.
            let code = line.split("//").next().unwrap();
            for (_, old, now) in OLD.iter().filter(|(within, ..)| path.starts_with(within)) {
                if identifiers(code).any(|identifier| identifier == *old) {
                    back.push(format!(
                        "{}:{}: {old}, now {now}",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(back.is_empty(), "{}", back.join("\n"));
}
