//! Wikis of one release to try a feature on, and comparisons that say what differs.

use mwaccount::{Creation, NewAccount, Step, Wiki};
pub use support::releases_page::{equal, expect};
use support::{
    accounts::{admin, zoe_example},
    transport_requests::direct,
};
use testwiki::{Release, RunningWiki, Server};

/// A release on which features are tried.
pub struct Trial<'s> {
    pub server: &'s Server,
    pub release: Release,
}

impl Trial<'_> {
    /// Starts a wiki with these settings, and returns a client for it.
    pub fn start(&self, set: impl FnOnce(testwiki::Wiki) -> testwiki::Wiki) -> (Wiki, RunningWiki) {
        let running = self.server.add(set(testwiki::Wiki::of(self.release)));
        (client(&running), running)
    }

    /// Creates an account on a wiki with these settings.
    pub fn create(
        &self,
        set: impl FnOnce(testwiki::Wiki) -> testwiki::Wiki,
        account: NewAccount,
    ) -> Result<testwiki::Account, String> {
        let (mut wiki, running) = self.start(set);
        expect(&wiki.create(account).step(), "created")?;
        made(&running)
    }

    /// Creates an account as the administrator, on a wiki with these settings.
    pub fn create_as_admin(
        &self,
        set: impl FnOnce(testwiki::Wiki) -> testwiki::Wiki,
        account: NewAccount,
    ) -> Result<(testwiki::Account, RunningWiki), String> {
        let (mut wiki, running) = self.start(set);
        expect(&wiki.log_in(admin()).step(), "logged-in:Admin")?;
        expect(&wiki.create(account).step(), "created")?;
        Ok((made(&running)?, running))
    }

    /// Returns the dialect in which an account was created.
    pub fn dialect(&self) -> String {
        let (mut wiki, _) = self.start(|wiki| wiki);
        let step = wiki.create(zoe_example()).step();
        match (wiki.session().facts().dialect, step) {
            (Some(dialect), Ok(Step::Created(_))) => dialect.as_str().to_owned(),
            (_, step) => format!("{step:?}"),
        }
    }

    /// Returns the numbers of requests of a first account and of a further one.
    pub fn requests(&self) -> String {
        let (mut wiki, running) = self.start(|wiki| wiki);
        let mut counts = Vec::new();
        for name in ["Zoe Example", "Max Example"] {
            let before = running.all_requests();
            let mut account = zoe_example();
            name.clone_into(&mut account.name);
            let _ = wiki.create(account).step();
            counts.push((running.all_requests() - before).to_string());
        }
        counts.join(", ")
    }
}

/// Returns a client that uses no proxy.
pub fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

/// Returns the account of [`zoe_example`] as the wiki has it.
pub fn made(running: &RunningWiki) -> Result<testwiki::Account, String> {
    let account = running.account("Zoe Example");
    account.ok_or_else(|| "the wiki has no such account".to_owned())
}

/// Answers the prompt of a creation with one field, and expects this summary of the next step.
pub fn answer(
    creation: &mut Creation<'_>,
    field: &str,
    value: impl Into<mwaccount::Answer>,
    summary: &str,
) -> Result<(), String> {
    expect(
        &creation.answer(support::accounts::with(field, value)),
        summary,
    )
}
