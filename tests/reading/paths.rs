//! The ways on which answers are read, each with a costly answer in place of one of the wiki's.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Answer, Answers, Captcha, Credentials, Dialect, Error, Field, FieldKind, Format, NewAccount,
    Reason, Step, TransportError, Wiki,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};
use serde_json::json;
use support::{
    allocations::{self, Start},
    cpu,
    hostile_answers::Sort::{self, Json, Page, Xml},
    scripted_transport::{answer, body, captcha, error, missing, offer, password},
    sign_up_page,
};

use self::Call::{Create, Fields, FormLogin, Login, MailPassword, Probe};

/// A way on which answers are read.
pub struct Path {
    pub name: &'static str,
    /// The sort of the costly answer.
    pub sort: Sort,
    /// True if it is one of the few that together have all ways of reading.
    pub is_typical: bool,
    /// The answers before it.
    before: fn() -> Vec<Reply>,
    call: Call,
}

#[derive(Clone, Copy)]
enum Call {
    Create(Dialect, Format),
    MailPassword,
    Login,
    FormLogin,
    Probe(&'static str),
    Fields,
}

/// The cost of an answer, and of the text of a conversation that was suspended after it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    pub peak: usize,
    pub total: usize,
    /// CPU time in nanoseconds.
    pub time: u64,
    pub suspended: usize,
}

impl Cost {
    pub fn or_more(&mut self, other: Self) {
        self.peak = self.peak.max(other.peak);
        self.total = self.total.max(other.total);
        self.time = self.time.max(other.time);
        self.suspended = self.suspended.max(other.suspended);
    }
}

/// The number of costly answers that a path gets at most, which is enough for every search of api.php.
const MOST: u32 = if cfg!(debug_assertions) { 2 } else { 7 };

const API: &str = "https://wiki.example/w/api.php";

const CREATE: Call = Create(Dialect::AuthManager, Format::Json);
const LEGACY: Call = Create(Dialect::LegacyApi, Format::Json);
const LEGACY_XML: Call = Create(Dialect::LegacyApi, Format::Xml);
const FORM: Call = Create(Dialect::WebForm, Format::Json);

pub const PATHS: &[Path] = &[
    path("create, offer", Json, CREATE, Vec::new).typical(),
    path("create, answer", Json, CREATE, || vec![plain_offer()]).typical(),
    path("create, dry run", Json, CREATE, || vec![captcha_offer()]),
    path("create, existence", Json, CREATE, || {
        vec![plain_offer(), not_an_answer()]
    }),
    path("legacy, answer", Json, LEGACY, Vec::new),
    path("legacy, second answer", Json, LEGACY, || vec![need_token()]),
    path("legacy, XML", Xml, LEGACY_XML, Vec::new).typical(),
    path("legacy, sign-up page", Page, LEGACY, Vec::new),
    path("form, page", Page, FORM, Vec::new).typical(),
    path("form, answer", Page, FORM, || vec![form_page()]).typical(),
    path("form, answer about a mail", Page, MailPassword, || {
        vec![mail_form_page()]
    }),
    path("form, users and messages", Page, FORM, || {
        vec![form_page(), refused_page(), api_off()]
    })
    .typical(),
    path("form, messages", Page, FORM, || {
        vec![form_page(), refused_page(), api_off(), nobody_page()]
    }),
    path("form, messages of the API", Json, FORM, || {
        vec![form_page(), refused_page()]
    })
    .typical(),
    path("API, page in place of an answer", Page, CREATE, || {
        vec![plain_offer()]
    }),
    path("login, offer", Json, Login, Vec::new),
    path("login, answer", Json, Login, || vec![login_offer()]),
    path("login, form", Page, FormLogin, Vec::new).typical(),
    path("probe, offer", Json, Probe(API), Vec::new),
    path("probe, query", Json, Probe(API), || vec![plain_offer()]),
    path("probe, dry run", Json, Probe(API), || {
        vec![plain_offer(), missing("Zoe")]
    }),
    path(
        "discovery",
        Page,
        Probe("https://wiki.example/wiki/Main"),
        Vec::new,
    )
    .typical(),
    path("fields, page", Page, Fields, || {
        vec![error("unknown_action")]
    }),
    path("fields", Json, Fields, Vec::new),
];

