use mwaccount::{Answers, Captcha, Creation, Error, Image, NewAccount, Reason, Step, Wiki};

/// Shows things to the person who signs up, and returns what the person answers.
trait Person {
    fn read(&mut self, question: &str) -> String;
    fn see(&mut self, image: &Image) -> String;
    fn use_widget(&mut self, kind: &str, site_key: &str) -> String;
}

fn solve(
    creation: &mut Creation,
    captcha: &Captcha,
    person: &mut dyn Person,
) -> Result<String, Error> {
    if let Some(site_key) = &captcha.site_key {
        return Ok(person.use_widget(captcha.kind.as_str(), site_key));
    }
    if let Some(question) = &captcha.question {
        return Ok(person.read(question));
    }
    let image = creation.image(captcha, 0)?;
    Ok(person.see(&image))
}

fn sign_up(wiki: &mut Wiki, account: NewAccount, person: &mut dyn Person) -> Result<Step, Error> {
    let mut creation = wiki.create(account.clone());
    let mut step = creation.step()?;
    loop {
        step = match step {
            Step::Ask(ask) if ask.captcha.is_some() => {
                let answer = solve(&mut creation, &ask.captcha.unwrap(), person)?;
                creation.answer(Answers::new().with(Captcha::FIELD, answer))?
            }
            Step::Refused(refused) if refused.reason == Reason::CaptchaWrong => {
                creation.revise(account.clone())?
            }
            step => return Ok(step),
        }
    }
}
