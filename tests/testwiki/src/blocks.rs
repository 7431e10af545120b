//! Blocks of the caller: those of the wiki, and those of extensions.

use crate::{
    call::Call,
    message::{Message, Param},
    setting::Setting,
};

/// The address of every visitor.
pub(crate) const ADDRESS: &str = "127.0.0.1";
const REASON: &str = "Blocked in the lab";
const NEVER: &str = "infinite";

fn with<'p>(key: &str, params: impl IntoIterator<Item = &'p str>) -> Message {
    let params = params.into_iter();
    params.fold(Message::new(key), |message, param| {
        message.with(Param::Text(param.to_owned()))
    })
}

impl Call<'_> {
    /// Returns the message of the block that keeps the caller from creating accounts, if there is one.
    pub fn block(&self) -> Option<Message> {
        self.block_by_hook().or_else(|| self.own_block())
    }

    /// Returns the message of an extension that refuses the right to create accounts
    /// (`getUserPermissionsErrorsExpensive`). The API up to 1.26 reports only a missing right.
    pub fn block_by_hook(&self) -> Option<Message> {
        if self.wiki.has(Setting::GlobalBlock) {
            let since = "00:00, 1 January 2026";
            let params = ["Admin", "lab", "Cross-wiki abuse", since, NEVER, ADDRESS];
            return Some(with("globalblocking-ipblocked", params));
        }
        if self.wiki.has(Setting::TorBlock) {
            return Some(with("torblock-blocked", [ADDRESS]));
        }
        let is_spammer = self.wiki.has(Setting::StopForumSpam);
        is_spammer.then(|| with("stopforumspam-blocked", [ADDRESS]))
    }

    fn own_block(&self) -> Option<Message> {
        if self.wiki.has(Setting::DnsBlacklist) {
            return Some(Message::new("sorbs_create_account_reason"));
        }
        if self.wiki.has(Setting::TwoBlocks) && self.wiki.profile.blocks_merged {
            let both = [ADDRESS, "127.0.0.0/24"].map(|target| self.block_of(target));
            let release = self.wiki.release;
            let both = both.map(|block| block.text(release));
            return Some(with("* $1\n* $2", both.iter().map(String::as_str)));
        }
        let target = self.blocked_target()?;
        Some(self.block_of(&target))
    }

    /// Returns the caller's address or name, if it is blocked.
    fn blocked_target(&self) -> Option<String> {
        if let Some(user) = &self.user
            && self.wiki.blocked_accounts.contains(user)
        {
            return Some(user.clone());
        }
        let blocking = [
            Setting::Blocked,
            Setting::TwoBlocks,
            Setting::AnonymousBlock,
            Setting::PartialBlock,
        ];
        let is_blocked = blocking.into_iter().any(|it| self.wiki.has(it));
        is_blocked.then(|| ADDRESS.to_owned())
    }

    fn block_of(&self, target: &str) -> Message {
        if !self.wiki.profile.block_codes {
            return with("cantcreateaccount-text", [target, REASON, "Admin"]);
        }
        let key = if self.wiki.has(Setting::PartialBlock) {
            "blockedtext-partial"
        } else {
            "blockedtext"
        };
        let isolated = |name: &str| format!("\u{202a}{name}\u{202c}");
        let blocker = format!("[[User:Admin|{}]]", isolated("Admin"));
        let target = match self.user.as_deref() == Some(target) {
            true => isolated(target),
            false => target.to_owned(),
        };
        let time = "00:00, 1 January 1970";
        let params = [
            &*blocker, REASON, ADDRESS, "Admin", "1", NEVER, &target, time,
        ];
        with(key, params)
    }
}
