//! Choosing and filling the fields that begin a creation, from the wiki's requests and the account.

use crate::{
    Answer, Answers, Ask, InvalidInput, NewAccount, Refused, Warning,
    account::non_empty,
    flow::{
        fields::{Filled, check_names, fill, unanswered},
        not_offered::not_offered,
        refusal,
    },
    http::Form,
    mediawiki::{
        auth_request::{
            AuthField, AuthRequest, AuthRequests, Required, mark_alternatives, visible_fields,
        },
        parameter::multiple,
    },
};

/// The next action of a creation.
pub(crate) enum Plan {
    /// Send these fields. The warnings name what was left out.
    Send {
        form: Form,
        /// The ids of the used requests, if some are left out (`createrequests`).
        used_ids: Option<String>,
        warnings: Vec<Warning>,
    },
    Ask(Ask),
    Refused(Refused),
}

/// Chooses the requests to use and fills them. The language is no field of a request, so the
/// caller handles it.
pub(crate) fn plan(
    offered: &AuthRequests,
    account: &NewAccount,
    given: &Answers,
) -> Result<Plan, InvalidInput> {
    let values = Values::new(account, given);
    check_fields(account, &values)?;
    if let Some(refused) = refusal::empty_password(account) {
        return Ok(Plan::Refused(refused));
    }
    let (primaries, mut filled_primary) = match choose_primary(offered, account, &values)? {
        Primary::None => {
            return Ok(Plan::Refused(refusal::no_local_accounts()));
        }
        Primary::NotNeeded => (Vec::new(), None),
        Primary::Complete(request, filled) => (vec![request], Some(filled)),
        Primary::Incomplete(requests) => (requests, None),
    };
    let others = offered.requests.iter();
    let others = others.filter(|request| request.required != Required::Primary);
    let used: Vec<&AuthRequest> = others.chain(primaries).collect();
    let fields = visible_fields(used.iter().copied());
    check_names(fields.iter().copied(), account.fields.names())?;
    let warnings = not_offered(account, |field| {
        let is_field = |request: &&AuthRequest| request.field(field).is_some();
        field == "language" || used.iter().any(is_field)
    })?;

    let used_ids = (used.len() < offered.requests.len()).then(|| ids(&used));
    let mut form = Form::default();
    let mut incomplete = Vec::new();
    for request in used {
        let filled = match request.required {
            Required::Primary => filled_primary.take(),
            _ => None,
        };
        let filled = filled.map_or_else(|| values.fill(request), Ok)?;
        match (filled.missing.is_empty(), request.required) {
            (true, _) => filled.append_to(&mut form),
            (false, Required::Optional) if !filled.has_value => {}
            (false, _) => incomplete.push(request),
        }
    }
    Ok(if incomplete.is_empty() {
        Plan::Send {
            form,
            used_ids,
            warnings,
        }
    } else {
        Plan::Ask(ask_for_missing(&incomplete, &values))
    })
}

/// Adds the answers to an ask to the earlier ones. Fails if a required field stays empty.
pub(crate) fn merge_answers(
    offered: &AuthRequests,
    ask: &Ask,
    account: &NewAccount,
    given: &Answers,
    answers: Answers,
) -> Result<Answers, InvalidInput> {
    check_names(&ask.fields, answers.names())?;
    let mut given = given.clone();
    for (name, answer) in answers {
        given.set(name, answer);
    }
    let fields = offered.requests.iter().flat_map(|request| &request.fields);
    for AuthField { field, .. } in fields.filter(|field| field.is_asked) {
        let was_asked = ask.field(&field.name).is_some();
        if was_asked && field.optional && given.get(&field.name).is_none() {
            given.set(&field.name, unanswered(field));
        }
    }
    if let Plan::Ask(remaining) = plan(offered, account, &given)? {
        let values = Values::new(account, &given);
        for request in &offered.requests {
            let missing = values.fill(request)?.missing;
            if let Some(name) = missing.iter().find(|name| remaining.field(name).is_some()) {
                return Err(InvalidInput::in_field(
                    name,
                    format!("the field \"{name}\" must be filled"),
                ));
            }
        }
    }
    Ok(given)
}

/// Fails if a field is set twice.
fn check_fields(account: &NewAccount, values: &Values<'_>) -> Result<(), InvalidInput> {
    let mut names = account.fields.names();
    match names.find(|name| values.account.get(name).is_some()) {
        None => Ok(()),
        Some(duplicate) => Err(InvalidInput::in_field(
            duplicate,
            format!(
                "the field \"{duplicate}\" is set twice, in the account and among its fields; set it once"
            ),
        )),
    }
}

