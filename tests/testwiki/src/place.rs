//! The web server's mapping of paths: to a script, to an article, or to nothing.

use crate::{http::decode, wiki::Wiki};

/// The script that serves a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Api,
    /// `index.php`, with the title that the path names.
    Page(Option<String>),
    /// The web server answers 404.
    Nowhere,
}

impl Wiki {
    /// Returns the path of a script, as `/w/api.php` for `api`.
    pub(crate) fn script(&self, name: &str) -> String {
        format!("{}/{name}{}", self.script_path, self.script_extension)
    }

    /// Returns the path of an article with `$1` for its title, as MediaWiki's `$wgArticlePath`.
    pub(crate) fn article_pattern(&self) -> String {
        let by_script = || format!("{}/$1", self.script("index"));
        self.article_path.clone().unwrap_or_else(by_script)
    }

    /// Maps `path`, which begins after the wiki's mount.
    ///
    /// The title in a path takes precedence over the parameter `title` (`WebRequest::getPathInfo`).
    pub(crate) fn place(&self, path: &str) -> Place {
        if path == self.script("api") {
            return Place::Api;
        }
        if let Some(rest) = path.strip_prefix(&self.script("index")) {
            let title = rest.strip_prefix('/');
            if rest.is_empty() || title.is_some() {
                return Place::Page(title.and_then(named));
            }
        }
        let folder = path.trim_end_matches('/');
        // Short addresses usually come with a rule that maps the host's root to the wiki, too.
        let rewritten = folder.is_empty() && self.article_path.is_some();
        if folder == self.script_path || rewritten {
            return Place::Page(None);
        }
        let pattern = self.article_pattern();
        let (start, end) = pattern.split_once("$1").unwrap_or((&pattern, ""));
        let title = path
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end));
        title.map_or(Place::Nowhere, |title| Place::Page(named(title)))
    }
}

/// Returns the title in a path, where a plus is not a space.
fn named(title: &str) -> Option<String> {
    Some(decode(&title.replace('+', "%2B"))).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Place;
    use crate::wiki::Wiki;

    #[test]
    fn a_path_is_a_script_an_article_or_nothing() {
        let page = |title: &str| Place::Page(Some(title.to_owned()));
        let plain = Wiki::release("1.43").script_path("/w");
        assert_eq!(plain.place("/w/api.php"), Place::Api);
        assert_eq!(plain.place("/w/index.php"), Place::Page(None));
        assert_eq!(plain.place("/w/index.php/A+b%20c"), page("A+b c"));
        assert_eq!(plain.place("/w/"), Place::Page(None));
        for path in ["/", "/api.php", "/wiki/A", "/w/index.phpx"] {
            assert_eq!(plain.place(path), Place::Nowhere, "{path}");
        }

        let short = plain.clone().article_path("/wiki/$1");
        assert_eq!(short.place("/wiki/A"), page("A"));
        assert_eq!(short.place("/wiki/api.php"), page("api.php"));
        assert_eq!(short.place("/"), Place::Page(None));
        assert_eq!(short.place("/api.php"), Place::Nowhere);

        let all = plain.article_path("/$1");
        assert_eq!(all.place("/w/api.php"), Place::Api);
        assert_eq!(all.place("/api.php"), page("api.php"));

        let old = Wiki::release("1.16").script_extension(".php5");
        assert_eq!(old.place("/api.php5"), Place::Api);
        assert_eq!(old.place("/api.php"), Place::Nowhere);
    }
}
