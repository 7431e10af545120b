//! Runs without faults: their requests, their results, and taking them up.

use mwaccount::{
    Answers, Step,
    bulk::{Bulk, Event, Journal, Outcome},
};
use testwiki::{Captcha, Fault, Release, Setting, When};

use crate::runs::{End, Runs, check_journal, names, rows};

fn outcomes(end: &End) -> Vec<Outcome> {
    end.results.iter().map(|result| result.outcome).collect()
}

/// The requests of a first account and of each further one; see `tests/emulated/requests.rs`.
#[test]
fn each_further_account_costs_the_least_requests() {
    for minor in 16..=46 {
        let further = if minor < 27 { 2 } else { 1 };
        let requests = |number| {
            let runs = Runs::of_release(Release::first(minor), number);
            let end = runs.run();
            assert_eq!(outcomes(&end), vec![Outcome::Created; number], "1.{minor}");
            assert_eq!(runs.wrong(&end), [""; 0]);
            check_journal(&runs.journal());
            runs.network.seen().len()
        };
        assert_eq!(requests(21) - requests(1), 20 * further, "1.{minor}");
    }
}

#[test]
fn a_creator_logs_in_once() {
    for minor in [16, 22, 26, 27, 35, 46] {
        let wiki = testwiki::Wiki::of(Release::first(minor)).setting(Setting::NoCreate);
        let mut runs = Runs::new(wiki, rows(names(10)));
        runs.has_creator = true;
        let end = runs.run();
        assert_eq!(outcomes(&end), [Outcome::Created; 10], "1.{minor}: {end:?}");
        assert_eq!(runs.wrong(&end), [""; 0]);
        let logins = |runs: &Runs| {
            let actions = ["login", "clientlogin"];
            runs.network
                .with_wiki(|wiki| actions.map(|action| wiki.requests(action)))
        };
        let mut one = Runs::new(
            testwiki::Wiki::of(Release::first(minor)).setting(Setting::NoCreate),
            rows(names(1)),
        );
        one.has_creator = true;
        one.run();
        assert_eq!(logins(&runs), logins(&one), "1.{minor}");
    }
}

#[test]
fn a_run_that_is_taken_up_creates_the_rest_only() {
    let mut runs = Runs::of_release(Release::first(39), 5);
    let first = runs.run();
    assert_eq!(outcomes(&first), [Outcome::Created; 5]);
    let requests = runs.network.seen().len();
    let again = runs.run();
    assert_eq!(outcomes(&again), [Outcome::Created; 5]);
    assert!(
        again
            .results
            .iter()
            .all(|result| result.earlier && !result.changed)
    );
    assert_eq!(runs.network.seen().len(), requests);
    // Two rows more, one of them changed since.
    runs.rows = rows(names(7));
    runs.rows[2].account.email = Some("other@example.org".to_owned());
    let more = runs.run();
    assert_eq!(outcomes(&more), [Outcome::Created; 7]);
    let changed: Vec<bool> = more.results.iter().map(|result| result.changed).collect();
    assert_eq!(changed, [false, false, true, false, false, false, false]);
    let names: Vec<&str> = more
        .results
        .iter()
        .map(|result| result.asked.as_str())
        .collect();
    assert_eq!(names[2], "Pupil 0002");
    assert_eq!(runs.wrong(&more), [""; 0]);
}

#[test]
fn a_refused_row_does_not_stop_the_others() {
    let wiki = testwiki::Wiki::of(Release::first(39)).account("Taken", "somebody else");
    let mut runs = Runs::new(wiki, rows(["Ann", "Taken", "Be#n", "Ann", "Zoe"]));
    let end = runs.run();
    use Outcome::{Created, Invalid, Refused};
    let repeated = &end.results[3];
    assert_eq!(
        outcomes(&end),
        [Created, Refused, Refused, Invalid, Created],
        "{end:#?}"
    );
    assert_eq!(
        repeated.details.message.as_deref(),
        Some("row 1 has the same name")
    );
    assert_eq!(
        runs.wrong(&End {
            results: vec![end.results[1].clone()],
            ..End::default()
        }),
        [""; 0]
    );
    // A refused row is tried again only if it was changed.
    let requests = runs.network.seen().len();
    let again = runs.run();
    assert_eq!(outcomes(&again)[1..3], [Refused, Refused]);
    assert_eq!(runs.network.seen().len(), requests);
    runs.rows[1].account.email = Some("other@example.org".to_owned());
    runs.run();
    assert!(runs.network.seen().len() > requests);
}

