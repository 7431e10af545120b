//! Refusals by extensions that test a new account: CentralAuth, AntiSpoof, TitleBlacklist and SpamBlacklist.

use crate::{
    call::Call,
    message::{Message, Param},
    setting::Setting,
};

fn with<'p>(key: &str, params: impl IntoIterator<Item = &'p str>) -> Message {
    let params = params.into_iter();
    params.fold(Message::new(key), |message, param| {
        message.with(Param::Text(param.to_owned()))
    })
}

/// The names that the wiki's title blacklist refuses, by what is in them.
const LISTED: &str = "badword";
/// The beginning of names for which the blacklist has a message of its own.
const LISTED_WITH_MESSAGE: &str = "Custommsg";

impl Call<'_> {
    /// Returns the refusal by an extension's test of the name. A creator may have overridden it.
    pub fn name_refusal(&self, name: &str) -> Option<Message> {
        let overrides =
            |field: &str| self.user.is_some() && self.request.parameter(field).is_some();
        let directory = self.wiki.directory.as_ref();
        // CentralAuthPrimaryAuthenticationProvider::testUserForCreation.
        if directory.is_some_and(|directory| directory.has(name)) {
            return Some(Message::new("centralauth-account-exists"));
        }
        if self.wiki.has(Setting::AntiSpoof) && !overrides("ignoreAntiSpoof") {
            return Some(self.spoof(name));
        }
        if self.wiki.has(Setting::TitleBlacklist) && !overrides("ignoreTitleBlacklist") {
            return self.listed(name);
        }
        None
    }

    /// Returns AntiSpoof's refusal: of mixed scripts, or of a name similar to the account that is spelled so, else to
    /// `Z0e`. The conflict has no key of its own from 1.27 on.
    fn spoof(&self, name: &str) -> Message {
        let profile = &self.wiki.profile;
        let is_latin = |letter: char| letter.is_ascii_alphabetic();
        let is_cyrillic = |letter: char| ('\u{400}'..='\u{4ff}').contains(&letter);
        if name.contains(is_latin) && name.contains(is_cyrillic) {
            let scripts = profile.mixed_scripts;
            return with("antispoof-name-illegal", [name, scripts]);
        }
        let mut accounts = self
            .state
            .accounts
            .iter()
            .map(|account| account.name.as_str());
        let similar = accounts.find(|known| known.to_lowercase() == name.to_lowercase());
        let similar = similar.unwrap_or("Z0e");
        let word = profile.spoof_word;
        let quoted = match profile.auth_manager {
            true => format!("\"{name}\""),
            false => format!("&quot;{name}&quot;"),
        };
        let parts = [
            &*format!("The {word} {quoted} is too similar to the following username:"),
            &format!("<ul><li>{similar}</li></ul>"),
            &format!("Please choose another {word}."),
        ];
        if profile.auth_manager {
            with("$1$2$3", parts)
        } else {
            Message::new(parts.concat())
        }
    }

    fn listed(&self, name: &str) -> Option<Message> {
        if name.starts_with(LISTED_WITH_MESSAGE) {
            return Some(with("titleblacklist-custom-lab", ["", name]));
        }
        let entry = match self.wiki.profile.auth_manager {
            true => ".*badword.* <newaccountonly>",
            false => ".*badword.* &lt;newaccountonly&gt;",
        };
        let is_listed = name.to_lowercase().contains(LISTED);
        is_listed.then(|| with("titleblacklist-forbidden-new-account", [entry, name]))
    }

    /// Returns SpamBlacklist's refusal of an address. It refuses none up to 1.26, whose new accounts are tested
    /// without the address.
    pub fn email_refusal(&self, email: &str) -> Option<Message> {
        let tests = self.wiki.has(Setting::ListedEmail) && self.wiki.profile.auth_manager;
        (tests && !email.is_empty()).then(|| Message::new("spam-blacklisted-email-signup"))
    }
}
