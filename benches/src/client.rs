//! Creates accounts with the Rust library in one session: API COUNT PREFIX [FOLDER]. The accounts are PREFIX 1, PREFIX 2 and so
//! on. With FOLDER they are the rows of one run, with a journal in it, and with `none` without a journal.

use std::{env, error::Error, fs, path::Path, process};

use mwaccount::{
    NewAccount, Step, Wiki,
    bulk::{Bulk, Event, Journal, Outcome},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (api, count, prefix, journals) = match &arguments[..] {
        [api, count, prefix] => (api, count, prefix, None),
        [api, count, prefix, journals] => (api, count, prefix, Some(journals)),
        _ => return Err("usage: API COUNT PREFIX [FOLDER]".into()),
    };
    let mut wiki = Wiki::builder(api).build()?;
    let accounts = (1..=count.parse::<u32>()?).map(|number| {
        NewAccount::new(format!("{prefix} {number}"))
            .password("Correct-horse-7-battery")
            .email("zoe@example.org")
    });
    match journals.map(String::as_str) {
        None => one_by_one(&mut wiki, accounts),
        Some("none") => as_a_run(&mut wiki, Bulk::new(accounts)),
        Some(folder) => {
            let path = Path::new(folder).join(format!("{}.journal", process::id()));
            let journal = Journal::open(&path)?;
            let ran = as_a_run(&mut wiki, Bulk::new(accounts).journal(journal.wiki("wiki")));
            fs::remove_file(path)?;
            ran
        }
    }
}

fn one_by_one(
    wiki: &mut Wiki,
    accounts: impl Iterator<Item = NewAccount>,
) -> Result<(), Box<dyn Error>> {
    for account in accounts {
        let name = account.name.clone();
        let step = wiki.create(account).step()?;
        if !matches!(&step, Step::Created(created) if created.name == name) {
            return Err(format!("{name} was not created: {step:?}").into());
        }
    }
    Ok(())
}

fn as_a_run(
    wiki: &mut Wiki,
    mut bulk: Bulk<impl Iterator<Item = NewAccount>>,
) -> Result<(), Box<dyn Error>> {
    while let Some(event) = bulk.next(wiki) {
        if !matches!(&event, Event::Row(row) if row.outcome == Outcome::Created) {
            return Err(format!("{event:?}").into());
        }
    }
    Ok(())
}
