//! The suite of scenarios on real wikis.

use support::{every_release::Target, mediawiki::RELEASES};

/// Runs a scenario on every packaged release.
fn everywhere(scenario: fn(Target<'_>)) {
    for release in RELEASES {
        scenario(Target::Real(release));
    }
}

support::common_scenarios!(everywhere);
