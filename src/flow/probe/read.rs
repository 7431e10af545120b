//! The query of a probe for release, rights, blocks and the name's availability.

use serde_json::Value;

use super::{Probe, Stage};
use crate::{
    Dialect, Reason, Refused, Session, Verdict,
    flow::{detect, refusal, who_am_i},
    http::{Reply, Request},
    mediawiki::{
        api_response::{items, text},
        html, message,
        parameter::multiple,
    },
};

impl Probe {
    pub(super) fn read_request(&self, session: &Session, with_name: bool) -> Request {
        let mut query = vec![
            ("action", "query"),
            ("meta", "siteinfo|userinfo"),
            ("siprop", "general"),
            ("uiprop", "rights|blockinfo|realname"),
            ("format", "json"),
        ];
        let name = self
            .account_name()
            .filter(|_| with_name)
            .map(|name| multiple(&[name]));
        if let Some(name) = &name {
            query.extend([
                ("list", "users"),
                ("ususers", name),
                ("usprop", "cancreate"),
            ]);
        }
        query.extend(session.assert_query());
        Request::get(&session.api, &query)
    }

    /// Reads the reply. A private wiki refuses the query, and the probe continues with less
    /// information.
    pub(super) fn read(&mut self, session: &mut Session, with_name: bool, reply: Reply) -> Stage {
        if let Ok(answer) = detect::api_response(reply) {
            match answer.error() {
                Some(error) if with_name && error.code.starts_with("us") => {
                    let refused = refusal::refused(self.found.dialect, "invaliduser", error.info);
                    self.found.name = Some(Verdict::Refused(refused));
                    return Stage::Read { with_name: false };
                }
                Some(error)
                    if refusal::reason(self.found.dialect, &error.code) == Reason::SessionLost =>
                {
                    return Stage::Done(Err(refusal::session_lost(Some(error.code))));
                }
                Some(_) => {}
                None => {
                    let query = answer.get("query");
                    if !who_am_i::is_creator(session, &query["userinfo"]) {
                        return Stage::Done(Err(refusal::session_lost(None)));
                    }
                    self.read_query(session, query);
                }
            }
        }
        match self.found.dialect {
            Dialect::WebForm => Stage::Form,
            Dialect::LegacyApi => Stage::Parameters,
            Dialect::AuthManager => self.dry_run_stage(session),
        }
    }

    /// Returns the refusal for a `cancreateerror`, an error in the format of before 1.29: its message's
    /// key and parameters. AntiSpoof's conflict has no key of its own, and its text is in the
    /// parameters.
    fn name_refused(&self, error: &Value) -> Refused {
        let key = text(error, "message").unwrap_or_default();
        let params: Vec<String> = items(&error["params"])
            .iter()
            .map(message::param_to_text)
            .collect();
        let message = message::from_key(&key, &params);
        let has_text = message.is_some();
        let code = text(error, "code").unwrap_or(key);
        let message = message.unwrap_or_else(|| match params.join(", ") {
            known if known.is_empty() => String::new(),
            known => format!("the wiki refused with the code \"{code}\" ({known})"),
        });
        let mut refused = refusal::refused(self.found.dialect, &code, message);
        if has_text && refused.reason == Reason::RefusedByExtension {
            // A provider's test of the name (`testUserForCreation`) gave the text.
            refused.reason = Reason::NameInvalid;
        }
        refused
    }

    pub(super) fn read_query(&mut self, session: &mut Session, query: &Value) {
        let generator = text(&query["general"], "generator");
        session.facts.generator = generator.or(session.facts.generator.take());
        self.found.generator = session.facts.generator.clone();
        self.read_caller(&query["userinfo"]);
        let general = &query["general"];
        if is_set(general, "readonly") {
            let reason = text(general, "readonlyreason").unwrap_or_default();
            self.refuse(read_only(&message::to_text(&reason)));
        }
        self.read_name(&query["users"][0]);
    }

    /// Reads the caller's rights and block. They show who may not create accounts, but not who may:
    /// extensions block callers too, and a block of an address may concern its users (1.27 and later:
    /// the dry run shows it; before, the token request or the sign-up page).
    fn read_caller(&mut self, user: &Value) {
        if let Some(rights) = user["rights"].as_array()
            && !rights.iter().any(|right| right == "createaccount")
        {
            self.refuse(refusal::without_code(
                Reason::NotPermitted,
                "this user may not create accounts on this wiki",
            ));
        }
        if is_set(user, "blocknocreate") {
            let reason = text(user, "blockreason").unwrap_or_default();
            let message = format!(
                "the wiki blocks this user or address: {}",
                html::to_text(&reason)
            );
            self.refuse(refusal::without_code(Reason::Blocked, message));
        }
        // Core returns an anonymous user's real name as empty, and omits it if real names are
        // hidden.
        self.has_real_name = user.get("realname").is_some();
    }

    fn read_name(&mut self, user: &Value) {
        if user.get("invalid").is_some() {
            let message = "the wiki does not accept this user name".to_owned();
            let refused = refusal::refused(self.found.dialect, "invaliduser", message);
            self.found.name = Some(Verdict::Refused(refused));
        } else if user.get("name").is_some() && user.get("missing").is_none() {
            self.found.name_free = Some(false);
            self.found.name = Some(Verdict::Refused(self.name_taken()));
        } else if user.get("missing").is_some() {
            self.found.name_free = Some(true);
            for error in items(&user["cancreateerror"]) {
                let refused = self.name_refused(error);
                if refusal::concerns_caller(refused.reason) {
                    self.refuse(refused);
                } else if self.found.name.is_none() {
                    self.found.name = Some(Verdict::Refused(refused));
                }
            }
            if is_set(user, "cancreate") {
                self.found.name = Some(Verdict::Good);
            }
        }
    }

    /// Returns the refusal of a name that has an account.
    pub(super) fn name_taken(&self) -> Refused {
        refusal::refused(
            self.found.dialect,
            "userexists",
            "the name is taken".to_owned(),
        )
    }
}

/// Returns whether a Boolean member is true: it is present without `formatversion`.
fn is_set(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(|value| value != false)
}

/// Returns the refusal of a read-only wiki (`readonlyreason` of `meta=siteinfo`).
fn read_only(reason: &str) -> Refused {
    let message = match reason {
        "" => "the wiki is read-only".to_owned(),
        reason => format!("the wiki is read-only: {reason}"),
    };
    refusal::without_code(Reason::ReadOnly, message)
}
