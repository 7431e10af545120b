//! Titles, and the special pages among them.

use crate::{call::Call, name, setting::Setting, wiki::Wiki};

/// The special pages that are emulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    UserLogin,
    CreateAccount,
    ListUsers,
    AllMessages,
    CaptchaImage,
    QuestionImage,
    Version,
    /// The page of ConfirmAccount.
    RequestAccount,
    /// PluggableAuth's own page.
    PluggableLogin,
    /// A special page that does not exist.
    Unknown,
}

/// The names of special pages in English, the canonical one first. Their case does not matter.
const NAMES: &[(&str, Special)] = &[
    ("UserLogin", Special::UserLogin),
    ("CreateAccount", Special::CreateAccount),
    ("ListUsers", Special::ListUsers),
    ("UserList", Special::ListUsers),
    ("AllMessages", Special::AllMessages),
    ("Captcha/image", Special::CaptchaImage),
    ("FilePath/Capital.png", Special::QuestionImage),
    ("Version", Special::Version),
    ("RequestAccount", Special::RequestAccount),
    ("PluggableAuthLogin", Special::PluggableLogin),
];

/// A page's title.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// The title as readers see it.
    pub text: String,
    pub special: Option<Special>,
}

impl Special {
    /// Returns the name of the page for scripts (`wgCanonicalSpecialPageName`), or `None` if it does not exist.
    pub fn canonical(self) -> Option<&'static str> {
        match self {
            Self::UserLogin => Some("Userlogin"),
            Self::CreateAccount => Some("CreateAccount"),
            Self::ListUsers => Some("Listusers"),
            Self::AllMessages => Some("Allmessages"),
            Self::CaptchaImage => Some("Captcha"),
            Self::QuestionImage => Some("Filepath"),
            Self::Version => Some("Version"),
            Self::RequestAccount => Some("RequestAccount"),
            Self::PluggableLogin => Some("PluggableAuthLogin"),
            Self::Unknown => None,
        }
    }
}

impl Title {
    /// Parses a title, or returns `None` if it is invalid.
    pub fn of(asked: &str, wiki: &Wiki) -> Option<Self> {
        let text = name::title(asked, wiki)?;
        let special = text
            .split_once(':')
            .filter(|(space, _)| *space == "Special");
        let special = special.map(|(_, name)| {
            let known = NAMES
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .filter(|(_, page)| {
                    *page != Special::RequestAccount || wiki.has(Setting::AccountRequests)
                });
            known.map_or(Special::Unknown, |(_, special)| *special)
        });
        Some(Self { text, special })
    }

    /// Returns the title as URLs contain it.
    pub fn key(&self) -> String {
        self.text.replace(' ', "_")
    }

    /// Returns true if visitors without the right to read may see it: Special:UserLogin only
    /// (`PermissionManager::checkReadPermissions`), and so the signup form up to 1.26.
    pub fn is_readable(&self) -> bool {
        self.special == Some(Special::UserLogin)
    }

    /// Returns the URL that a special page redirects to: its canonical name, Special:UserLogin instead of
    /// Special:CreateAccount up to 1.26, and the other way round from 1.27 on.
    pub fn redirect_target(&self, call: &Call<'_>) -> Option<String> {
        let special = self.special?;
        let new = call.wiki.profile.auth_manager;
        let signup = call.request.parameter("type") == Some("signup");
        match special {
            Special::CreateAccount if !new => {
                return Some(call.article_with("Special:UserLogin", "type=signup"));
            }
            Special::UserLogin if new && signup && self.has_own_name() => {
                return Some(with_query(
                    call,
                    "Special:CreateAccount",
                    &["title", "type"],
                ));
            }
            Special::Unknown => return None,
            _ => {}
        }
        let (own, _) = NAMES.iter().find(|(_, known)| *known == special)?;
        (!self.has_own_name()).then(|| with_query(call, &format!("Special:{own}"), &["title"]))
    }

    fn has_own_name(&self) -> bool {
        let own = NAMES.iter().find(|(_, known)| Some(*known) == self.special);
        own.is_none_or(|(own, _)| self.text == format!("Special:{own}"))
    }
}

/// Returns the URL of a page with the request's query, without the parameters `without`.
fn with_query(call: &Call<'_>, title: &str, without: &[&str]) -> String {
    let query = call.request.query.iter();
    let query: Vec<_> = query
        .filter(|(name, _)| !without.contains(&name.as_str()))
        .collect();
    if query.is_empty() {
        return call.article(title);
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    call.article_with(title, &query)
}