/// Joins the ids of requests for the parameter `createrequests`. The wiki ignores all other
/// requests.
fn ids(requests: &[&AuthRequest]) -> String {
    let ids: Vec<&str> = requests.iter().map(|request| request.id.as_str()).collect();
    multiple(&ids)
}

/// The values of a creation, by the field names that the caller sees.
struct Values<'a> {
    account: Answers,
    fields: &'a Answers,
    given: &'a Answers,
}

impl<'a> Values<'a> {
    fn new(account: &'a NewAccount, given: &'a Answers) -> Self {
        let mut known = Answers::new();
        let mut set = |name: &str, value: &Option<String>| {
            if let Some(value) = non_empty(value) {
                known.set(name, value);
            }
        };
        set("username", &Some(account.name.clone()));
        set("email", &account.email);
        set("realname", &account.real_name);
        set("domain", &account.domain);
        set("reason", &account.reason);
        let password = account.password.clone().map(Answer::Text);
        if let Some(password) = password.as_ref().or(given.get("password")) {
            known.set("password", password.clone());
            known.set("retype", password.clone());
        }
        if account.mail_password {
            known.set("mailpassword", true);
        }
        Self {
            account: known,
            fields: &account.fields,
            given,
        }
    }

    /// Returns a field's value. Answers to an ask take precedence over fields that were set
    /// beforehand; a revision removes the answers that it replaces.
    fn get(&self, name: &str) -> Option<&Answer> {
        let value = self.account.get(name).or_else(|| self.given.get(name));
        value.or_else(|| self.fields.get(name))
    }

    fn fill(&self, request: &AuthRequest) -> Result<Filled, InvalidInput> {
        fill(request, |name| self.get(name))
    }
}

/// The primary request of a creation.
enum Primary<'o> {
    /// The wiki offers none, so it creates no accounts.
    None,
    /// The wiki has kept the credentials of an earlier attempt.
    NotNeeded,
    Complete(&'o AuthRequest, Filled),
    /// One of these must be filled.
    Incomplete(Vec<&'o AuthRequest>),
}

/// Chooses the primary request that accepts the given password, domain and mailed password. Without
/// that an account could be created with other credentials than intended.
fn choose_primary<'o>(
    offered: &'o AuthRequests,
    account: &NewAccount,
    values: &Values<'_>,
) -> Result<Primary<'o>, InvalidInput> {
    let mut requests: Vec<&AuthRequest> = offered.requests.iter().collect();
    requests.retain(|request| request.required == Required::Primary);
    let password = !account.mail_password && values.get("password").is_some();
    let wiki_kept_credentials = offered.primary_preserved && offered.preserves_for(&account.name);
    if wiki_kept_credentials && !password && !account.mail_password {
        return Ok(Primary::NotNeeded);
    }
    if requests.is_empty() {
        return Ok(Primary::None);
    }
    for (is_set, field, message) in [
        (
            account.mail_password,
            "mailpassword",
            "this wiki does not offer to mail a password; give one, or log in as a creator",
        ),
        (
            password,
            "password",
            "this wiki accepts no password for a new account; leave it out",
        ),
    ] {
        if is_set {
            requests.retain(|request| request.field(field).is_some());
            if requests.is_empty() {
                return Err(InvalidInput::in_field(field, message));
            }
        }
    }
    // Prefer the request that accepts most of the further fields and the domain.
    let matching_fields = |request: &AuthRequest| {
        let domain = account.domain.as_ref().map(|_| "domain");
        let names = account.fields.names().chain(domain);
        names.filter(|name| request.field(name).is_some()).count()
    };
    requests.sort_by_key(|request| std::cmp::Reverse(matching_fields(request)));
    for request in &requests {
        let filled = values.fill(request)?;
        if filled.missing.is_empty() {
            return Ok(Primary::Complete(request, filled));
        }
    }
    Ok(Primary::Incomplete(requests))
}

/// Asks for the missing fields of these requests, except those that the account sets. If there are
/// several primary requests, one is enough, so their fields are optional.
fn ask_for_missing(incomplete: &[&AuthRequest], values: &Values<'_>) -> Ask {
    let is_primary = |request: &&&AuthRequest| request.required == Required::Primary;
    let alternatives: Vec<&AuthRequest> = incomplete.iter().filter(is_primary).copied().collect();
    let mut ask = AuthRequests::from_requests(incomplete).ask(None);
    ask.fields.retain(|field| {
        let is_set = values.account.get(&field.name).is_some();
        !is_set && field.name != "retype" && !field.is_sent_back()
    });
    if alternatives.len() > 1 {
        mark_alternatives(&mut ask.fields, &alternatives);
        for field in &mut ask.fields {
            field.optional |= alternatives
                .iter()
                .any(|request| request.field(&field.name).is_some());
        }
    }
    ask
}
