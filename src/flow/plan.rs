//! From what a wiki asks and an account to the fields that begin a creation.

use crate::{
    Answer, Answers, Ask, InvalidInput, NewAccount, Refused, Warning,
    flow::{
        fields::{Filled, check_names, fill},
        refusal,
    },
    http::Form,
    mediawiki::{
        auth_request::{AuthRequest, AuthRequests, Required},
        parameter::multiple,
        username,
    },
};

/// What to do about what a wiki asks.
pub(crate) enum Plan {
    /// Send these fields; the warnings say what is left out.
    Send {
        form: Form,
        /// The ids of the requests that are used, where not all of them are.
        used_ids: Option<String>,
        warnings: Vec<Warning>,
    },
    Ask(Ask),
    Refused(Refused),
}

/// Finds the requests to use and fills them.
pub(crate) fn plan(
    offered: &AuthRequests,
    account: &NewAccount,
    given: &Answers,
) -> Result<Plan, InvalidInput> {
    let values = Values::new(account, given);
    check_account(account, &values)?;
    if let Some(refused) = refusal::empty_password(account) {
        return Ok(Plan::Refused(refused));
    }
    let primaries = match choose_primary(offered, account, &values)? {
        Primary::None => {
            return Ok(Plan::Refused(refusal::no_local_accounts()));
        }
        Primary::NotNeeded => Vec::new(),
        Primary::Complete(request) => vec![request],
        Primary::Incomplete(requests) => requests,
    };
    let others = offered.requests.iter();
    let others = others.filter(|request| request.required != Required::Primary);
    let used: Vec<&AuthRequest> = others.chain(primaries).collect();
    let fields = AuthRequests::of(&used).visible_fields();
    check_names(&fields, account.fields.names())?;
    let warnings = not_offered(&used, account)?;

    let used_ids = (used.len() < offered.requests.len()).then(|| ids(&used));
    let mut form = Form::default();
    let mut incomplete = Vec::new();
    for request in used {
        let filled = values.fill(request)?;
        match (filled.missing.is_empty(), request.required) {
            (true, _) => filled.append_to(&mut form),
            (false, Required::Optional) if !filled.has_value => {}
            (false, _) => incomplete.push(request),
        }
    }
    Ok(match incomplete.is_empty() {
        true => Plan::Send {
            form,
            used_ids,
            warnings,
        },
        false => Plan::Ask(ask_for_missing(&incomplete, &values)),
    })
}

/// Takes answers to an ask into those given before.
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
    if let Plan::Ask(remaining) = plan(offered, account, &given)? {
        let values = Values::new(account, &given);
        for request in &offered.requests {
            let missing = values.fill(request)?.missing;
            if let Some(name) = missing.iter().find(|name| remaining.field(name).is_some()) {
                return Err(InvalidInput::of(
                    name,
                    format!("the field \"{name}\" must be filled"),
                ));
            }
        }
    }
    Ok(given)
}

/// What is wrong with an account whatever it is used for.
fn check_account(account: &NewAccount, values: &Values<'_>) -> Result<(), InvalidInput> {
    if username::normalise(&account.name).is_empty() {
        return Err(InvalidInput::of(
            "username",
            "the name of the account is empty",
        ));
    }
    let mut names = account.fields.names();
    match names.find(|name| values.account.get(name).is_some()) {
        None => Ok(()),
        Some(duplicate) => Err(InvalidInput::of(
            duplicate,
            format!("the field \"{duplicate}\" is given twice; the account says it already"),
        )),
    }
}

/// The ids of requests as one parameter: the wiki then looks at no others.
fn ids(requests: &[&AuthRequest]) -> String {
    let ids: Vec<&str> = requests.iter().map(|request| request.id.as_str()).collect();
    multiple(&ids)
}

/// The values of a creation by the caller's names of the fields.
struct Values<'a> {
    account: Answers,
    fields: &'a Answers,
    given: &'a Answers,
}

impl<'a> Values<'a> {
    fn new(account: &'a NewAccount, given: &'a Answers) -> Self {
        let mut known = Answers::new();
        let mut set = |name: &str, value: &Option<String>| {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
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

    /// What was answered when asked goes before what was set beforehand; a revision
    /// forgets the answers that it replaces.
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
    /// There is none: nobody gets an account here.
    None,
    /// The wiki has kept what it needs.
    NotNeeded,
    Complete(&'o AuthRequest),
    /// One of these is to be filled.
    Incomplete(Vec<&'o AuthRequest>),
}

/// The primary request that takes what was wished for: an account must not come to be
/// without the password, domain or mail that was meant.
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
            "this wiki does not offer to mail a password; log in as somebody who may create accounts, or give one",
        ),
        (
            password,
            "password",
            "this wiki takes no password for a new account; leave it out",
        ),
    ] {
        if is_set {
            requests.retain(|request| request.field(field).is_some());
            if requests.is_empty() {
                return Err(InvalidInput::of(field, message));
            }
        }
    }
    // Of several that will do, one that takes the domain and the further fields.
    let matching_fields = |request: &AuthRequest| {
        let domain = account.domain.as_ref().map(|_| "domain");
        let names = account.fields.names().chain(domain);
        names.filter(|name| request.field(name).is_some()).count()
    };
    requests.sort_by_key(|request| std::cmp::Reverse(matching_fields(request)));
    for request in &requests {
        if values.fill(request)?.missing.is_empty() {
            return Ok(Primary::Complete(request));
        }
    }
    Ok(Primary::Incomplete(requests))
}

/// What was wished and is not on offer: an error where the account would be
/// another one than was meant, a warning where it is only less complete.
fn not_offered(used: &[&AuthRequest], account: &NewAccount) -> Result<Vec<Warning>, InvalidInput> {
    let is_missing = |field: &str, value: &Option<String>| {
        let is_set = value.as_deref().is_some_and(|value| !value.is_empty());
        is_set && !used.iter().any(|request| request.field(field).is_some())
    };
    if is_missing("email", &account.email) {
        return Err(InvalidInput::of(
            "email",
            "this wiki takes no e-mail address for a new account; leave it out",
        ));
    }
    if is_missing("domain", &account.domain) {
        return Err(InvalidInput::of(
            "domain",
            "this wiki knows no domains for new accounts; leave it out",
        ));
    }
    let mut warnings = Vec::new();
    for (field, value, what) in [
        ("realname", &account.real_name, "real name"),
        ("reason", &account.reason, "reason"),
    ] {
        if is_missing(field, value) {
            let message = format!("the wiki takes no {what} here; it was left out");
            warnings.push(Warning::new(Warning::NOT_OFFERED, message));
        }
    }
    Ok(warnings)
}

/// Asks for what requests lack: their fields, but for those the account answers. Of
/// several primary requests one will do, so that no field of theirs is a must.
fn ask_for_missing(incomplete: &[&AuthRequest], values: &Values<'_>) -> Ask {
    let is_primary = |request: &&&AuthRequest| request.required == Required::Primary;
    let alternatives: Vec<&AuthRequest> = incomplete.iter().filter(is_primary).copied().collect();
    let mut ask = AuthRequests::of(incomplete).ask(None);
    ask.fields
        .retain(|field| values.account.get(&field.name).is_none() && field.name != "retype");
    if alternatives.len() > 1 {
        for field in &mut ask.fields {
            field.optional |= alternatives
                .iter()
                .any(|request| request.field(&field.name).is_some());
        }
    }
    ask
}
