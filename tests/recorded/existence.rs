//! Recorded answers to the questions with which the library finds out what came of a
//! creation whose answer was lost. The flow is driven by hand here, as a host with HTTP
//! of its own does it; the host is one that loses answers.

use std::time::Duration;

use mwaccount::{
    Answers, Error, Format, NewAccount, Purpose, Reason, Requirements, Session, Step,
    TransportError, Verdict, Wiki,
    flow::{Conversation, Flow, Input, Interaction, Poll, Probe},
    http::{Reply, Request, Response},
};
use support::{
    accounts::PASSWORD,
    recording_adapters::{as_read, detecting, raw, users},
    replay_client::{API, account, word},
    transcript::{Exchange, Tape, Transcript},
};

use crate::{FORMATS, LEGACY, MODERN};

/// What befalls the request that creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The wiki handled it, and its answer was lost.
    AnswerLost,
    /// It was lost on the way to the wiki, and nobody can tell.
    RequestLost,
    /// The same, after waiting so long that the wiki may be at it still.
    TimedOut,
}

/// A host whose wiki is a tape.
struct Host {
    session: Session,
    tape: Tape,
    fate: Fate,
    /// How long the requests that settle were to wait, in seconds. A host in front of a
    /// real wiki waits.
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
            // What the recordings do not hold, and what is not needed: a private wiki denies it.
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
                    let reply = self.send(request);
                    conversation.feed(&mut self.session, reply);
                }
                Poll::Step(step) => return step,
            }
        }
    }

    /// Creates an account, answering a captcha, and says how it ends.
    fn create(&mut self, account: NewAccount) -> String {
        let mut creation = Conversation::new(Interaction::create(account, &mut self.session));
        let mut steps = Vec::new();
        loop {
            let end = self.drive(&mut creation);
            steps.push(word(&end));
            if !matches!(end, Ok(Step::Ask(_))) {
                return steps.join(" ");
            }
            let answers = Input::Answers(Answers::new().with("captcha", "63"));
            creation.answer(&mut self.session, answers).unwrap();
        }
    }
}

/// The probe was recorded with a password, which the library does not send: the token and
/// the name decide before it is looked at.
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
fn a_spent_token_tells_that_the_account_was_made() {
    for release in LEGACY {
        for (name, format) in FORMATS {
            let recorded = probing(release, "spent-token-probe-after-success", name);
            // A wiki that lost its sessions would say the same of the token, so the users
            // are asked too; where they are not shown, the token tells alone.
            for shown in [Some(true), None] {
                let wish = account(recorded.attempts()[0]);
                let before = [detecting(&recorded), users(release, &wish.name, shown)];
                let mut host = Host::new(&recorded, &before, format, Fate::AnswerLost);
                assert_eq!(host.create(wish), "created+answer-lost", "{release} {name}");
                assert_eq!(host.waits, [0, 0], "{release} {name}");
            }
        }
    }
}

/// The token is as it was each time that the library looks again.
#[test]
fn an_unspent_token_tells_that_nothing_was_made() {
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

/// A dry begin that was recorded, with the form that went before it. Recorded with texts,
/// it is given the codes of the same refusals.
struct Dry {
    label: String,
    name: String,
    transcript: Transcript,
}

/// The names of the recordings: one that is taken, one that is free, one that is none.
const DRY: [(&str, &[&str]); 3] = [
    ("dry-begin", &["taken", "free", "none"]),
    ("dry-begin-captcha", &["taken", "free"]),
    ("dry-begin-no-permission", &["forbidden"]),
];

fn dry_begins() -> impl Iterator<Item = (&'static str, Dry)> {
    let scenarios = MODERN
        .into_iter()
        .flat_map(|release| DRY.map(|(scenario, names)| (release, scenario, names)));
    scenarios.flat_map(|(release, scenario, names)| {
        let recorded = raw(&Transcript::read(release, scenario, "json-fv2"));
        let pairs = recorded.exchanges.chunks_exact(2);
        assert_eq!(pairs.len(), names.len());
        let dry = names.iter().zip(pairs).map(|(kind, pair)| Dry {
            label: format!("{release} {scenario} {kind}"),
            name: pair[1].request.get("username").unwrap().to_owned(),
            // A recorded form may have been the second or third of its session.
            transcript: recorded.of(vec![pair[0].clone().anywhere(), pair[1].clone().anywhere()]),
        });
        names.iter().copied().zip(dry).collect::<Vec<_>>()
    })
}

/// On a wiki that lets nobody read, the dry begin alone tells. That the name is taken
/// does not tell by whom.
#[test]
fn a_dry_begin_settles_what_a_private_wiki_does_not_tell() {
    let mut played = 0;
    for (kind, dry) in dry_begins() {
        let ask = match dry.transcript.scenario.as_str() {
            "dry-begin-captcha" => "ask ",
            _ => "",
        };
        let (fates, end, waits): (&[Fate], &str, &[u64]) = match kind {
            // A name that cannot be a user's was not made either.
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
            // To settle, the library asks for the name as the wiki reads it.
            let begin = transcript.exchanges.pop().unwrap();
            let begin = begin.asking("username", &as_read(&dry.name));
            transcript.exchanges.extend(vec![begin; 3]);
            let before = [users(release, &dry.name, None)];
            let mut host = Host::new(&transcript, &before, Format::Json, fate);
            let wish = NewAccount::new(&dry.name).password(PASSWORD);
            assert_eq!(host.create(wish), format!("{ask}{end}"), "{}", dry.label);
            assert_eq!(host.waits, waits, "{}", dry.label);
            played += 1;
        }
    }
    // Two releases: two names are free and one is none, three others are told of nothing.
    assert_eq!(played, 2 * (2 + 1 + 3 * 2));
}

/// The same before anything is created.
#[test]
fn a_dry_begin_tells_of_right_and_name_beforehand() {
    for (kind, dry) in dry_begins() {
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
            "free" => (Some(true), Some("good"), None),
            "none" => (Some(true), Some("name-invalid"), None),
            _ => (Some(false), None, Some("not-permitted")),
        };
        assert_eq!(
            (found.may_create, name.as_deref(), refusal.as_deref()),
            expected,
            "{}",
            dry.label
        );
        let captcha = dry.transcript.scenario == "dry-begin-captcha";
        assert_eq!(found.captcha_asked, Some(captcha), "{}", dry.label);
    }
}
