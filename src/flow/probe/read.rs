//! The query of a probe for release, rights, blocks and the name's availability.

use serde_json::Value;

use super::{Probe, Stage};
use crate::{
    Dialect, Reason, Refused, Session, Verdict,
    flow::{
        detect,
        listed_user::{ListedUser, is_set, name_taken},
        refusal, who_am_i,
    },
    http::{Reply, Request},
    mediawiki::{api_response::text, html, message, parameter::multiple},
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
        match ListedUser::read(self.found.dialect, user) {
            Some(ListedUser::Invalid(refused)) => {
                self.found.name = Some(Verdict::Refused(refused));
            }
            Some(ListedUser::Exists) => {
                self.found.name_free = Some(false);
                self.found.name = Some(Verdict::Refused(name_taken(self.found.dialect)));
            }
            Some(ListedUser::Missing {
                can_create,
                refusal,
                caller_refusal,
            }) => {
                self.found.name_free = Some(true);
                if let Some(refused) = caller_refusal {
                    self.refuse(refused);
                }
                if let Some(refused) = refusal {
                    self.found.name.get_or_insert(Verdict::Refused(refused));
                }
                if can_create {
                    self.found.name = Some(Verdict::Good);
                }
            }
            None => {}
        }
    }
}

/// Returns the refusal of a read-only wiki (`readonlyreason` of `meta=siteinfo`).
fn read_only(reason: &str) -> Refused {
    let message = match reason {
        "" => "the wiki is read-only".to_owned(),
        reason => format!("the wiki is read-only: {reason}"),
    };
    refusal::without_code(Reason::ReadOnly, message)
}
