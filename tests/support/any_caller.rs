//! A caller who answers steps with anything: right, wrong and odd input, and accounts of every kind.

use mwaccount::{
    Answer, Answers, Credentials, Field, FieldKind, NewAccount, Session, Step,
    flow::{Conversation, Input, Interaction},
};

use crate::{
    accounts::{ADMIN_PASSWORD, PASSWORD},
    random::Choices,
};

/// Returns the step, and the names of its fields except the password.
pub fn asked(pause: &Step) -> Vec<String> {
    match pause {
        Step::Ask(ask) => {
            let names = ask.fields.iter().map(|field| field.name.clone());
            let names = names.filter(|name| name != "password");
            names.chain(["ask".to_owned()]).collect()
        }
        other => vec![format!("{other:?}")],
    }
}

/// Returns an input that this step accepts, tried on a copy.
pub fn accepted_input(
    flow: &Conversation<Interaction>,
    session: &Session,
    pause: &Step,
) -> Result<Input, String> {
    let candidates = match pause {
        Step::Ask(ask) | Step::Restart(ask) => answers(&ask.fields),
        Step::Redirect(redirect) => answers(&redirect.fields),
        _ if flow.flow().is_login() => {
            let credentials = Credentials::password("Admin", ADMIN_PASSWORD);
            vec![Input::ReviseLogin(credentials)]
        }
        _ => {
            let plain = NewAccount::new("Zoe");
            let accounts = [
                plain.clone().password(PASSWORD),
                plain.clone(),
                plain.mail_password(),
            ];
            accounts.map(Input::Revise).to_vec()
        }
    };
    let mut why = Vec::new();
    for input in candidates {
        match flow.clone().answer(&mut session.clone(), input.clone()) {
            Ok(()) => return Ok(input),
            Err(invalid) => why.push(invalid.message),
        }
    }
    Err(why.join("; "))
}

/// Returns answers to all fields, with and without buttons pressed.
fn answers(fields: &[Field]) -> Vec<Input> {
    let fill = |press: bool| {
        let mut answers = Answers::new();
        for field in fields {
            let value = match field.kind {
                FieldKind::String | FieldKind::Password => Answer::from("some text"),
                FieldKind::Checkbox => Answer::from(true),
                FieldKind::Button if press => Answer::from(true),
                FieldKind::Select | FieldKind::Multiselect => match field.options.first() {
                    Some((value, _)) => Answer::from(value.as_str()),
                    None => continue,
                },
                _ => continue,
            };
            answers.set(field.name.as_str(), value);
        }
        Input::Answers(answers)
    };
    vec![fill(false), fill(true), Input::Answers(Answers::new())]
}

/// Returns a right, wrong or odd input.
pub fn input(random: &mut impl Choices, pause: &Step) -> Input {
    let fields: &[Field] = match pause {
        Step::Ask(ask) | Step::Restart(ask) => &ask.fields,
        Step::Redirect(redirect) => &redirect.fields,
        _ => &[],
    };
    match random.below(6) {
        0 if random.below(4) == 1 => Input::ReviseLogin(Credentials::password("Zoe", PASSWORD)),
        0 => Input::Revise(account(random)),
        1 => {
            let query = ["", "?code=1&state=2", "?error=denied", "?code="][random.below(4)];
            Input::Returned(format!("https://app.example/{query}").parse().unwrap())
        }
        _ => {
            let mut answers = Answers::new();
            for field in fields {
                if random.below(3) > 0 {
                    answers.set(field.name.as_str(), value(random));
                }
            }
            if random.below(4) == 0 {
                answers.set(["captcha", "username", "x"][random.below(3)], value(random));
            }
            Input::Answers(answers)
        }
    }
}

fn value(random: &mut impl Choices) -> Answer {
    match random.below(6) {
        0 => Answer::from(random.below(2) == 0),
        1 => Answer::from(vec!["a".to_owned(), "\u{1f}|".to_owned()]),
        2 => Answer::from(""),
        3 => Answer::from("1"),
        4 => Answer::from("a"),
        _ => Answer::from("some \u{202e}text\n\0"),
    }
}

pub fn account(random: &mut impl Choices) -> NewAccount {
    let names = [
        "Zoe",
        "Max Example",
        "admin",
        "",
        "a#b",
        "10.0.0.1",
        "_\u{200e}",
    ];
    let mut account = NewAccount::new(names[random.below(names.len() + 8) % names.len()]);
    if random.below(4) > 0 {
        account = account.password([PASSWORD, "", "s"][random.below(10).saturating_sub(7)]);
    }
    if random.below(8) == 0 {
        account = account.email("zoe@example.org");
    }
    if random.below(12) == 0 {
        account = account.mail_password();
    }
    if random.below(12) == 0 {
        account = account.domain("lab");
    }
    if random.below(8) == 0 {
        account = account.field("captcha", value(random));
    }
    if random.below(12) == 0 {
        account = account.field("otpToken", value(random));
    }
    if random.below(8) == 0 {
        account = account.language("de").real_name("Z").reason("r");
    }
    account
}
