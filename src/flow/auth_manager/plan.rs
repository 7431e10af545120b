//! From an offer and an account to the fields that begin a creation.

use crate::{
    Answer, Answers, Ask, Error, Field, Misuse, NewAccount, Reason, Refused, Warning,
    flow::{
        fields::{Filled, check_names, fill},
        refusal,
    },
    offer::{AuthRequest, Offer, Required},
    wire::Form,
};

/// What to do with an offer.
pub(super) enum Plan {
    /// Send these fields; the warnings say what is left out.
    Send(Form, Vec<Warning>),
    Ask(Ask),
    Refused(Refused),
    Failed(Error),
}

/// Finds the requests to use and fills them.
pub(super) fn plan(offer: &Offer, account: &NewAccount, given: &Answers) -> Plan {
    match try_plan(offer, account, given) {
        Ok(plan) => plan,
        Err(misuse) => Plan::Failed(misuse.into()),
    }
}

fn try_plan(offer: &Offer, account: &NewAccount, given: &Answers) -> Result<Plan, Misuse> {
    let values = Values::new(account, given);
    if values.get("username").is_none() {
        return Err(Misuse::of("username", "the name of the account is empty"));
    }
    if let Some(refused) = refusal::empty_password(account) {
        return Ok(Plan::Refused(refused));
    }
    let Some(primary) = choose_primary(offer, account, &values)? else {
        return Ok(Plan::Refused(refusal::ours(
            Reason::NoLocalAccounts,
            "this wiki takes no new accounts of its own; its users come from another login service",
        )));
    };
    check_names(&offer.shown(), account.fields.names())?;
    if let Some(twice) = account
        .fields
        .names()
        .find(|n| values.account.get(n).is_some())
    {
        return Err(Misuse::of(
            twice,
            format!("the field \"{twice}\" is given twice; the account says it already"),
        ));
    }
    let others = offer
        .requests
        .iter()
        .filter(|r| r.required != Required::Primary);
    let used: Vec<&AuthRequest> = others.chain([primary]).collect();
    let warnings = not_offered(&used, account)?;

    let mut form = Form::default();
    let mut lacking = Vec::new();
    for request in used {
        let filled = values.fill(request)?;
        match (filled.missing.is_empty(), request.required) {
            (true, _) => filled.send(&mut form),
            (false, Required::Optional) if !filled.touched => {}
            (false, _) => lacking.push(request),
        }
    }
    if lacking.is_empty() {
        Ok(Plan::Send(form, warnings))
    } else {
        Ok(Plan::Ask(ask(&lacking, &values)))
    }
}

/// Takes answers to an ask; on a misuse `given` is of no use any more.
pub(super) fn accept(
    offer: &Offer,
    ask: &Ask,
    account: &NewAccount,
    given: &mut Answers,
    answers: Answers,
) -> Result<(), Misuse> {
    check_names(&ask.fields, answers.names())?;
    for (name, answer) in answers {
        given.set(name, answer);
    }
    match try_plan(offer, account, given)? {
        Plan::Ask(still) => {
            let values = Values::new(account, given);
            let missing = still
                .fields
                .iter()
                .find(|f| !f.optional && !values.fills(f));
            let name = missing.map_or("", |field| field.name.as_str());
            Err(Misuse::of(
                name,
                format!("the field \"{name}\" must be filled"),
            ))
        }
        _ => Ok(()),
    }
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

    fn get(&self, name: &str) -> Option<&Answer> {
        let given = self.given.get(name).or_else(|| self.account.get(name));
        given.or_else(|| self.fields.get(name))
    }

    fn fill(&self, request: &AuthRequest) -> Result<Filled, Misuse> {
        fill(request, |name| self.get(name))
    }

    /// Whether there is a value for a field that must not be empty.
    fn fills(&self, field: &Field) -> bool {
        match self.get(&field.name) {
            None => false,
            Some(Answer::Text(text)) => !text.is_empty(),
            Some(Answer::Checked(checked)) => *checked,
            Some(Answer::Many(values)) => !values.is_empty(),
        }
    }
}

/// The primary request to use: the one that takes what was wished for
/// (`mailpassword`, `domain`), else the first that is complete, else the first of
/// all, whose fields are then asked for. `None` if there is none.
fn choose_primary<'o>(
    offer: &'o Offer,
    account: &NewAccount,
    values: &Values<'_>,
) -> Result<Option<&'o AuthRequest>, Misuse> {
    let primaries = || {
        offer
            .requests
            .iter()
            .filter(|r| r.required == Required::Primary)
    };
    let with = |name: &str| primaries().find(|r| r.field(name).is_some());
    if account.mail_password {
        return match with("mailpassword") {
            None if primaries().next().is_some() => Err(Misuse::of(
                "mailpassword",
                "this wiki does not offer to mail a password; log in as somebody who may create accounts, or give one",
            )),
            found => Ok(found),
        };
    }
    if account.domain.is_some()
        && let Some(found) = with("domain")
    {
        return Ok(Some(found));
    }
    for primary in primaries() {
        if values.fill(primary)?.missing.is_empty() {
            return Ok(Some(primary));
        }
    }
    Ok(with("password").or_else(|| primaries().next()))
}

/// What was wished and is not on offer: an error where the account would be
/// another one than was meant, a warning where it is only less complete.
fn not_offered(used: &[&AuthRequest], account: &NewAccount) -> Result<Vec<Warning>, Misuse> {
    let lacks = |field: &str, wish: &Option<String>| {
        let wished = wish.as_deref().is_some_and(|wish| !wish.is_empty());
        wished && !used.iter().any(|request| request.field(field).is_some())
    };
    if lacks("email", &account.email) {
        return Err(Misuse::of(
            "email",
            "this wiki takes no e-mail address for a new account; leave it out",
        ));
    }
    if lacks("domain", &account.domain) {
        return Err(Misuse::of(
            "domain",
            "this wiki knows no domains for new accounts; leave it out",
        ));
    }
    let mut warnings = Vec::new();
    for (field, wish, what) in [
        ("realname", &account.real_name, "real name"),
        ("reason", &account.reason, "reason"),
    ] {
        if lacks(field, wish) {
            let message = format!("the wiki takes no {what} here; it was left out");
            warnings.push(Warning::new(Warning::NOT_OFFERED, message));
        }
    }
    Ok(warnings)
}

/// Asks for what requests lack: their fields, but for those the account answers.
fn ask(lacking: &[&AuthRequest], values: &Values<'_>) -> Ask {
    let offer = Offer {
        requests: lacking.iter().map(|request| (*request).clone()).collect(),
    };
    let mut ask = offer.ask(None);
    ask.fields
        .retain(|field| values.account.get(&field.name).is_none() && field.name != "retype");
    ask
}
