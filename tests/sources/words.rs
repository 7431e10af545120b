//! `docs/words.md`: the words of the five languages side by side, made from their sources.

use std::{collections::BTreeMap, fmt::Write};

use crate::{files::assert_committed, members};

/// The environment variable that makes the test write the table anew.
const REFRESH: &str = "MWACCOUNT_REFRESH_WORDS";

const HEAD: &str = "\
# The words of the five languages

Every public word of the library and of the command, by the type that it belongs to. The table is
made from the sources; `MWACCOUNT_REFRESH_WORDS=1 cargo test --test sources words` writes it anew.
MediaWiki's words for the same things are in [mediawiki.md](mediawiki.md).

A dash means that the language has no such member: C has the kind of a step where Rust has a type
of its own; Python and PHP have `give_…` methods for programs with HTTP of their own, which Rust
has in `flow`; what the command does in one run needs no word.
";

const LANGUAGES: [&str; 5] = ["Rust", "C", "Python", "PHP", "command"];

/// One type, and where its members are in each language.
struct Type {
    title: &'static str,
    members: [Vec<String>; 5],
}

fn types() -> Vec<Type> {
    let python = members::python;
    let php = members::php;
    let rust = |file: &str, name| members::rust(&[file], name);
    let json = members::json_keys;
    let quoted = |names: Vec<String>| {
        names
            .iter()
            .map(|name| format!("\"{}\"", name.to_lowercase()))
            .collect()
    };
    let none = Vec::new;
    let join = |lists: &[Vec<String>]| lists.concat();
    let c = |prefix, not: &[&str]| {
        let mut names = members::c(prefix);
        names.retain(|name| !not.iter().any(|not| name.starts_with(not)));
        names
    };
    vec![
        Type {
            title: "A wiki",
            members: [
                rust("src/wiki/mod.rs", "Wiki"),
                join(&[c("mwa_wiki_", &[]), c("mwa_resume", &[])]),
                python("wiki", "Wiki"),
                php("Wiki"),
                members::commands(),
            ],
        },
        Type {
            title: "Options",
            members: [
                rust("src/wiki/builder.rs", "Builder"),
                c("mwa_options_", &[]),
                python("options", "Options"),
                php("Options"),
                members::command_options(),
            ],
        },
        Type {
            title: "A new account",
            members: [
                members::rust(
                    &["src/account/new_account.rs", "src/flow/check.rs"],
                    "NewAccount",
                ),
                c("mwa_account_", &[]),
                python("account", "NewAccount"),
                php("NewAccount"),
                members::command_options(),
            ],
        },
        Type {
            title: "Credentials of a creator",
            members: [
                rust("src/account/credentials.rs", "Credentials"),
                none(),
                python("credentials", "Credentials"),
                php("Credentials"),
                none(),
            ],
        },
        Type {
            title: "Access tokens of a creator",
            members: [
                join(&[
                    rust("src/account/access_token.rs", "AccessToken"),
                    rust("src/account/access_token.rs", "OAuth1Token"),
                ]),
                none(),
                python("oauth1_token", "OAuth1Token"),
                php("OAuth1Token"),
                none(),
            ],
        },
        Type {
            title: "An interaction: a creation or a login",
            members: [
                rust("src/wiki/interaction.rs", "WikiInteraction"),
                c("mwa_conversation_", &[]),
                join(&[
                    python("conversation", "Conversation"),
                    python("interaction", "Interaction"),
                    python("interaction", "Creation"),
                    python("captcha_mixin", "CaptchaMixin"),
                ]),
                join(&[
                    php("Conversation"),
                    php("Interaction"),
                    php("Creation"),
                    php("CaptchaTrait"),
                ]),
                none(),
            ],
        },
        Type {
            title: "Kinds of step",
            members: [
                rust("src/account/step.rs", "Step"),
                c("MWA_STEP_KIND_", &[]),
                python("steps", "StepKind"),
                php("StepKind"),
                quoted(rust("cli/src/report.rs", "Outcome")),
            ],
        },
        Type {
            title: "Members of a step",
            members: [
                ["Created", "Warning", "Refused", "Unknown"]
                    .map(|name| rust("src/account/step.rs", name))
                    .concat()
                    .into_iter()
                    .chain(
                        ["Ask", "Redirect"]
                            .map(|name| rust("src/account/prompt.rs", name))
                            .concat(),
                    )
                    .collect(),
                join(&[c("mwa_step_", &[]), c("mwa_refusal_", &[])]),
                [
                    "Created", "LoggedIn", "Prompt", "Redirect", "Refused", "Unknown",
                ]
                .map(|class| python("steps", class))
                .concat(),
                [
                    "Created",
                    "LoggedIn",
                    "Prompt",
                    "Redirect",
                    "Refused",
                    "Unknown",
                    "CreationWarning",
                ]
                .map(php)
                .concat(),
                json("report", "Report"),
            ],
        },
        Type {
            title: "A field",
            members: [
                rust("src/account/prompt.rs", "Field"),
                c("mwa_field_", &[]),
                python("field", "Field"),
                php("Field"),
                json("json_ask", "JsonField"),
            ],
        },
        Type {
            title: "A captcha",
            members: [
                rust("src/account/prompt.rs", "Captcha"),
                c("mwa_captcha_", &[]),
                python("captcha", "Captcha"),
                php("Captcha"),
                json("json_ask", "JsonCaptcha"),
            ],
        },
        Type {
            title: "Requirements: the result of a probe",
            members: [
                rust("src/account/requirements.rs", "Requirements"),
                c("mwa_requirements_", &[]),
                python("requirements", "Requirements"),
                php("Requirements"),
                json("probe_report", "ProbeReport"),
            ],
        },
        Type {
            title: "Facts about a wiki",
            members: [
                join(&[
                    rust("src/session/mod.rs", "Facts"),
                    rust("src/session/mod.rs", "Session"),
                ]),
                c("mwa_facts_", &[]),
                python("facts", "Facts"),
                php("Facts"),
                json("wiki_facts", "WikiFacts"),
            ],
        },
        Type {
            title: "An error",
            members: [
                rust("src/error.rs", "Error"),
                c("mwa_error_", &[]),
                python("errors", "MwaccountError"),
                php("Exception/MwaccountException"),
                json("report", "Report"),
            ],
        },
        Type {
            title: "Reasons",
            members: [
                rust("src/reason.rs", "Reason"),
                c("MWA_REASON_", &[]),
                python("reason", "Reason"),
                php("Reason"),
                members::rust_names("src/reason.rs", "Reason"),
            ],
        },
        Type {
            title: "Kinds of field",
            members: [
                rust("src/account/prompt.rs", "FieldKind"),
                c("MWA_FIELD_KIND_", &[]),
                python("field", "FieldKind"),
                php("FieldKind"),
                members::rust_names("src/account/prompt.rs", "FieldKind"),
            ],
        },
        Type {
            title: "Kinds of captcha",
            members: [
                rust("src/account/prompt.rs", "CaptchaKind"),
                c("MWA_CAPTCHA_KIND_", &[]),
                python("captcha", "CaptchaKind"),
                php("CaptchaKind"),
                members::rust_names("src/account/prompt.rs", "CaptchaKind"),
            ],
        },
        Type {
            title: "Dialects",
            members: [
                rust("src/dialect.rs", "Dialect"),
                c("MWA_DIALECT_", &[]),
                python("dialect", "Dialect"),
                php("Dialect"),
                members::rust_names("src/dialect.rs", "Dialect"),
            ],
        },
        Type {
            title: "Effects of a request",
            members: [
                rust("src/http/request.rs", "Effect"),
                c("MWA_EFFECT_", &[]),
                python("request", "Effect"),
                php("Effect"),
                none(),
            ],
        },
        Type {
            title: "A canceller",
            members: [
                rust("src/cancel.rs", "Canceller"),
                c("mwa_canceller_", &[]),
                python("canceller", "Canceller"),
                php("Canceller"),
                none(),
            ],
        },
    ]
}