const fn path(name: &'static str, sort: Sort, call: Call, before: fn() -> Vec<Reply>) -> Path {
    Path {
        name,
        sort,
        is_typical: false,
        before,
        call,
    }
}

fn plain_offer() -> Reply {
    offer(&[password()], "t")
}

fn captcha_offer() -> Reply {
    offer(&[captcha("1"), password()], "t")
}

fn login_offer() -> Reply {
    answer(&json!({"query": {
        "authmanagerinfo": {"canauthenticatenow": true, "requests": [
            {"id": "P", "required": "primary-required", "metadata": {}, "fields": {
                "username": {"type": "string"}, "password": {"type": "password"},
            }},
        ]},
        "tokens": {"logintoken": "l+\\"},
    }}))
}

fn need_token() -> Reply {
    answer(&json!({"createaccount": {"result": "NeedToken", "token": "t"}}))
}

/// Returns the reply after the last answer, which is not waited for.
fn no_more() -> Reply {
    let message = "there are no more answers";
    Reply::NotSent(TransportError::new(Reason::Protocol, message))
}

fn not_an_answer() -> Reply {
    body("")
}

fn form_page() -> Reply {
    body(sign_up_page::sign_up())
}

fn mail_form_page() -> Reply {
    let mail = "<input type=submit name=wpCreateaccountMail value=Mail>";
    let inside = format!(
        "{}<input name=wpEmail>{mail}{}",
        sign_up_page::NAME,
        sign_up_page::TOKEN
    );
    body(sign_up_page::page(&sign_up_page::form("", &inside)))
}

fn refused_page() -> Reply {
    let form = sign_up_page::form(
        "",
        &format!("{}{}", sign_up_page::NAME, sign_up_page::TOKEN),
    );
    body(sign_up_page::page(&format!(
        "<div class=errorbox>No No such text is any message of MediaWiki, an error text noname.</div>{form}"
    )))
}

fn nobody_page() -> Reply {
    body(sign_up_page::page(
        "<input name=username value=Zoe><ul></ul>",
    ))
}

fn api_off() -> Reply {
    body("MediaWiki API is not enabled for this site.")
}

impl Path {
    const fn typical(mut self) -> Self {
        self.is_typical = true;
        self
    }

    /// Returns the highest cost of a costly answer on this way.
    pub fn cost(&self, costly: &[u8]) -> Cost {
        let meter = Arc::new(Mutex::new(Meter::default()));
        let transport = Costly {
            before: (self.before)().into_iter().collect(),
            costly: costly.to_vec(),
            left: MOST,
            meter: Arc::clone(&meter),
        };
        let address = match self.call {
            Probe(address) => address,
            _ => API,
        };
        let wiki = Wiki::builder(address).transport(transport);
        let wiki = match self.call {
            Create(dialect, format) => wiki.dialect(dialect).format(format),
            MailPassword | FormLogin => wiki.dialect(Dialect::WebForm),
            Login | Probe(_) | Fields => wiki,
        };
        let mut wiki = wiki.build().unwrap();
        let account = NewAccount::new("Zoe").password("Correct-horse-7-battery");
        match self.call {
            Create(..) => run(&mut wiki, account.real_name("Zoe Z"), &meter),
            MailPassword => {
                let account = NewAccount::new("Zoe").email("zoe@example.org");
                run(&mut wiki, account.mail_password(), &meter);
            }
            Login | FormLogin => log_in(&mut wiki, &meter),
            Probe(_) => drop(wiki.probe(&account)),
            Fields => drop(wiki.fields()),
        }
        let mut meter = meter.lock().unwrap();
        meter.stop();
        assert!(
            meter.is_read,
            "{}: the costly answer was not asked for",
            self.name
        );
        meter.cost
    }
}

