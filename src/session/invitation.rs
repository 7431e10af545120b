//! Invitations and campaigns in the address of the sign-up page, as the caller gave it.

use url::Url;

/// The titles of the sign-up page in English, without the namespace.
const PAGES: [&str; 3] = ["UserLogin", "CreateAccount", "Signup"];

/// Parameters of any title in a namespace that are an invitation or a campaign, as titles of other
/// languages are not known.
const KNOWN: [&str; 3] = ["invite", "invitecode", "campaign"];

/// Parameters that say how a page is shown or where its reader came from: those of MediaWiki, and those
/// that other sites add to links.
const OF_READERS: [&str; 20] = [
    "title",
    "type",
    "action",
    "returnto",
    "returntoquery",
    "returntoanchor",
    "uselang",
    "setlang",
    "variant",
    "useskin",
    "useformat",
    "mobileaction",
    "printable",
    "debug",
    "safemode",
    "display",
    "warning",
    "error",
    "fbclid",
    "gclid",
];

/// Returns whether a parameter of the caller's address may be more than a page's title and the like.
pub(super) fn may_be_secret(name: &str) -> bool {
    !OF_READERS.contains(&name)
}

/// Returns the parameters of a sign-up page's address that belong to the account: an invitation, a
/// campaign, a referral. The address of another page has none.
pub(super) fn of_address(address: &Url) -> Vec<(String, String)> {
    if address.query().is_none() {
        return Vec::new();
    }
    let query: Vec<_> = address.query_pairs().into_owned().collect();
    let value = |key: &str| {
        query
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    };
    let path = address.path().rsplit('/').next().unwrap_or_default();
    let path = path.replace("%3A", ":").replace("%3a", ":");
    let title = value("title").unwrap_or(&path).replace(['_', ' '], "");
    let Some((_, page)) = title.split_once(':') else {
        return Vec::new();
    };
    let is_signup = PAGES.iter().any(|name| page.eq_ignore_ascii_case(name))
        || value("type").is_some_and(|kind| kind == "signup");
    let is_kept = |name: &str| {
        let is_of_reader = OF_READERS.contains(&name) || name.starts_with("utm_");
        KNOWN.contains(&name) || (is_signup && !is_of_reader && !name.starts_with("wp"))
    };
    query
        .into_iter()
        .filter(|(name, value)| is_kept(name) && !value.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_sign_up_pages() {
        for (address, kept) in [
            (
                "https://w.example/w/index.php?title=Special:CreateAccount&invite=abc",
                "invite=abc",
            ),
            (
                "https://w.example/wiki/Special:UserLogin?type=signup&campaign=a&from=7&returnto=X",
                "campaign=a from=7",
            ),
            (
                "https://w.example/wiki/Special%3ACreate_Account?referral=Zo%C3%AB",
                "referral=Zoë",
            ),
            (
                "https://w.example/wiki/Spezial:Benutzerkonto_anlegen?invite=abc&from=7",
                "invite=abc",
            ),
            (
                "https://w.example/index.php?title=Spezial:Anmelden&type=signup&from=7",
                "from=7",
            ),
            (
                "https://w.example/w/index.php?title=Special:CreateAccount&returnto=A&uselang=de&utm_source=x&fbclid=1",
                "",
            ),
            (
                "https://w.example/w/index.php?title=Special:CreateAccount&wpName=Zoe&invite=",
                "",
            ),
            ("https://w.example/wiki/Special:AllPages?from=B", ""),
            ("https://w.example/wiki/Main_Page?invite=abc", ""),
            ("https://w.example/w/api.php", ""),
        ] {
            let found = of_address(&Url::parse(address).unwrap());
            let found: Vec<_> = found
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            assert_eq!(found.join(" "), kept, "{address}");
        }
    }
}
