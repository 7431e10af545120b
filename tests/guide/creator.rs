use mwaccount::{Credentials, Error, NewAccount, Step, Wiki};

fn enrol(address: &str, teacher: Credentials, pupils: &[&str]) -> Result<Vec<String>, Error> {
    let mut wiki = Wiki::builder(address).contact("ops@example.org").build()?;
    let login = wiki.log_in(teacher).step()?;
    let Step::LoggedIn(_) = login else {
        return Ok(vec![format!("not logged in: {login:?}")]);
    };
    let mut results = Vec::new();
    for pupil in pupils {
        let account = NewAccount::new(*pupil)
            .email("course@example.org")
            .mail_password()
            .reason("For the course");
        results.push(match wiki.create(account).step()? {
            Step::Created(created) => format!("created {}", created.name),
            Step::Refused(refused) => format!("{pupil}: {}", refused.reason),
            step => format!("{pupil}: {step:?}"),
        });
    }
    Ok(results)
}
