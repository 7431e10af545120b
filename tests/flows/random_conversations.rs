//! Random conversations: with any responses and any input nothing panics, nothing loops, and at every step the
//! caller can continue or gets a reason.

use std::time::{Duration, SystemTime};

use mwaccount::{
    Dialect, Error, Format, Purpose, Reason, Session, Step, SuspendKeys, TransportError, Wiki,
    flow::{Conversation, Input, Interaction, Poll, resume},
    http::{Effect, Reply, Request, Response},
};
use serde_json::{Value, json};
use support::{
    any_caller::{accepted_input, account, asked, input},
    random::Random,
    scripted_transport as replies,
    transcript::{Exchange, Transcript, recordings},
};

const RUNS: u64 = 2_000;
/// A flow with more requests than this between two inputs is an endless loop. The most are several lookups,
/// each with three tries and five redirects.
const MOST_REQUESTS: usize = 60;

#[test]
fn random_conversations_end_or_go_on() {
    let pool = Pool::read();
    let mut seen = Seen::default();
    for seed in 0..RUNS {
        let mut random = Random(seed);
        let mut session = session(&mut random);
        // The creations of a session follow each other, so that each finds the state the others left.
        for _ in 0..=random.below(3) {
            converse(seed, &mut random, &mut session, &pool, &mut seen);
        }
    }
    println!("{seen:?}");
    // A pool of responses or a caller that always fails would prove nothing.
    let least = [
        seen.asks,
        seen.redirects,
        seen.restarts,
        seen.refused,
        seen.created,
        seen.unknown,
        seen.failed,
        seen.misused,
    ];
    assert!(least.iter().all(|count| *count > 20), "{seen:?}");
}

/// The number of each result.
#[derive(Debug, Default)]
struct Seen {
    asks: usize,
    redirects: usize,
    restarts: usize,
    refused: usize,
    created: usize,
    unknown: usize,
    failed: usize,
    misused: usize,
}

/// Runs one creation until it ends or the caller gives up.
fn converse(seed: u64, random: &mut Random, session: &mut Session, pool: &Pool, seen: &mut Seen) {
    let mut flow = Conversation::new(Interaction::create(account(random), session));
    let mut lost = false;
    for _ in 0..12 {
        let mut requests = 0;
        let step = loop {
            let request = match flow.next(session) {
                Poll::Send(request) => request,
                Poll::Step(step) => break step,
            };
            requests += 1;
            assert!(requests <= MOST_REQUESTS, "seed {seed}: {request:?} again");
            assert!(request.wait <= Duration::from_secs(4), "seed {seed}");
            let reply = pool.reply(random, request);
            lost |= request.effect == Effect::MayCreate && matches!(reply, Reply::Lost(_));
            flow.feed(session, reply);
        };
        let mut pause = match step {
            Ok(Step::Created(_) | Step::Unknown(_)) | Err(_) => {
                return check_result(seed, &step, lost, seen);
            }
            Ok(pause) => pause,
        };
        match &pause {
            Step::Ask(_) => seen.asks += 1,
            Step::Redirect(_) => seen.redirects += 1,
            Step::Restart(_) => seen.restarts += 1,
            Step::Refused(refused) => {
                seen.refused += 1;
                assert!(!refused.message.trim().is_empty(), "seed {seed}");
            }
            other => panic!("seed {seed}: {other:?}"),
        }
        if random.below(3) == 0 {
            (flow, *session, pause) = in_another_process(seed, &flow, session, &pause);
        }
        let accepted_input = accepted_input(&flow, session, &pause);
        let accepted_input = accepted_input
            .unwrap_or_else(|why| panic!("seed {seed}: {pause:?} takes nothing: {why}"));
        // Some invalid inputs first, which change nothing; then perhaps the right one.
        let mut taken = false;
        for _ in 0..random.below(3) {
            let input = input(random, &pause);
            let revises = matches!(input, Input::Revise(_));
            match flow.answer(session, input) {
                Ok(()) => {
                    lost &= !revises;
                    taken = true;
                    break;
                }
                Err(misuse) => {
                    seen.misused += 1;
                    assert!(misuse.message.len() > 10, "seed {seed}: {misuse:?}");
                    let still = flow.next(session);
                    let Poll::Step(Ok(still)) = still else {
                        panic!("seed {seed}: {misuse:?} led to {still:?}");
                    };
                    assert_eq!(format!("{still:?}"), format!("{pause:?}"), "seed {seed}");
                }
            }
        }
        if !taken {
            lost &= !matches!(accepted_input, Input::Revise(_));
            flow.answer(session, accepted_input)
                .expect("what was good is good again");
        }
    }
}

