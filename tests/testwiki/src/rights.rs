//! Groups, and the rights they have in each release.

use crate::{call::Call, release::Release, setting::Setting, wiki::Wiki};

/// A right, the first release that has it, the first that has not, and the group that has it.
type Grant = (&'static str, u16, u16, &'static str);
const ALWAYS: u16 = u16::MAX;

/// The rights, in the order in which `userinfo` lists them up to 1.29. Of later releases 1.35, 1.39 and 1.43 are checked,
/// which have another order.
const RIGHTS: &[Grant] = &[
    ("userrights", 0, ALWAYS, "bureaucrat"),
    ("noratelimit", 0, ALWAYS, "bureaucrat"),
    ("renameuser", 40, ALWAYS, "bureaucrat"),
    ("block", 0, ALWAYS, "sysop"),
    ("createaccount", 0, ALWAYS, "*"),
    ("delete", 0, ALWAYS, "sysop"),
    ("bigdelete", 0, ALWAYS, "sysop"),
    ("deletedhistory", 0, ALWAYS, "sysop"),
    ("deletedtext", 0, ALWAYS, "sysop"),
    ("undelete", 0, ALWAYS, "sysop"),
    ("editinterface", 0, ALWAYS, "sysop"),
    ("editusercss", 0, 32, "sysop"),
    ("edituserjs", 0, 32, "sysop"),
    ("editsitecss", 32, ALWAYS, "interface-admin"),
    ("editsitejs", 32, ALWAYS, "interface-admin"),
    ("editsitejson", 32, ALWAYS, "sysop"),
    ("editusercss", 32, ALWAYS, "interface-admin"),
    ("edituserjs", 32, ALWAYS, "interface-admin"),
    ("edituserjson", 31, ALWAYS, "sysop"),
    ("editcontentmodel", 25, 28, "sysop"),
    ("import", 0, ALWAYS, "sysop"),
    ("importupload", 0, ALWAYS, "sysop"),
    ("move", 0, ALWAYS, "sysop"),
    ("move-subpages", 0, ALWAYS, "sysop"),
    ("move-rootuserpages", 0, ALWAYS, "sysop"),
    ("move-categorypages", 24, ALWAYS, "sysop"),
    ("patrol", 0, ALWAYS, "sysop"),
    ("autopatrol", 0, ALWAYS, "sysop"),
    ("protect", 0, ALWAYS, "sysop"),
    ("editprotected", 22, ALWAYS, "sysop"),
    ("proxyunbannable", 0, 27, "sysop"),
    ("rollback", 0, ALWAYS, "sysop"),
    ("trackback", 0, 19, "sysop"),
    ("upload", 0, ALWAYS, "sysop"),
    ("reupload", 0, ALWAYS, "sysop"),
    ("reupload-shared", 0, ALWAYS, "sysop"),
    ("unwatchedpages", 0, ALWAYS, "sysop"),
    ("autoconfirmed", 0, ALWAYS, "sysop"),
    ("upload_by_url", 0, 21, "sysop"),
    ("editsemiprotected", 22, ALWAYS, "sysop"),
    ("ipblock-exempt", 0, ALWAYS, "sysop"),
    ("blockemail", 0, ALWAYS, "sysop"),
    ("markbotedits", 0, ALWAYS, "sysop"),
    ("apihighlimits", 0, ALWAYS, "sysop"),
    ("browsearchive", 0, ALWAYS, "sysop"),
    ("versiondetail", 0, 17, "sysop"),
    ("movefile", 0, ALWAYS, "sysop"),
    ("unblockself", 17, ALWAYS, "sysop"),
    ("suppressredirect", 17, ALWAYS, "sysop"),
    ("mergehistory", 24, ALWAYS, "sysop"),
    ("managechangetags", 25, ALWAYS, "sysop"),
    ("deletechangetags", 28, ALWAYS, "sysop"),
    ("skipcaptcha", 0, ALWAYS, "sysop"),
    ("read", 0, ALWAYS, "*"),
    ("edit", 0, ALWAYS, "*"),
    ("createpage", 0, ALWAYS, "*"),
    ("createtalk", 0, ALWAYS, "*"),
    ("writeapi", 0, 43, "*"),
    ("editmyusercss", 22, 32, "*"),
    ("editmyuserjs", 22, 32, "*"),
    ("viewmywatchlist", 22, 43, "*"),
    ("editmywatchlist", 22, 43, "*"),
    ("viewmyprivateinfo", 22, ALWAYS, "*"),
    ("editmyprivateinfo", 22, ALWAYS, "*"),
    ("editmyoptions", 22, ALWAYS, "*"),
    // On a private wiki only users may read.
    ("read", 0, ALWAYS, "user"),
    ("minoredit", 0, ALWAYS, "user"),
    ("purge", 0, 43, "user"),
    ("sendemail", 0, ALWAYS, "user"),
    ("applychangetags", 25, ALWAYS, "user"),
    ("changetags", 25, ALWAYS, "user"),
    ("editcontentmodel", 28, ALWAYS, "user"),
    ("editmyusercss", 32, ALWAYS, "user"),
    ("editmyuserjs", 32, ALWAYS, "user"),
    ("editmyuserjson", 31, ALWAYS, "user"),
    ("editmyuserjsredirect", 32, ALWAYS, "user"),
    ("viewmywatchlist", 43, ALWAYS, "user"),
    ("editmywatchlist", 43, ALWAYS, "user"),
];

