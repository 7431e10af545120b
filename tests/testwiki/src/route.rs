//! The web server's mapping of paths: to a script, to an article, or to nothing.

use crate::{http::decode, wiki::Wiki};

/// The script that serves a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Api,
    /// `index.php`, with the title that the path names.
    Page(Option<String>),
    /// The web server answers 404.
    NotFound,
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
    pub(crate) fn route(&self, path: &str) -> Route {
        if path == self.script("api") {
            return Route::Api;
        }
        if let Some(rest) = path.strip_prefix(&self.script("index")) {
            let title = rest.strip_prefix('/');
            if rest.is_empty() || title.is_some() {
                return Route::Page(title.and_then(named));
            }
        }
        let folder = path.trim_end_matches('/');
        // Short addresses usually come with a rule that maps the host's root to the wiki, too.
        let rewritten = folder.is_empty() && self.article_path.is_some();
        if folder == self.script_path || rewritten {
            return Route::Page(None);
        }
        let pattern = self.article_pattern();
        let (start, end) = pattern.split_once("$1").unwrap_or((&pattern, ""));
        let title = path
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end));
        title.map_or(Route::NotFound, |title| Route::Page(named(title)))
    }
}

/// Returns the title in a path, where a plus is not a space.
fn named(title: &str) -> Option<String> {
    Some(decode(&title.replace('+', "%2B"))).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Route;
    use crate::wiki::Wiki;

    #[test]
    fn a_path_is_a_script_an_article_or_nothing() {
        let page = |title: &str| Route::Page(Some(title.to_owned()));
        let plain = Wiki::release("1.43").script_path("/w");
        assert_eq!(plain.route("/w/api.php"), Route::Api);
        assert_eq!(plain.route("/w/index.php"), Route::Page(None));
        assert_eq!(plain.route("/w/index.php/A+b%20c"), page("A+b c"));
        assert_eq!(plain.route("/w/"), Route::Page(None));
        for path in ["/", "/api.php", "/wiki/A", "/w/index.phpx"] {
            assert_eq!(plain.route(path), Route::NotFound, "{path}");
        }

        let short = plain.clone().article_path("/wiki/$1");
        assert_eq!(short.route("/wiki/A"), page("A"));
        assert_eq!(short.route("/wiki/api.php"), page("api.php"));
        assert_eq!(short.route("/"), Route::Page(None));
        assert_eq!(short.route("/api.php"), Route::NotFound);

        let all = plain.article_path("/$1");
        assert_eq!(all.route("/w/api.php"), Route::Api);
        assert_eq!(all.route("/api.php"), page("api.php"));

        let old = Wiki::release("1.16").script_extension(".php5");
        assert_eq!(old.route("/api.php5"), Route::Api);
        assert_eq!(old.route("/api.php"), Route::NotFound);
    }
}
