//! The result of `mwaccount probe`, as JSON and as text.

use mwaccount::{Refused, Requirements, Verdict};
use serde::Serialize;

use crate::{
    json_ask::{JsonCaptcha, JsonField},
    report::{Asked, Outcome, Report},
    terminal::sanitize,
    wiki_facts::WikiFacts,
};

/// The object of `mwaccount probe --json`. After a failed probe, the values that only a probe
/// finds are null.
#[derive(Debug, Serialize)]
pub struct ProbeReport<'r> {
    outcome: Outcome,
    dialect: Option<&'static str>,
    generator: Option<&'r str>,
    reason: Option<&'static str>,
    code: Option<&'r str>,
    message: Option<&'r str>,
    account_request_url: Option<&'r str>,
    fields: &'r [JsonField],
    captcha: Option<&'r JsonCaptcha>,
    may_create: Option<bool>,
    captcha_asked: Option<bool>,
    name: Option<JsonVerdict>,
    name_free: Option<bool>,
    password: Option<JsonVerdict>,
    email_required: Option<bool>,
    single_sign_on: Option<bool>,
    wiki: &'r WikiFacts,
    requests: u64,
}

/// The wiki's verdict on a name or password.
#[derive(Debug, Serialize)]
struct JsonVerdict {
    good: bool,
    reason: Option<&'static str>,
    code: Option<String>,
    message: Option<String>,
}

impl<'r> ProbeReport<'r> {
    /// Creates the object from a report.
    pub fn new(report: &'r Report, wiki: &'r WikiFacts, requests: u64) -> Self {
        let found = report.requirements.as_ref();
        let verdict_of = |verdict: fn(&Requirements) -> &Option<Verdict>| {
            found.and_then(|found| verdict(found).as_ref().map(JsonVerdict::new))
        };
        Self {
            outcome: report.outcome,
            dialect: found.map_or(wiki.dialect, |found| Some(found.dialect.as_str())),
            generator: wiki.generator.as_deref(),
            reason: report.reason,
            code: report.code.as_deref(),
            message: report.message.as_deref(),
            account_request_url: report.account_request_url.as_deref(),
            fields: &report.fields,
            captcha: report.captcha.as_ref(),
            may_create: found.and_then(|found| found.may_create),
            captcha_asked: found.and_then(|found| found.captcha_asked),
            name: verdict_of(|found| &found.name),
            name_free: found.and_then(|found| found.name_free),
            password: verdict_of(|found| &found.password),
            email_required: found.and_then(|found| found.email_required),
            single_sign_on: found.map(|found| found.single_sign_on),
            wiki,
            requests,
        }
    }

    /// Formats the object as a list, a line for each value. `asked` tells what was to be checked.
    pub fn to_text(&self, asked: Asked) -> String {
        let generator = self.generator.unwrap_or("unknown");
        let dialect = self.dialect.unwrap_or("unknown");
        let fields = self.fields.iter().filter(|field| field.is_filled());
        let fields: Vec<String> = fields.map(JsonField::to_text).collect();
        let captcha = self.captcha.map(JsonCaptcha::to_text);
        let may_create = match (self.may_create, self.message) {
            (Some(false), Some(message)) => format!("no: {message}"),
            (may, _) => yes_or_no(may).to_owned(),
        };
        let mut lines = vec![
            ("wiki", self.wiki.api_url.clone().unwrap_or_default()),
            ("release", generator.to_owned()),
            ("dialect", dialect.to_owned()),
            ("may create", may_create),
        ];
        if let Some(url) = self.account_request_url {
            lines.push(("request one at", url.to_owned()));
        }
        if self.single_sign_on == Some(true) {
            lines.push((
                "single sign-on",
                "accounts can come from another service only".to_owned(),
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
        let free = self.name_free == Some(true);
        let free = free.then_some("free, but this wiki may refuse it at the creation");
        for (what, is_asked, verdict, otherwise) in [
            ("name", asked.name, &self.name, free),
            ("password", asked.password, &self.password, None),
        ] {
            match verdict {
                Some(verdict) => lines.push((what, verdict.to_text())),
                None if is_asked => lines.push((what, otherwise.unwrap_or("unknown").to_owned())),
                None => {}
            }
        }
        let lines = lines
            .iter()
            .map(|(what, is)| format!("{:<17}{}\n", format!("{what}:"), sanitize(is)));
        lines.collect()
    }
}

impl JsonVerdict {
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

    fn to_text(&self) -> String {
        match (&self.message, self.reason) {
            (Some(message), Some(reason)) => format!("refused: {message} ({reason})"),
            _ => "good".to_owned(),
        }
    }
}

fn yes_or_no(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}
