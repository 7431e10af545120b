//! Recorded sign-up pages with random damage, replayed to a creation: nothing panics, nothing loops, no form is
//! sent to another host or repeated by the library itself.

use std::time::SystemTime;

use mwaccount::{
    Answers, Dialect, NewAccount, Reason, Session, Step, SuspendKeys, TransportError, Wiki,
    flow::{Conversation, Input, Interaction, Poll, resume},
    http::{Effect, Reply, Request, Response},
};
use support::{
    accounts::PASSWORD,
    page_words::PAGE_WORDS,
    random::Random,
    transcript::{Transcript, recordings},
};

const API: &str = "http://127.0.0.1/w/api.php";
const RUNS: u64 = 500;
/// A page, a form, its result, three lookups in two lists, and redirects of each.
const MOST_REQUESTS: usize = 60;

#[test]
fn damaged_pages_do_no_harm() {
    let pages = recorded();
    assert!(pages.len() > 100);
    let mut seen = [0; 5];
    for seed in 0..RUNS {
        let mut random = Random(seed);
        let mut session = session();
        // The creations of a session follow each other, so that each finds the state the others left.
        for _ in 0..2 {
            seen[converse(seed, &mut random, &mut session, &pages)] += 1;
        }
    }
    println!("created, unknown, failed, refused, asked: {seen:?}");
    // Pages that are all broken would prove nothing.
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

fn session() -> Session {
    let wiki = Wiki::builder(API).dialect(Dialect::WebForm);
    wiki.session().unwrap()
}

/// Returns the responses recorded before and after forms.
fn recorded() -> Vec<Response> {
    let forms = recordings().into_iter();
    let forms = forms.filter(|(_, scenario, _)| scenario.starts_with("webform-"));
    let transcripts =
        forms.map(|(release, scenario, format)| Transcript::read(&release, &scenario, &format));
    let answers = transcripts.flat_map(|transcript| transcript.exchanges);
    answers
        .filter_map(|exchange| {
            Some(Response::new(
                exchange.response.status,
                exchange.response.headers,
                exchange.response.body?,
            ))
        })
        .collect()
}

/// Runs one creation until it ends or the caller gives up, and returns the kind of its result.
fn converse(seed: u64, random: &mut Random, session: &mut Session, pages: &[Response]) -> usize {
    let account = || NewAccount::new("Zoe").password(PASSWORD).language("de");
    let mut flow = Conversation::new(Interaction::create(account(), session));
    let mut last = 0;
    for _ in 0..4 {
        let (mut requests, mut forms) = (0, 0);
        let pause = loop {
            let request = match flow.next(session) {
                Poll::Send(request) => request,
                Poll::Step(step) => {
                    let shown = format!("{step:?}");
                    assert!(!shown.contains(PASSWORD), "seed {seed}");
                    match step {
                        Ok(Step::Created(_)) => return 0,
                        Ok(Step::Unknown(_)) => return 1,
                        Err(_) => return 2,
                        Ok(pause) => break pause,
                    }
                }
            };
            requests += 1;
            assert!(requests <= MOST_REQUESTS, "seed {seed}: {request:?} again");
            assert_eq!(
                request.url.origin(),
                session.api_url().origin(),
                "seed {seed}"
            );
            assert!(!request.url.as_str().contains(PASSWORD), "seed {seed}");
            let reply = reply(random, request, pages);
            let is_redirect = matches!(&reply, Reply::Got(response) if response.status > 306);
            if request.effect == Effect::MayCreate && !is_redirect {
                forms += 1;
                // A lost session allows one repetition.
                assert!(forms <= 2, "seed {seed}");
            }
            flow.feed(session, reply);
        };
        if random.below(3) == 0 {
            let now = SystemTime::now();
            let text = flow.suspend(session, &SuspendKeys::default(), now).unwrap();
            let (resumed, creation) = resume(text.expose(), &SuspendKeys::default(), now).unwrap();
            (flow, *session) = (Conversation::new(creation), resumed);
        }
        let input = match &pause {
            Step::Ask(_) => {
                last = 4;
                let answers = Answers::new().with("captcha", "7");
                Input::Answers(match random.below(2) {
                    0 => answers.with("password", PASSWORD),
                    _ => answers,
                })
            }
            _ => {
                last = 3;
                Input::Revise(account())
            }
        };
        // A rejected answer changes nothing.
        if flow.answer(session, input).is_err() {
            flow.answer(session, Input::Revise(account())).ok();
        }
    }
    last
}

fn reply(random: &mut Random, request: &Request, pages: &[Response]) -> Reply {
    let fault = TransportError::new(Reason::Unreachable, "the connection broke");
    match random.below(20) {
        0 if request.effect == Effect::MayCreate => return Reply::Lost(fault),
        0 => return Reply::NotSent(fault),
        1 => {
            let target = random.of(&[
                "/w/index.php",
                "//evil.example/",
                "?wpCookieCheck=new",
                "http://[",
            ]);
            let status = *random.of(&[301, 302, 307]);
            let headers = vec![("Location".to_owned(), (*target).to_owned())];
            return Reply::Got(Response::new(status, headers, Vec::new()));
        }
        _ => {}
    }
    let page = random.of(pages);
    let mut body = page.body.clone();
    for _ in 0..random.below(4) {
        damage(random, &mut body, pages);
    }
    let status = *random.of(&[200, 200, 200, 200, page.status, 403, 500]);
    Reply::Got(Response::new(status, page.headers.clone(), body))
}

fn damage(random: &mut Random, body: &mut Vec<u8>, pages: &[Response]) {
    let from = random.below(body.len() + 1);
    let length = random.below(2000).min(body.len() - from);
    match random.below(6) {
        0 => body.truncate(from),
        1 => drop(body.drain(from..from + length)),
        2 => body[from..from + length].reverse(),
        3 => {
            let again = body[from..from + length].to_vec();
            drop(body.splice(from..from, again));
        }
        4 => drop(body.splice(from..from, random.of(&PAGE_WORDS).bytes())),
        _ => {
            let other = &random.of(pages).body;
            let start = random.below(other.len() + 1);
            drop(body.splice(from.., other[start..].iter().copied()));
        }
    }
}
