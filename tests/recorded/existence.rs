//! Existence checks after a lost response to a creation, with recorded responses. A host with its own HTTP
//! drives the flow, and loses responses.

use std::time::Duration;

use mwaccount::{
    Answers, Error, Format, NewAccount, Purpose, Reason, Requirements, Session, Step,
    TransportError, Verdict, Wiki,
    flow::{Conversation, Flow, Input, Interaction, Poll, Probe},
    http::{Reply, Request, Response},
};
use support::{
    accounts::PASSWORD,
    recording_adapters::{detecting, raw, users},
    replay_client::{API, account, step_summary},
    transcript::{Exchange, Tape, Transcript},
};

use crate::{FORMATS, LEGACY, MODERN};

/// The fate of the request that creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The wiki executed it, and the response was lost.
    AnswerLost,
    /// It was lost on the way, and the host cannot tell.
    RequestLost,
    /// The same after a timeout, so the wiki may still be executing it.
    TimedOut,
}

/// A host that replays a recording instead of asking a wiki.
struct Host {
    session: Session,
    tape: Tape,
    fate: Fate,
    /// The delays before the requests of the existence check, in seconds. A host of a real wiki waits.
    waits: Vec<u64>,
}

impl Host {
    fn new(transcript: &Transcript, before: &[Exchange], format: Format, fate: Fate) -> Self {
        let wiki = Wiki::builder(API).format(format).build().unwrap();
        Self {
            session: wiki.session().clone(),
            tape: Tape::new(transcript, before),
            fate,
            waits: Vec::new(),
        }
    }

