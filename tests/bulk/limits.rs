//! Limits on accounts in a period.

use mwaccount::{Purpose, Reason, bulk::Outcome};
use testwiki::Release;

use crate::runs::{Runs, names, rows};

const DAY: u64 = 24 * 60 * 60;

#[test]
fn a_limit_of_six_a_day_creates_sixty_in_ten_days() {
    for minor in [16, 22, 26, 27, 35, 46] {
        let wiki = testwiki::Wiki::of(Release::first(minor)).throttle(6);
        let mut runs = Runs::new(wiki, rows(names(60)));
        runs.waits_for_limit = true;
        let end = runs.run();
        let created = end
            .results
            .iter()
            .filter(|row| row.outcome == Outcome::Created);
        assert_eq!(created.count(), 60, "1.{minor}: {end:?}");
        assert_eq!(runs.wrong(&end), [""; 0]);
        assert_eq!(end.waits, 9, "1.{minor}");
        let days = runs.network.elapsed().as_secs() as f64 / DAY as f64;
        assert!((8.9..9.1).contains(&days), "1.{minor}: {days} days");
        // The wiki refuses once, at the end of the first period, and names its limit then.
        let creations = |purpose: &&Purpose| **purpose == Purpose::Create;
        let creations = runs.network.seen().iter().filter(creations).count();
        assert_eq!(creations, 61, "1.{minor}");
    }
}

#[test]
fn without_waiting_a_limit_stops_the_run_and_says_when_it_can_go_on() {
    let wiki = testwiki::Wiki::of(Release::first(39)).throttle(2);
    let runs = Runs::new(wiki, rows(names(5)));
    let end = runs.run();
    let stop = end.stop.unwrap();
    assert_eq!((stop.reason, end.results.len()), (Reason::Throttled, 2));
    let until = stop.can_go_on_at.unwrap();
    let wait = until
        .duration_since(mwaccount::Clock::now(&runs.network))
        .unwrap();
    assert!((DAY - 60..DAY + 60).contains(&wait.as_secs()), "{wait:?}");
    runs.network.pass(wait);
    let more = runs.run();
    let earlier: Vec<bool> = more.results.iter().map(|row| row.earlier).collect();
    assert_eq!(earlier, [true, true, false, false]);
}