/// Prefixes that a language adds to a word.
const AFFIXES: [&str; 5] = ["set_", "get_", "is_", "mwaccount_", "on_"];

/// Words of one language, and the others' word for the same.
const ALIASES: &[(&str, &str)] = &[
    ("legacy", "legacy_api"),
    ("get_kind", "kind"),
    ("redirect_url", "url"),
    ("redirect_data", "data"),
    ("wiki_code", "code"),
    ("warning_count", "warnings"),
    ("warning_code", "warnings"),
    ("warning_message", "warnings"),
    ("option_count", "options"),
    ("option_value", "options"),
    ("option_label", "options"),
    ("recaptchanocaptcha", "recaptcha_no_captcha"),
    ("authmanager", "auth_manager"),
    ("webform", "web_form"),
];

/// Returns the word behind the name of a member: that of `mwa_facts_is_api_found`, `isApiFound` and
/// `is_api_found` is `api_found`.
fn word(member: &str, prefix: &str) -> String {
    let bare = member.strip_prefix(prefix).unwrap_or(member);
    let bare = bare.trim_matches(['"', '-']);
    let in_capitals = bare.contains('_') || bare.chars().all(char::is_uppercase);
    let mut word = String::new();
    for (at, c) in bare.char_indices() {
        if c.is_uppercase() && at > 0 && !in_capitals {
            word.push('_');
        }
        match c {
            ' ' | '-' => word.push('_'),
            c => word.extend(c.to_lowercase()),
        }
    }
    for affix in AFFIXES {
        if let Some(rest) = word.strip_prefix(affix) {
            word = rest.to_owned();
        }
    }
    let alias = ALIASES.iter().find(|(name, _)| *name == word);
    alias.map_or(word, |(_, same)| (*same).to_owned())
}