    fn send(&mut self, request: &Request) -> Reply {
        match request.purpose {
            Purpose::Create => {
                if self.fate == Fate::AnswerLost {
                    self.tape.answer(request);
                }
                let mut fault = TransportError::new(Reason::Unreachable, "the connection broke");
                fault.timed_out = self.fate == Fate::TimedOut;
                return Reply::Lost(fault);
            }
            Purpose::ExistenceCheck => self.waits.push(request.wait.as_secs()),
            // The recordings lack this request, which is not needed: a private wiki denies it.
            Purpose::Probe if request.url.query().is_some() => {
                let mut denied = Response::default();
                denied.status = 200;
                denied.push_body(br#"{"error":{"code":"readapidenied","info":"Not you"}}"#);
                return Reply::Got(denied);
            }
            _ => assert_eq!(request.wait, Duration::ZERO),
        }
        self.tape.answer(request)
    }

    fn drive<F: Flow>(&mut self, conversation: &mut Conversation<F>) -> Result<F::Output, Error> {
        loop {
            match conversation.next(&mut self.session) {
                Poll::Send(request) => {
                    self.session.mark_sent();
                    let reply = self.send(request);
                    conversation.feed(&mut self.session, reply);
                }
                Poll::Step(step) => return step,
            }
        }
    }

    /// Creates an account, answers a captcha, and returns the result.
    fn create(&mut self, account: NewAccount) -> String {
        let mut creation = Conversation::new(Interaction::create(account, &mut self.session));
        let mut steps = Vec::new();
        loop {
            let end = self.drive(&mut creation);
            steps.push(step_summary(&end));
            if !matches!(end, Ok(Step::Ask(_))) {
                return steps.join(" ");
            }
            let answers = Input::Answers(Answers::new().with("captcha", "63"));
            creation.answer(&mut self.session, answers).unwrap();
        }
    }
}

/// The recorded probe has a password, which the library does not send: MediaWiki checks token and name before
/// it.
fn probing(release: &str, scenario: &str, format: &str) -> Transcript {
    let recorded = Transcript::read(release, scenario, format);
    let exchanges = recorded.exchanges.iter().cloned();
    let exchanges = exchanges.map(|exchange| match exchange.request.get("name") {
        Some("10.0.0.1") => exchange.without("password"),
        _ => exchange,
    });
    recorded.of(exchanges.collect())
}

#[test]
fn a_used_up_token_and_a_new_account_prove_the_creation() {
    for release in LEGACY {
        for (name, format) in FORMATS {
            let recorded = probing(release, "spent-token-probe-after-success", name);
            // A wiki that lost its sessions would refuse the token as well, so the users are looked up too;
            // where they are not shown, nothing is proven.
            for (shown, expected) in [
                (Some(true), "created+answer-lost"),
                (None, "unknown:unreachable"),
            ] {
                let wish = account(recorded.attempts()[0]);
                let before = [detecting(&recorded), users(release, &wish.name, shown)];
                let mut host = Host::new(&recorded, &before, format, Fate::AnswerLost);
                assert_eq!(host.create(wish), expected, "{release} {name}");
                assert_eq!(host.waits, [0, 0], "{release} {name}");
            }
        }
    }
}

/// The token is unchanged at each check.
#[test]
fn an_unused_token_proves_that_nothing_was_created() {
    for release in LEGACY {
        for (name, format) in FORMATS {
            for (fate, expected) in [
                (Fate::RequestLost, "refused:unreachable"),
                (Fate::TimedOut, "unknown:unreachable"),
            ] {
                let mut recorded = probing(release, "spent-token-probe-before", name);
                let wish = account(recorded.first_form().unwrap());
                let probe = recorded.exchanges.last().unwrap().clone();
                recorded.exchanges.extend([probe.clone(), probe]);
                let before = [detecting(&recorded)];
                let mut host = Host::new(&recorded, &before, format, fate);
                let label = format!("{release} {name} {fate:?}");
                assert_eq!(host.create(wish), expected, "{label}");
                assert_eq!(host.waits, [0, 2, 4], "{label}");
            }
        }
    }
}

/// A recorded dry run, with the form before it. If it was recorded with texts, it gets the codes of the same
/// refusals.
struct DryRun {
    label: String,
    name: String,
    transcript: Transcript,
}

/// The names of the recordings with a taken, a free and an invalid name.
const DRY_RUNS: [(&str, &[&str]); 3] = [
    ("dry-begin", &["taken", "free", "none"]),
    ("dry-begin-captcha", &["taken", "free"]),
    ("dry-begin-no-permission", &["forbidden"]),
];

fn dry_runs() -> impl Iterator<Item = (&'static str, DryRun)> {
    let scenarios = MODERN
        .into_iter()
        .flat_map(|release| DRY_RUNS.map(|(scenario, names)| (release, scenario, names)));
    scenarios.flat_map(|(release, scenario, names)| {
        let recorded = raw(&Transcript::read(release, scenario, "json-fv2"));
        let (pairs, _) = recorded.exchanges.as_chunks();
        assert_eq!(pairs.len(), names.len());
        let dry = names.iter().zip(pairs).map(|(kind, [form, run])| DryRun {
            label: format!("{release} {scenario} {kind}"),
            name: run.request.get("username").unwrap().to_owned(),
            // A recorded form may have been the second or third of its session.
            transcript: recorded.of(vec![
                form.clone().in_any_session(),
                run.clone().in_any_session(),
            ]),
        });
        names.iter().copied().zip(dry).collect::<Vec<_>>()
    })
}

/// On a private wiki only the dry run decides. A taken name does not show who took it.
#[test]
fn a_dry_run_decides_on_a_private_wiki() {
    let mut played = 0;
    for (kind, dry) in dry_runs() {
        let ask = match dry.transcript.scenario.as_str() {
            "dry-begin-captcha" => "ask ",
            _ => "",
        };
        let (fates, end, waits): (&[Fate], &str, &[u64]) = match kind {
            // An invalid name was not created either.
            "free" | "none" => (&[Fate::RequestLost], "refused:unreachable", &[0, 0, 2, 4]),
            _ => (
                &[Fate::RequestLost, Fate::TimedOut],
                "unknown:unreachable",
                &[0, 0],
            ),
        };
        for &fate in fates {
            let release = &dry.transcript.mediawiki;
            let mut transcript = dry.transcript.clone();
            let begin = transcript.exchanges.pop().unwrap();
            transcript.exchanges.extend(vec![begin; 3]);
            let before = [users(release, &dry.name, None)];
            let mut host = Host::new(&transcript, &before, Format::Json, fate);
            let wish = NewAccount::new(&dry.name).password(PASSWORD);
            assert_eq!(host.create(wish), format!("{ask}{end}"), "{}", dry.label);
            assert_eq!(host.waits, waits, "{}", dry.label);
            played += 1;
        }
    }
    // Two releases: two free names, an invalid one, and three taken ones with two fates each.
    assert_eq!(played, 2 * (2 + 1 + 3 * 2));
}

/// The same check before anything is created.
#[test]
fn a_dry_run_checks_right_and_name_in_advance() {
    for (kind, dry) in dry_runs() {
        let mut host = Host::new(&dry.transcript, &[], Format::Json, Fate::AnswerLost);
        let probe = Probe::new(NewAccount::new(&dry.name), &host.session);
        let found: Requirements = match host.drive(&mut Conversation::new(probe)) {
            Ok(found) => found,
            Err(error) => panic!("{}: {error:?}", dry.label),
        };
        let name = found.name.map(|verdict| match verdict {
            Verdict::Good => "good".to_owned(),
            Verdict::Refused(refused) => refused.reason.to_string(),
        });
        let refusal = found.refusal.map(|refused| refused.reason.to_string());
        let expected = match kind {
            "taken" => (Some(true), Some("name-taken"), None),
            // Extensions test the name later.
            "free" => (Some(true), None, None),
            "none" => (Some(true), Some("name-invalid"), None),
            _ => (Some(false), None, Some("not-permitted")),
        };
        assert_eq!(
            (found.may_create, name.as_deref(), refusal.as_deref()),
            expected,
            "{}",
            dry.label
        );
        let is_free = match kind {
            "taken" => Some(false),
            "free" => Some(true),
            _ => None,
        };
        assert_eq!(found.name_free, is_free, "{}", dry.label);
        let captcha = dry.transcript.scenario == "dry-begin-captcha";
        assert_eq!(found.captcha_asked, Some(captcha), "{}", dry.label);
    }
}
