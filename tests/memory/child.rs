//! The child: runs a conversation, drops everything, and prints what is left.

use std::env;

use mwaccount::{
    Answers, Credentials, Format, NewAccount, OAuth1Token, Secret, Step, Wiki, WikiInteraction,
};

use super::{
    parent::{ADDRESS, CA_FILE},
    scan,
    secrets::{BEARER, CAPTCHA, CODE, CONTROL, CREATOR, HTTP, Masked, OAUTH1, PASSWORD, PROXY},
};

pub fn run(scenario: &str) {
    let control = CONTROL.text();
    let address = env::var(ADDRESS).unwrap();
    converse(scenario, &address);
    for ((name, kind), count) in scan::count() {
        println!("{name} {kind} {count}");
    }
    assert_eq!(control.len(), CONTROL.0.len());
}

fn secret(masked: Masked) -> Secret {
    Secret::new(masked.text())
}

fn account() -> NewAccount {
    NewAccount::new("Zoe").password(secret(PASSWORD))
}

fn creator() -> Credentials {
    Credentials::password("Planter", secret(CREATOR))
}

fn converse(scenario: &str, address: &str) {
    let mut builder = Wiki::builder(address).prove_by_login(true);
    let credentials = match scenario {
        "http-auth" => {
            builder = builder.http_auth("lab", secret(HTTP));
            None
        }
        "http-auth-in-address" => {
            let (scheme, rest) = address.split_once("://").unwrap();
            let password = secret(HTTP);
            let parts = [scheme, "://lab:", password.expose(), "@", rest];
            let with = Secret::new(parts.concat());
            builder = Wiki::builder(with.expose());
            None
        }
        "bearer" => Some(Credentials::oauth(secret(BEARER))),
        "oauth1" => {
            let key = || Secret::from("c0nsumer");
            Some(Credentials::oauth(OAuth1Token::new(
                key(),
                secret(OAUTH1),
                key(),
                secret(OAUTH1),
            )))
        }
        "proxy" => {
            let password = secret(PROXY);
            let proxy = ["http://lab:", password.expose(), "@127.0.0.1:1"].concat();
            builder = Wiki::builder("http://wiki.invalid/api.php").proxy(proxy);
            None
        }
        "xml" => {
            builder = builder.format(Format::Xml);
            Some(creator())
        }
        "visitor" => None,
        _ => Some(creator()),
    };
    if let Some(file) = env::var_os(CA_FILE) {
        builder = builder.ca_file(file);
    }
    let mut wiki = builder.build().unwrap();
    if let Some(credentials) = credentials {
        drive(wiki.log_in(credentials));
    }
    // Errors are results too; whether the wiki got the secrets is for the parent to check.
    let _ = wiki.probe(&account());
    drive(wiki.create(account()));
}

fn drive(mut interaction: WikiInteraction<'_>) {
    let mut step = interaction.step();
    for _ in 0..4 {
        let (Ok(Step::Ask(ask)) | Ok(Step::Restart(ask))) = step else {
            return;
        };
        drop(interaction.suspend().unwrap());
        let mut answers = Answers::new();
        for field in &ask.fields {
            match field.name.as_str() {
                "captcha" => answers.set("captcha", secret(CAPTCHA)),
                name => answers.set(name, secret(CODE)),
            }
        }
        step = interaction.answer(answers);
    }
}
