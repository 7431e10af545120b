//! Candidates for the API URL, derived from an address alone.

use std::collections::VecDeque;

use url::Url;

use crate::{
    http::{
        address::{is_without_userinfo, without_query},
        origin,
    },
    session::api_location::is_api,
};

/// MediaWiki's scripts, without their extension.
const SCRIPTS: [&str; 7] = [
    "api",
    "img_auth",
    "index",
    "load",
    "opensearch_desc",
    "rest",
    "thumb",
];

/// An address to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Candidate {
    Page(Url),
    /// A candidate for api.php.
    Api(Url),
}

/// Returns the candidates for an address. For a script such as index.php the first one is the
/// api.php beside it.
pub(super) fn candidates_for(address: &Url) -> VecDeque<Candidate> {
    let page = Candidate::Page(address.clone());
    match sibling_script(address, "api") {
        Some(api) if is_api(address) => VecDeque::from([Candidate::Api(api)]),
        Some(api) => VecDeque::from([Candidate::Api(api), page]),
        None => VecDeque::from([page]),
    }
}

/// Returns the usual locations of api.php on the host of a page.
pub(super) fn usual_api_urls(page: &Url) -> impl Iterator<Item = Candidate> {
    let path = page.path();
    let folder = path[..=path.rfind('/').unwrap_or(0)].to_owned();
    let parent = folder.trim_end_matches('/');
    let parent = &parent[..parent.rfind('/').map_or(0, |end| end + 1)];
    let sibling_w = format!("{parent}w/");
    let is_folder = path.ends_with('/') && path != "/";
    let nearest = if is_folder {
        [folder, sibling_w]
    } else {
        [sibling_w, folder]
    };
    let page = without_query(page);
    nearest
        .into_iter()
        .chain(["/w/", "/", "/wiki/", "/mediawiki/"].map(str::to_owned))
        .map(move |folder| {
            let mut api = page.clone();
            api.set_path(&format!("{folder}api.php"));
            Candidate::Api(api)
        })
}

/// Resolves an address found in a page, if it is on the page's own host. It takes the page's
/// scheme, because a wiki behind a proxy may believe that it is served over http.
pub(super) fn same_host_url(page: &Url, address: &str) -> Option<Url> {
    let mut named = page.join(address).ok()?;
    if origin::is_same_or_upgraded(&named, page) {
        named.set_scheme(page.scheme()).ok()?;
    }
    named.set_fragment(None);
    (is_without_userinfo(&named) && origin::is_same_or_upgraded(page, &named)).then_some(named)
}

/// Returns the URL of another script of MediaWiki beside this one.
pub(super) fn sibling_script(script: &Url, name: &str) -> Option<Url> {
    let path = script.path();
    let mut start = 0;
    for segment in path.split('/') {
        if let Some((stem, ending @ ("php" | "php5"))) = segment.rsplit_once('.')
            && SCRIPTS.contains(&stem)
        {
            let mut sibling = without_query(script);
            sibling.set_path(&format!("{}{name}.{ending}", &path[..start]));
            return Some(sibling);
        }
        start += segment.len() + 1;
    }
    None
}

/// Returns whether a URL belongs to the script called `name`.
pub(super) fn is_script(address: &Url, name: &str) -> bool {
    sibling_script(address, name).is_some_and(|script| address.path().starts_with(script.path()))
}