#[test]
fn what_hits_all_rows_stops_the_run() {
    for (setting, reason) in [
        (Setting::NoCreate, "not-permitted"),
        (Setting::ReadOnly, "read-only"),
    ] {
        let wiki = testwiki::Wiki::of(Release::first(43)).setting(setting);
        let runs = Runs::new(wiki, rows(names(3)));
        let end = runs.run();
        let stop = end.stop.clone().unwrap();
        assert_eq!(
            (stop.reason.as_str(), end.results.len()),
            (reason, 0),
            "{end:?}"
        );
        let again = runs.run();
        assert_eq!(again.stop.unwrap().reason.as_str(), reason);
    }
}

/// A server's limit of requests (HTTP 429) is no limit on accounts: its wait is kept.
#[test]
fn a_limit_of_requests_is_waited_for_as_told() {
    for minor in [16, 22, 26, 27, 46] {
        let runs = Runs::of_release(Release::first(minor), 3);
        let creating = if minor < 21 {
            "Special:UserLogin"
        } else {
            "createaccount"
        };
        runs.network.with_wiki(|wiki| {
            wiki.fault(Fault::RetryLater(429, 30), When::action(creating).nth(3));
        });
        let end = runs.run();
        assert_eq!(outcomes(&end), [Outcome::Created; 3], "1.{minor}: {end:?}");
        assert!(end.stop.is_none() && end.waits <= 1, "1.{minor}: {end:?}");
        assert_eq!(runs.wrong(&end), [""; 0]);
    }
}

#[test]
fn the_host_answers_captchas_or_skips_the_row() {
    for minor in [16, 22, 25, 27, 39] {
        let wiki = testwiki::Wiki::of(Release::first(minor)).captcha(Captcha::Questy);
        let runs = Runs::new(wiki, rows(names(4)));
        let mut wiki = runs.client();
        let journal = Journal::open(runs.journal()).unwrap();
        let mut bulk = Bulk::new(runs.rows.clone()).journal(journal.wiki("wiki"));
        let mut end = End::default();
        let (mut asked, mut answered) = (0, 0);
        while let Some(event) = bulk.next(&mut wiki) {
            match event {
                Event::Row(result) => end.results.push(result),
                Event::Step(Step::Ask(ask)) => {
                    asked += 1;
                    assert!(ask.captcha.is_some(), "{ask:?}");
                    let name = bulk.row().unwrap().account.name.clone();
                    if name == "Pupil 0001" {
                        bulk.skip().unwrap();
                        continue;
                    }
                    // The first answer is wrong.
                    let answer = if answered == 0 { "Rome" } else { "Paris" };
                    answered += 1;
                    let answers = Answers::new().with("captcha", answer);
                    bulk.answer(&mut wiki, answers).unwrap();
                }
                other => panic!("1.{minor}: {other:?}"),
            }
        }
        use Outcome::{Created, Skipped};
        assert_eq!(
            outcomes(&end),
            [Created, Skipped, Created, Created],
            "1.{minor}: {end:?}"
        );
        assert_eq!(asked, 5, "1.{minor}");
        assert_eq!(runs.wrong(&end), [""; 0]);
        check_journal(&runs.journal());
    }
}

#[test]
fn a_journal_belongs_to_one_run_and_is_read_as_it_is() {
    let runs = Runs::of_release(Release::first(39), 2);
    let open = Journal::open(runs.journal()).unwrap();
    let error = Journal::open(runs.journal()).unwrap_err();
    assert_eq!(error.reason.as_str(), "journal");
    assert!(error.message.contains("used by another run"), "{error}");
    drop(open);
    runs.run();
    let path = runs.journal();
    let whole = std::fs::read(&path).unwrap();
    // A last line that is cut off anywhere is no damage, and the run is completed.
    let last = whole[..whole.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    for cut in last..whole.len() {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let end = runs.run();
        assert_eq!(outcomes(&end), [Outcome::Created; 2], "{cut}: {end:?}");
        check_journal(&path);
    }
    let text = String::from_utf8(whole.clone()).unwrap();
    for (damaged, what) in [
        (
            text.replacen("\"event\":\"send\"", "\"event\":\"sent\"", 1),
            "line 2",
        ),
        (format!("{text}{}\n{text}", " ".repeat(17 << 20)), "line 6"),
        ("name,email\nAnn,a@example.org\n".to_owned(), "no journal"),
        ("x".to_owned(), "no journal"),
        (
            text.replacen("\"version\":1", "\"version\":2", 1),
            "no journal",
        ),
    ] {
        std::fs::write(&path, &damaged).unwrap();
        let error = Journal::open(&path).unwrap_err();
        assert!(error.message.contains(what), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
    }
    assert!(Journal::open(runs.journal().join("no folder")).is_err());
}