/// Words that are no members of the thing: how a language makes, frees and counts.
const MACHINERY: &[&str] = &[
    "new", "free", "build", "builder", "connect", "as_str", "none",
];

/// The prefix that all names of a list have: C puts the type before each.
fn common_prefix(names: &[String]) -> String {
    let first = names.first().map_or("", String::as_str);
    let up_to = |end: &usize| first[..*end].starts_with("mwa") | first.starts_with("MWA");
    let ends = first.match_indices('_').map(|(at, _)| at + 1);
    let common = ends
        .filter(up_to)
        .filter(|end| names.iter().all(|name| name.starts_with(&first[..*end])))
        .max();
    first[..common.unwrap_or(0)].to_owned()
}

fn table(of: &Type, used: &mut Vec<String>) -> String {
    let mut rows: BTreeMap<String, [Vec<&str>; 5]> = BTreeMap::new();
    for (language, members) in of.members.iter().enumerate() {
        let prefix = common_prefix(members);
        for member in members {
            let prefix = match member.as_str() {
                // Two types of C are one elsewhere.
                member if prefix == "mwa_" => {
                    let end = member.match_indices('_').nth(1).map_or(0, |(at, _)| at + 1);
                    &member[..end]
                }
                _ => &prefix,
            };
            let word = word(member, prefix);
            if MACHINERY.contains(&word.as_str()) {
                continue;
            }
            let cell = &mut rows.entry(word).or_default()[language];
            if !cell.contains(&member.as_str()) {
                cell.push(member);
            }
        }
    }
    // The command's options and the keys of its results are those of several types; each is
    // listed with its own.
    if of.members[4].iter().any(|member| member.starts_with("--")) || of.title == "An error" {
        rows.retain(|_, cells| cells[..4].iter().any(|cell| !cell.is_empty()));
    }
    let mut table = format!(
        "\n## {}\n\n| {} |\n|---|---|---|---|---|\n",
        of.title,
        LANGUAGES.join(" | ")
    );
    for cells in rows.values() {
        used.extend(cells[4].iter().map(|member| (*member).to_owned()));
        let cells = cells.each_ref().map(|cell| match cell.as_slice() {
            [] => "–".to_owned(),
            names => names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", "),
        });
        writeln!(table, "| {} |", cells.join(" | ")).unwrap();
    }
    table
}

fn made() -> String {
    let mut made = HEAD.to_owned();
    let mut used = Vec::new();
    for of in types() {
        made.push_str(&table(&of, &mut used));
    }
    let own = members::command_options();
    let own: Vec<_> = own
        .iter()
        .filter(|option| !used.contains(option))
        .map(|option| format!("`{option}`"))
        .collect();
    write!(
        made,
        "\n## Options that only the command has\n\n{}\n",
        own.join(", ")
    )
    .unwrap();
    made
}

#[test]
fn words_of_the_five_languages_are_side_by_side() {
    let made = made();
    // Nothing would be compared where nothing is read.
    for row in [
        "| `probe` | `mwa_wiki_probe` | `probe` | `probe` | `mwaccount probe` |",
        "| `NameTaken` | `MWA_REASON_NAME_TAKEN` | `NAME_TAKEN` | `NameTaken` | `\"name-taken\"` |",
    ] {
        assert!(made.contains(row), "{row} is not in {made}");
    }
    assert_committed("docs/words.md", &made, REFRESH, "");
}
