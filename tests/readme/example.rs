use mwaccount::{Answers, Error, NewAccount, Step, Wiki};

fn sign_up(api: &str, ask_human: impl Fn(&str) -> String) -> Result<String, Error> {
    let mut wiki = Wiki::builder(api).contact("ops@example.org").build()?;
    let account = NewAccount::new("Zoe Example")
        .password("Correct-horse-7-battery")
        .email("zoe@example.org");
    let mut creation = wiki.create(account);
    let mut step = creation.step()?;
    if let Step::Ask(ask) = &step {
        let question = ask
            .captcha
            .as_ref()
            .and_then(|captcha| captcha.question.as_deref());
        let answer = ask_human(question.unwrap_or("?"));
        step = creation.answer(Answers::new().with("captcha", answer))?;
    }
    Ok(match step {
        Step::Created(created) => format!("created {}", created.name),
        Step::Refused(refused) => format!("refused, {}: {}", refused.reason, refused.message),
        other => format!("{other:?}"),
    })
}
