//! The page on which an account can be requested, where visitors may not create one
//! (Extension:ConfirmAccount).

use super::Page;

/// The name of the special page, which every wiki accepts beside its own.
const NAME: &str = "RequestAccount";

/// The title of the page in English.
pub(crate) const TITLE: &str = "Special:RequestAccount";

impl Page {
    /// Returns whether it is the page on which an account can be requested.
    pub fn takes_account_requests(&self) -> bool {
        let special = self.special.as_ref().and_then(|special| special.as_str());
        special.is_some_and(|special| special.eq_ignore_ascii_case(NAME))
    }

    /// Returns the unresolved address of that page, if this one links to it.
    pub fn account_request_link(&self) -> Option<&str> {
        let links = self.tree.elements().filter(|element| element.name() == "a");
        let mut addresses = links.filter_map(|link| link.attribute("href"));
        addresses.find(|address| is_address(address))
    }
}

/// Returns whether an address is that of the page, by its English name.
fn is_address(address: &str) -> bool {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut titles = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("title="));
    let is_title = |text: &str| {
        let text = text.replace("%3A", ":").replace("%3a", ":");
        text.eq_ignore_ascii_case(TITLE)
    };
    titles.any(is_title) || path.rsplit('/').next().is_some_and(is_title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Response;

    fn page(html: &str) -> Page {
        Page::read(&Response::new(200, Vec::new(), html))
    }

    #[test]
    fn links_to_the_page_in_every_form() {
        for (link, found) in [
            ("/wiki/Special:RequestAccount", true),
            ("/index.php/Special%3ARequestAccount#form", true),
            ("/w/index.php?title=Special:RequestAccount&amp;type=0", true),
            ("index.php?uselang=de&title=special:requestaccount", true),
            ("/wiki/Help:Special:RequestAccount", false),
            ("/wiki/Special:RequestAccounts", false),
            (
                "/w/index.php?title=Special:UserLogin&amp;returnto=Special:RequestAccount",
                false,
            ),
        ] {
            let shown = page(&format!(
                "<p>You may <a href=\"{link}\">request</a> one.</p>"
            ));
            assert_eq!(shown.account_request_link().is_some(), found, "{link}");
        }
    }

    #[test]
    fn the_page_itself() {
        for (special, is_it) in [
            ("\"RequestAccount\"", true),
            ("\"CreateAccount\"", false),
            ("false", false),
        ] {
            let script =
                format!("<script>RLCONF={{\"wgCanonicalSpecialPageName\":{special}}};</script>");
            assert_eq!(page(&script).takes_account_requests(), is_it, "{special}");
        }
        assert!(!page("").takes_account_requests());
    }
}