/// The account with all rights.
const ADMINISTRATOR: &str = "Admin";

/// Returns the groups of an account, or of a visitor.
pub(crate) fn groups(wiki: &Wiki, user: Option<&str>) -> &'static [&'static str] {
    let no_second_factor = wiki.has(Setting::SecondFactorRequired);
    match user {
        Some(ADMINISTRATOR) if no_second_factor && wiki.profile.interface_admins => &[
            "bureaucrat",
            "interface-admin",
            "*",
            "user",
            "autoconfirmed",
        ],
        Some(ADMINISTRATOR) if wiki.profile.interface_admins => &[
            "bureaucrat",
            "interface-admin",
            "sysop",
            "*",
            "user",
            "autoconfirmed",
        ],
        Some(ADMINISTRATOR) => &["bureaucrat", "sysop", "*", "user", "autoconfirmed"],
        Some(name) if wiki.sysops.iter().any(|sysop| sysop == name) => {
            &["sysop", "*", "user", "autoconfirmed"]
        }
        Some(_) => &["*", "user"],
        None => &["*"],
    }
}

/// Returns the groups that every account belongs to without having been added (`User::getImplicitGroups`).
pub(crate) fn implicit_groups() -> &'static [&'static str] {
    &["*", "user", "autoconfirmed"]
}

/// Returns the rights of an account, or of a visitor. `private` is true if reading requires a login.
pub(crate) fn rights(wiki: &Wiki, private: bool, user: Option<&str>) -> Vec<&'static str> {
    let groups = groups(wiki, user);
    let closed = [
        Setting::Private,
        Setting::NoCreate,
        Setting::AccountRequests,
        Setting::Invitations,
    ]
    .iter()
    .any(|setting| wiki.has(*setting));
    RIGHTS
        .iter()
        .filter(|(_, since, until, _)| {
            Release::first(*since) <= wiki.release
                && (*until == ALWAYS || wiki.release < Release::first(*until))
        })
        .filter(|(right, _, _, group)| match *right {
            "createaccount" if closed => groups.contains(&"sysop"),
            "read" => private == (*group == "user") && groups.contains(group),
            // A right of ConfirmEdit.
            "skipcaptcha" => wiki.captcha.is_some() && groups.contains(group),
            _ => groups.contains(group),
        })
        .map(|(right, ..)| *right)
        .collect()
}

impl Call<'_> {
    /// Returns true if the caller has a right.
    pub fn has_right(&self, right: &str) -> bool {
        let is_invited = self.wiki.has(Setting::Invitations)
            && right == "createaccount"
            && self.request.parameter("invite") == Some("abc");
        is_invited || rights(self.wiki, self.state.private, self.user.as_deref()).contains(&right)
    }
}