/// Asserts that the result fits what happened.
fn check_result(seed: u64, end: &Result<Step, Error>, lost: bool, seen: &mut Seen) {
    match end {
        Ok(Step::Created(created)) => {
            seen.created += 1;
            assert!(!created.name.is_empty(), "seed {seed}");
        }
        Ok(Step::Unknown(unknown)) => {
            seen.unknown += 1;
            assert!(unknown.evidence.len() > 20, "seed {seed}: {unknown:?}");
        }
        Ok(step) => panic!("seed {seed}: {step:?}"),
        Err(error) => {
            seen.failed += 1;
            assert!(error.message.len() > 10, "seed {seed}: {error:?}");
            assert!(!lost, "seed {seed}: an answer was lost, and then {error:?}");
        }
    }
}

/// Suspends and resumes the conversation, which changes nothing, except that a password may be asked for again,
/// as it is never stored, or an alternative to it.
fn in_another_process(
    seed: u64,
    flow: &Conversation<Interaction>,
    session: &Session,
    pause: &Step,
) -> (Conversation<Interaction>, Session, Step) {
    let text = flow.suspend(session, &SuspendKeys::default(), SystemTime::now());
    let text = text.unwrap_or_else(|error| panic!("seed {seed}: {pause:?}: {error}"));
    let resumed = resume(text.expose(), &SuspendKeys::default(), SystemTime::now());
    let (mut session, flow) = resumed.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    assert!(!flow.is_login(), "seed {seed}: a creation became a login");
    let mut flow = Conversation::new(flow);
    let Poll::Step(Ok(again)) = flow.next(&mut session) else {
        panic!("seed {seed}: {pause:?} does not wait any more");
    };
    let (before, after) = (asked(pause), asked(&again));
    assert!(
        before.iter().all(|field| after.contains(field)),
        "seed {seed}: {pause:?} became {again:?}"
    );
    (flow, session, again)
}

fn session(random: &mut Random) -> Session {
    let mut wiki = Wiki::builder("https://wiki.example/api.php");
    match random.below(4) {
        0 => wiki = wiki.dialect(Dialect::LegacyApi),
        1 => wiki = wiki.dialect(Dialect::AuthManager),
        _ => {}
    }
    if random.below(3) == 0 {
        wiki = wiki.format(Format::Xml);
    }
    wiki.build().unwrap().session().clone()
}

/// Responses by the kind of their request.
struct Pool {
    /// Responses to the detecting request.
    offers: Vec<Response>,
    /// Responses to creations through AuthManager, in JSON.
    modern: Vec<Response>,
    /// Responses to legacy creations, in JSON and in XML.
    legacy: [Vec<Response>; 2],
    users: Vec<Response>,
}

impl Pool {
    /// Reads the responses of all recordings, and adds some steps.
    fn read() -> Self {
        let mut pool = Self {
            offers: Vec::new(),
            modern: steps(),
            legacy: [Vec::new(), Vec::new()],
            users: who(),
        };
        for (release, scenario, format) in recordings() {
            for Exchange { request, response } in
                Transcript::read(&release, &scenario, &format).exchanges
            {
                let all = request.form.into_iter().chain(request.query).flatten();
                let all: Vec<(String, String)> = all.collect();
                let says = |name: &str, part: &str| {
                    all.iter()
                        .any(|(n, value)| n == name && value.contains(part))
                };
                let response = Response::new(
                    response.status,
                    response.headers,
                    response.body.unwrap_or_default(),
                );
                // AuthManager's responses were recorded in formatversion 2, with raw messages or texts.
                let creates = says("action", "createaccount");
                match format.as_str() {
                    _ if says("meta", "authmanagerinfo") => pool.offers.push(response),
                    "json" if creates => pool.legacy[0].push(response),
                    "xml" if creates => pool.legacy[1].push(response),
                    _ if creates => pool.modern.push(response),
                    _ => {}
                }
            }
        }
        pool.offers.push(got(replies::offer(
            &[replies::captcha("1"), replies::password()],
            "t",
        )));
        pool
    }

    /// Returns a fitting response more often than not, or else any.
    fn reply(&self, random: &mut Random, request: &Request) -> Reply {
        let xml = request.form.get("format") == Some("xml");
        let pools = [
            &self.offers,
            &self.modern,
            &self.legacy[0],
            &self.legacy[1],
            &self.users,
        ];
        let fitting = match request.purpose {
            Purpose::Detect => pools[0],
            Purpose::ExistenceCheck if request.form.get("name").is_none() => pools[4],
            _ if request.form.get("name").is_some() && xml => pools[3],
            _ if request.form.get("name").is_some() => pools[2],
            _ => pools[1],
        };
        let fitting = random.of(fitting).clone();
        match random.below(30) {
            0 => Reply::NotSent(fault(random)),
            1 | 2 => Reply::Lost(fault(random)),
            3 => Reply::Got({
                let at = random.below(5);
                random.of(pools[at]).clone()
            }),
            4 => {
                let length = random.below(fitting.body.len() + 1);
                Reply::Got(Response::new(
                    fitting.status,
                    fitting.headers.clone(),
                    &fitting.body[..length],
                ))
            }
            5 => garbage(random),
            _ => Reply::Got(fitting),
        }
    }
}

