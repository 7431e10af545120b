//! Discovery of api.php on real wikis.

use mwaccount::{Step, Wiki};
use support::{
    accounts::zoe,
    mediawiki::{self, RELEASES},
    transport_requests::direct,
};

/// The requests of a creation whose API URL is known.
const CREATION: u64 = 2;

/// Discovery from real pages of MediaWiki 1.35, 1.39 and 1.43.
#[test]
fn real_wikis() {
    for release in RELEASES {
        for (path, most) in [
            ("/", 2),
            ("/index.php/Main_Page", 0),
            ("/index.php?title=Special:Version", 0),
        ] {
            let name = format!("find{most}{}", path.len());
            let folder = mediawiki::wiki(release, "plain", &name);
            let mut wiki = Wiki::builder(&format!("{folder}{path}"))
                .transport(direct())
                .build()
                .unwrap();
            let step = wiki.create(zoe()).step();
            assert!(
                matches!(step, Ok(Step::Created(_))),
                "{release}{path}: {step:?}"
            );
            assert_eq!(
                wiki.session().api_url().as_str(),
                format!("{folder}/api.php")
            );
            assert!(
                wiki.requests() <= CREATION + most,
                "{release}{path}: {}",
                wiki.requests()
            );
        }
    }
}
