//! What a look at a wiki ends with.

use mwaccount::{Refused, Requirements, Verdict};
use serde::Serialize;

use crate::{
    challenge::{CaptchaShown, FieldShown},
    report::{Outcome, Report},
    run::WikiSeen,
    terminal::plain,
};

/// What was seen beyond what every report has; all of it is null if the wiki could not
/// be looked at.
#[derive(Debug, Serialize)]
pub struct Probed {
    may_create: Option<bool>,
    captcha_asked: Option<bool>,
    name: Option<Word>,
    password: Option<Word>,
    email_required: Option<bool>,
    single_sign_on: Option<bool>,
}

/// The wiki's word on a name or password.
#[derive(Debug, Serialize)]
struct Word {
    good: bool,
    reason: Option<&'static str>,
    code: Option<String>,
    message: Option<String>,
}

impl Probed {
    /// What the library found.
    pub fn new(found: &Requirements) -> Self {
        Self {
            may_create: found.may_create,
            captcha_asked: found.captcha_asked,
            name: found.name.as_ref().map(Word::new),
            password: found.password.as_ref().map(Word::new),
            email_required: found.email_required,
            single_sign_on: Some(found.single_sign_on),
        }
    }

    /// A short list for people.
    pub fn in_words(&self, report: &Report, wiki: &WikiSeen) -> String {
        let dialect = match wiki.dialect {
            Some("authmanager") => "AuthManager",
            Some("legacy") => "the legacy API",
            Some("webform") => "the sign-up form",
            _ => "an unknown dialect",
        };
        let generator = wiki.generator.as_deref().unwrap_or("an unknown release");
        let fields: Vec<String> = report.fields.iter().map(FieldShown::in_words).collect();
        let captcha = report.captcha.as_ref().map(CaptchaShown::in_words);
        let may_create = match (self.may_create, &report.message) {
            (Some(false), Some(message)) => format!("no: {message}"),
            (may, _) => yes_or_no(may).to_owned(),
        };
        let mut lines = vec![
            ("wiki", wiki.api.clone().unwrap_or_default()),
            ("release", format!("{generator}, spoken to by {dialect}")),
            ("may create", may_create),
        ];
        if self.single_sign_on == Some(true) {
            lines.push((
                "single sign-on",
                "accounts come from another service only".to_owned(),
            ));
        }
        if !fields.is_empty() {
            lines.push(("fields", fields.join(", ")));
        }
        lines.push((
            "captcha",
            captcha.unwrap_or_else(|| yes_or_no(self.captcha_asked).to_owned()),
        ));
        lines.push(("e-mail required", yes_or_no(self.email_required).to_owned()));
        for (what, word) in [("name", &self.name), ("password", &self.password)] {
            if let Some(word) = word {
                lines.push((what, word.in_words()));
            }
        }
        let lines = lines
            .iter()
            .map(|(what, is)| format!("{:<17}{}\n", format!("{what}:"), plain(is)));
        lines.collect()
    }
}

impl Word {
    fn new(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Good => Self {
                good: true,
                reason: None,
                code: None,
                message: None,
            },
            Verdict::Refused(Refused {
                reason,
                code,
                message,
                ..
            }) => Self {
                good: false,
                reason: Some(reason.as_str()),
                code: code.clone(),
                message: Some(message.clone()),
            },
        }
    }

    fn in_words(&self) -> String {
        match (&self.message, self.reason) {
            (Some(message), Some(reason)) => format!("no: {message} ({reason})"),
            _ => "good".to_owned(),
        }
    }
}

fn yes_or_no(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}

/// The object of `mwaccount probe --json`.
#[derive(Debug, Serialize)]
pub struct ProbeObject<'r> {
    outcome: Outcome,
    dialect: Option<&'static str>,
    generator: Option<&'r str>,
    reason: Option<&'static str>,
    code: Option<&'r str>,
    message: Option<&'r str>,
    fields: &'r [FieldShown],
    captcha: Option<&'r CaptchaShown>,
    #[serde(flatten)]
    probed: &'r Probed,
    wiki: &'r WikiSeen,
    requests: u64,
}

impl<'r> ProbeObject<'r> {
    /// The object of a report.
    pub fn new(report: &'r Report, wiki: &'r WikiSeen, requests: u64) -> Self {
        static NOTHING: Probed = Probed {
            may_create: None,
            captcha_asked: None,
            name: None,
            password: None,
            email_required: None,
            single_sign_on: None,
        };
        Self {
            outcome: report.outcome,
            dialect: wiki.dialect,
            generator: wiki.generator.as_deref(),
            reason: report.reason,
            code: report.code.as_deref(),
            message: report.message.as_deref(),
            fields: &report.fields,
            captcha: report.captcha.as_ref(),
            probed: report.probed.as_ref().unwrap_or(&NOTHING),
            wiki,
            requests,
        }
    }
}
