//! Every request of every creation on AuthManager wikis against every fault.

use std::{thread, time::Duration};

use mwaccount::{Answers, NewAccount, Step, Wiki, transport::Ureq};
use support::{
    accounts::zoe_example,
    client::Client,
    fault_table::{compare, flows, run_flow, table},
    faulty::Faulty,
    mediawiki::api,
    steps::step_summary,
};

/// Results on AuthManager wikis, by their settings. `older` is `plain` with a name that is taken from the
/// start; `two` is `plain` with two creations in one session. Where the detecting request has no row, its
/// results are those of `plain`.
const AUTH_MANAGER: &str = "
flow             #  request         not-sent                   lost-before                  timed-out                    lost-after                   page-500                     cut-off                      silence
plain            1  detect          created                    created                      created                      created                      error:busy                   error:protocol               error:unreachable
plain            2  create          error:unreachable          refused:unreachable          unknown:unreachable          created+answer-lost          created+answer-lost          created+answer-lost          unknown:unreachable
questy           2  probe           created                    created                      created                      created                      created                      created                      error:unreachable
questy           3  create          error:unreachable          refused:unreachable          unknown:unreachable          created+answer-lost          created+answer-lost          created+answer-lost          unknown:unreachable
otp              2  create          error:unreachable          refused:unreachable          unknown:unreachable          created+answer-lost          created+answer-lost          created+answer-lost          unknown:unreachable
otp              3  existencecheck  created                    created                      created                      created                      created                      created                      unknown:unreachable
otp              4  continue        created+setup-unfinished   created+setup-unfinished     created+setup-unfinished     created+setup-unfinished     created+setup-unfinished     created+setup-unfinished     created+setup-unfinished
otpfirst         2  create          error:unreachable          refused:unreachable          unknown:unreachable          refused:unreachable          refused:busy                 refused:protocol             unknown:unreachable
otpfirst         3  existencecheck  created                    created                      created                      created                      created                      created                      unknown:unreachable
otpfirst         4  continue        error:unreachable          refused:unreachable          unknown:unreachable          created+setup-unfinished     created+setup-unfinished     created+setup-unfinished     unknown:unreachable
openid           2  create          error:unreachable          refused:unreachable          unknown:unreachable          refused:unreachable          refused:busy                 refused:protocol             unknown:unreachable
openid           3  existencecheck  created                    created                      created                      created                      created                      created                      unknown:unreachable
openid           4  continue        error:unreachable          refused:unreachable          unknown:unreachable          refused:unreachable          refused:busy                 refused:protocol             unknown:unreachable
openid           5  existencecheck  created                    created                      created                      created                      created                      created                      unknown:unreachable
openid           6  continue        error:unreachable          refused:unreachable          unknown:unreachable          created+setup-unfinished     created+setup-unfinished     created+setup-unfinished     unknown:unreachable
privateopen      1  detect          created                    created                      created                      created                      error:busy                   error:protocol               error:unreachable
privateopen      2  create          error:unreachable          refused:unreachable          unknown:unreachable          unknown:unreachable          unknown:busy                 unknown:protocol             unknown:unreachable
privateopen+otp  2  create          error:unreachable          refused:unreachable          unknown:unreachable          unknown:unreachable          unknown:busy                 unknown:protocol             unknown:unreachable
privateopen+otp  3  existencecheck  created                    created                      created                      created                      created                      created                      unknown:unreachable
privateopen+otp  4  continue        unknown:unreachable        unknown:unreachable          unknown:unreachable          unknown:unreachable          unknown:busy                 unknown:protocol             unknown:unreachable
older            2  create          error:unreachable          refused:name-taken           refused:name-taken           refused:name-taken           refused:name-taken           refused:name-taken           unknown:unreachable
older            3  existencecheck  refused:name-taken         refused:name-taken           refused:name-taken           refused:name-taken           unknown:name-taken           unknown:name-taken           unknown:name-taken
two              2  create          error:unreachable/created  refused:unreachable/created  unknown:unreachable/created  created+answer-lost/created  created+answer-lost/created  created+answer-lost/created  unknown:unreachable/error:unreachable
two              3  create          created/error:unreachable  created/refused:unreachable  created/unknown:unreachable  created/created+answer-lost  created/created+answer-lost  created/created+answer-lost  created/unknown:unreachable
";

#[test]
fn authmanager_1_39() {
    check("1.39", AUTH_MANAGER, |_| true);
}

/// The other releases, in the rows that can differ: their steps.
#[test]
fn authmanager_1_35_and_1_43() {
    for release in ["1.35", "1.43"] {
        check(release, AUTH_MANAGER, |flow| flow == "otp");
    }
}

/// An account's age in `list=users` is compared with the time the request was sent, not with the wiki's last
/// response.
#[test]
fn a_name_that_another_takes_while_the_caller_thinks() {
    let api = api("1.39", "questy", "meanwhile");
    let transport = Ureq::builder().build().unwrap();
    let (transport, _) = Faulty::new(transport, Some((2, "lost-after")));
    let mut wiki = Wiki::builder(&api).transport(transport).build().unwrap();
    let mut slow = wiki.create(zoe_example());
    assert!(matches!(slow.step(), Ok(Step::Ask(_))));
    let quick = NewAccount::new("Zoe Example").password("Another-horse-8-battery");
    let mut another = Wiki::connect(&api).unwrap();
    let step = another.create(quick.field("captcha", "Paris")).step();
    assert_eq!(step_summary(&step), "created");
    // An account that is some seconds old is certainly another's, as clocks differ by less.
    thread::sleep(Duration::from_secs(5));
    let step = slow.answer(Answers::new().with("captcha", "Paris"));
    assert_eq!(step_summary(&step), "refused:name-taken");
}

fn check(release: &str, expected: &str, wanted: impl Fn(&str) -> bool) {
    let flows = flows(expected, wanted);
    let table = table(&flows, |flow, cell, fault| {
        let settings = match flow {
            "older" | "two" => "plain",
            settings => settings,
        };
        let api = api(release, settings, &format!("fault{cell}"));
        let transport = Ureq::builder().build().unwrap();
        let run = run_flow(transport, &api, flow, fault);
        run.checked_cell(flow, fault, |name| Client::exists(&api, name))
    });
    compare(expected, &flows, &table);
}