fn fault(random: &mut Random) -> TransportError {
    const REASONS: [Reason; 4] = [
        Reason::Unreachable,
        Reason::TooLarge,
        Reason::Protocol,
        Reason::Cancelled,
    ];
    let mut fault = TransportError::new(*random.of(&REASONS), "the connection broke");
    fault.timed_out = random.below(3) == 0;
    fault
}

fn garbage(random: &mut Random) -> Reply {
    let bytes: Vec<u8> = (0..random.below(64))
        .map(|_| random.below(256) as u8)
        .collect();
    let (status, headers, body): (u16, &[(&str, &str)], Vec<u8>) = match random.below(10) {
        0 => (200, &[], bytes),
        1 => (200, &[], b"<!DOCTYPE html><p>down".to_vec()),
        2 => (200, &[], b"{\"createaccount\":[]}".to_vec()),
        3 => (
            200,
            &[],
            b"{\"createaccount\":null,\"error\":[],\"query\":7}".to_vec(),
        ),
        4 => (307, &[("Location", "/w/api.php?x")], bytes),
        5 => (301, &[("Location", "https://elsewhere.example/")], bytes),
        6 => (429, &[("Retry-After", "7")], bytes),
        7 => (403, &[], bytes),
        8 => (502, &[("Date", "no date")], bytes),
        _ => (200, &[("Set-Cookie", "wiki_session=; path=")], Vec::new()),
    };
    replies::response(status, headers, body)
}

fn got(reply: Reply) -> Response {
    match reply {
        Reply::Got(response) => response,
        other => panic!("{other:?}"),
    }
}

/// Returns steps with every type of field, several in a row, with and without their usual attributes.
fn steps() -> Vec<Response> {
    let all = json!({
        "shown": {"type": "null", "value": "read this"},
        "otpToken": {"type": "string", "optional": true},
        "plan": {"type": "select", "options": {"a": "A", "b": "B"}},
        "tags": {"type": "multiselect", "options": ["A", "B"], "optional": true},
        "agree": {"type": "checkbox"},
        "pin": {"type": "password"},
        "state": {"type": "hidden", "value": "1"},
        "skip": {"type": "button", "optional": true},
    });
    let back = json!({"code": {"type": "string"}, "state": {"type": "string"}});
    let target = "https://login.example/?x=1";
    let said = [
        json!({"status": "UI", "message": "Fill in", "requests": [replies::further(all.clone())]}),
        json!({"status": "UI", "requests": []}),
        json!({"status": "UI", "requests": [replies::captcha("9")]}),
        json!({"status": "UI", "fields": all}),
        json!({"status": "REDIRECT", "redirecttarget": target, "requests": [replies::further(back.clone())]}),
        json!({"status": "REDIRECT", "redirecttarget": target, "fields": back}),
        json!({"status": "REDIRECT", "redirecttarget": target}),
        json!({"status": "REDIRECT", "redirecttarget": "javascript:alert(1)"}),
        json!({"status": "RESTART", "message": "Again", "requests": [replies::password()]}),
        json!({"status": "RESTART", "requests": [replies::password(), replies::captcha("8")], "canpreservestate": true}),
        json!({"status": "FAIL", "message": "No", "messagecode": "authmanager-create-not-in-progress"}),
        json!({"status": "FAIL"}),
        json!({"status": "PASS"}),
        json!({"status": "PASS", "username": "Zoe"}),
    ];
    let responses = said.into_iter().map(replies::createaccount);
    let errors = [
        "badtoken",
        "readonly",
        "internal_api_error_X",
        "assertuserfailed",
        "",
    ];
    let all = responses.chain(errors.map(replies::error)).map(got);
    // There are many recordings, but few steps in them.
    let all: Vec<Response> = all.collect();
    all.iter().cycle().take(20 * all.len()).cloned().collect()
}

fn who() -> Vec<Response> {
    let user =
        |registration: Value| json!({"userid": 2, "name": "Zoe", "registration": registration});
    let said = [
        json!({"name": "Zoe", "missing": true}),
        json!({"name": "Zoe", "missing": ""}),
        json!({"name": "Zoe", "invalid": true}),
        user(Value::Null),
        user(json!("2001-01-01T00:00:00Z")),
        user(json!("2037-01-01T00:00:00Z")),
    ];
    let answers = said.into_iter().map(replies::users);
    let errors = ["readapidenied", "usbaduser_ususers"].map(replies::error);
    let fails = ["userexists", "invalidemailaddress", "noname"].map(replies::fail);
    answers.chain(errors).chain(fails).map(got).collect()
}
