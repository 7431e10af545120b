//! Creates accounts with the Rust library in one session: API COUNT PREFIX. The accounts are PREFIX 1, PREFIX 2 and so on.

use std::{env, error::Error};

use mwaccount::{NewAccount, Step, Wiki};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [api, count, prefix] = &arguments[..] else {
        return Err("usage: API COUNT PREFIX".into());
    };
    let mut wiki = Wiki::builder(api).build()?;
    for number in 1..=count.parse::<u32>()? {
        let name = format!("{prefix} {number}");
        let account = NewAccount::new(&name)
            .password("Correct-horse-7-battery")
            .email("zoe@example.org");
        let step = wiki.create(account).step()?;
        if !matches!(&step, Step::Created(created) if created.name == name) {
            return Err(format!("{name} was not created: {step:?}").into());
        }
    }
    Ok(())
}
