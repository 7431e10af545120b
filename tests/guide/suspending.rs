use mwaccount::{Answers, Error, NewAccount, Secret, Step, Wiki};

/// The step that a page shows, and the text to keep for the next page if the wiki waits for an answer.
type Page = (Step, Option<Secret>);

fn begin(address: &str, account: NewAccount, key: &Secret) -> Result<Page, Error> {
    let builder = Wiki::builder(address).suspend_keys([key.clone()]);
    let mut wiki = builder.build()?;
    let mut creation = wiki.create(account);
    let step = creation.step()?;
    let text = waits(&step).then(|| creation.suspend()).transpose()?;
    Ok((step, text))
}

/// Continues with a text that the caller has taken out of the user's session.
fn answer(text: Secret, answers: Answers, key: &Secret) -> Result<Page, Error> {
    let builder = Wiki::resume_builder(text.expose()).suspend_keys([key.clone()]);
    let (mut wiki, conversation) = builder.build()?;
    let mut creation = wiki.attach(conversation);
    let step = creation.answer(answers)?;
    let text = waits(&step).then(|| creation.suspend()).transpose()?;
    Ok((step, text))
}

fn waits(step: &Step) -> bool {
    matches!(
        step,
        Step::Ask(_) | Step::Restart(_) | Step::Redirect(_) | Step::Refused(_)
    )
}