type SharedMeter = Arc<Mutex<Meter>>;

fn run(wiki: &mut Wiki, account: NewAccount, meter: &SharedMeter) {
    let mut creation = wiki.create(account);
    let mut step = creation.step();
    for _ in 0..4 {
        meter.lock().unwrap().stop();
        let Ok(at) = &step else { return };
        let Some(answers) = answers_to(at) else { break };
        suspend(creation.suspend(), meter);
        let image = match at {
            Step::Ask(ask) => ask.captcha.clone().filter(|it| !it.image_urls.is_empty()),
            _ => None,
        };
        if let Some(captcha) = image {
            let _ = creation.image(&captcha, 0);
            meter.lock().unwrap().stop();
        }
        step = creation.answer(answers);
    }
    if matches!(step, Ok(Step::Refused(_))) {
        suspend(creation.suspend(), meter);
    }
}

fn log_in(wiki: &mut Wiki, meter: &SharedMeter) {
    let mut login = wiki.log_in(Credentials::password("Max", "secret"));
    let mut step = login.step();
    for _ in 0..4 {
        meter.lock().unwrap().stop();
        let Ok(at) = &step else { return };
        let Some(answers) = answers_to(at) else {
            return;
        };
        suspend(login.suspend(), meter);
        step = login.answer(answers);
    }
}

/// Measures a suspended text, and resumes it.
fn suspend(text: Result<mwaccount::Secret, Error>, meter: &SharedMeter) {
    let text = text.unwrap();
    Wiki::resume(text.expose()).unwrap();
    let mut meter = meter.lock().unwrap();
    let length = text.expose().len();
    meter.cost.suspended = meter.cost.suspended.max(length);
}

fn answers_to(step: &Step) -> Option<Answers> {
    let fields: &[Field] = match step {
        Step::Ask(ask) | Step::Restart(ask) => &ask.fields,
        Step::Redirect(redirect) => &redirect.fields,
        _ => return None,
    };
    let mut answers = Answers::new();
    for field in fields {
        let value = match field.kind {
            FieldKind::String | FieldKind::Password => Answer::from("some text"),
            FieldKind::Checkbox => Answer::from(true),
            FieldKind::Select | FieldKind::Multiselect => match field.options.first() {
                Some((value, _)) => Answer::from(value.as_str()),
                None => continue,
            },
            _ => continue,
        };
        answers.set(field.name.as_str(), value);
    }
    if fields.iter().any(|field| field.name == Captcha::FIELD) {
        answers.set(Captcha::FIELD, "7");
    }
    Some(answers)
}

/// Measures from an answer to the next request, or to the end of the call.
#[derive(Default)]
struct Meter {
    running: Option<(Start, u64)>,
    is_read: bool,
    cost: Cost,
}

impl Meter {
    fn start(&mut self) {
        self.is_read = true;
        self.running = Some((allocations::start(), cpu::time()));
    }

    fn stop(&mut self) {
        if let Some((start, at)) = self.running.take() {
            let time = cpu::time() - at;
            let allocated = start.allocated();
            self.cost.or_more(Cost {
                peak: allocated.peak,
                total: allocated.total,
                time,
                suspended: 0,
            });
        }
    }
}

/// A transport that answers as a wiki first, and then with the costly answer.
struct Costly {
    before: std::collections::VecDeque<Reply>,
    costly: Vec<u8>,
    left: u32,
    meter: SharedMeter,
}

impl Transport for Costly {
    fn send(&mut self, _: &Request, _: &Limits) -> Reply {
        let mut meter = self.meter.lock().unwrap();
        meter.stop();
        if let Some(reply) = self.before.pop_front() {
            return reply;
        }
        if self.left == 0 {
            return no_more();
        }
        self.left -= 1;
        let reply = Reply::Got(Response::new(200, Vec::new(), self.costly.clone()));
        meter.start();
        reply
    }
}
