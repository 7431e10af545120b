//! Creates an account: `signup WIKI NAME [EMAIL]`. Asks on the terminal whatever the wiki asks.

use std::{
    env, fs,
    io::{self, Write},
    process::{Command, ExitCode},
};

use mwaccount::{Answers, Ask, Creation, FieldKind, NewAccount, Reason, Step, Wiki};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [address, name, email @ ..] = arguments.as_slice() else {
        return Err("usage: signup WIKI NAME [EMAIL]".into());
    };
    let password = read("Password", true)?;
    let account = |name: &str| {
        let account = NewAccount::new(name).password(password.as_str());
        email
            .iter()
            .fold(account, |account, email| account.email(email))
    };
    let mut wiki = Wiki::builder(address).build()?;
    Ok(match sign_up(&mut wiki, name, account)? {
        Step::Created(created) => {
            for warning in created.warnings {
                println!("but {}", warning.message);
            }
            println!("created {}", created.name);
            ExitCode::SUCCESS
        }
        Step::Unknown(unknown) => {
            println!("perhaps created: {}", unknown.evidence);
            ExitCode::from(2)
        }
        // The wiki has refused, and said why.
        _ => ExitCode::FAILURE,
    })
}

/// Goes from step to step until the creation has ended. `account` makes an account of a name.
fn sign_up(wiki: &mut Wiki, name: &str, account: impl Fn(&str) -> NewAccount) -> Result<Step> {
    let mut name = name.to_owned();
    let mut creation = wiki.create(account(&name));
    loop {
        let next = match creation.step()? {
            Step::Ask(ask) | Step::Restart(ask) => {
                let answers = answers(&mut creation, &ask)?;
                creation.answer(answers)
            }
            Step::Redirect(redirect) => {
                println!("Visit {}", redirect.url);
                creation.returned(&read("Address to which the browser came back", false)?)
            }
            Step::Refused(refused) => {
                println!("refused, {}: {}", refused.reason, refused.message);
                if refused.reason == Reason::NameTaken {
                    name = read("Another name", false)?;
                } else if refused.reason != Reason::CaptchaWrong
                    && !(refused.may_resubmit && read("Send it again? (y/n)", false)? == "y")
                {
                    return Ok(Step::Refused(refused));
                }
                creation.revise(account(&name))
            }
            ended => return Ok(ended),
        };
        match next {
            // The same step comes again.
            Err(error) if error.reason == Reason::InvalidArgument => println!("{error}"),
            next => drop(next?),
        }
    }
}

/// Shows a prompt and its captcha, and reads the answers.
fn answers(creation: &mut Creation, ask: &Ask) -> Result<Answers> {
    println!("{}", ask.message.as_deref().unwrap_or_default());
    if let Some(captcha) = &ask.captcha {
        println!("{}", captcha.question.as_deref().unwrap_or_default());
        for index in 0..captcha.image_urls.len() {
            let image = creation.image(captcha, index)?;
            let path = env::current_dir()?.join(format!("captcha-{index}.{}", image.extension()));
            fs::write(&path, image.bytes)?;
            println!("The image of the captcha is {}", path.display());
        }
        if let Some(key) = &captcha.site_key {
            println!(
                "Answer with the token of {} for the site key {key}",
                captcha.kind.as_str()
            );
        }
    }
    let mut answers = Answers::new();
    for field in ask
        .fields
        .iter()
        .filter(|field| field.kind != FieldKind::Hidden)
    {
        let label = field.label.as_ref().unwrap_or(&field.name);
        let label = match &field.value {
            Some(value) => format!("{label}: {value}"),
            None => label.clone(),
        };
        if !field.takes_answer() {
            println!("{label}");
            continue;
        }
        for (number, (_, option)) in (1..).zip(&field.options) {
            println!("  {number}. {option}");
        }
        if let Some(answer) = field.answer_from(&read(&label, field.sensitive)?) {
            answers.set(&field.name, answer);
        }
    }
    Ok(answers)
}

/// Asks for a line.
fn read(label: &str, hidden: bool) -> Result<String> {
    let stty = |echo: &str| Command::new("stty").arg(echo).status();
    if hidden {
        stty("-echo")?;
    }
    print!("{label}\n> ");
    io::stdout().flush()?;
    let mut line = String::new();
    let length = io::stdin().read_line(&mut line);
    if hidden {
        stty("echo")?;
        println!();
    }
    if length? == 0 {
        return Err("there is no more input".into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
