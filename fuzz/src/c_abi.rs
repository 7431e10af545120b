//! The functions of the C ABI in any order, with any handles that live, or NULL. `build.rs` makes the calls from the list of
//! the ABI, and from the header the list of those that send something, which are cancelled; requests are answered by an
//! emulated wiki, as by a host with an HTTP client of its own.

use std::{
    collections::BTreeMap,
    ffi::{CStr, CString, c_char, c_int, c_void},
    ptr, slice,
};

use mwaccount::http::Response;
use support::{accounts::PASSWORD, in_process, random::Choices};
use testwiki::{Captcha, RunningWiki, Setting};

use crate::{
    bytes::Bytes,
    damage,
    limits::apart,
    watch::{contains_secret, not_shown},
};

include!(concat!(env!("OUT_DIR"), "/functions.rs"));

/// A function of the ABI, and its call with arguments that a caller chooses.
pub struct Function {
    name: &'static str,
    call: fn(&mut CCaller<'_>),
}

const OK: u32 = 0;
const PANIC: u32 = 5;
/// The most calls of an input.
const MOST_CALLS: usize = 300;

/// A program in C: its handles, and what it has borrowed.
pub struct CCaller<'d> {
    input: Bytes<'d>,
    /// The live handles and parts, by their type.
    handles: BTreeMap<&'static str, Vec<*mut c_void>>,
    /// The owners of parts.
    owners: BTreeMap<*mut c_void, *mut c_void>,
    /// The borrowed texts: the owner, the place and the content.
    borrowed: Vec<(*mut c_void, *const c_char, Vec<u8>)>,
    /// The texts of the current call.
    texts: Vec<CString>,
    last_bytes: Vec<u8>,
    /// A canceller of each wiki.
    cancellers: Vec<*mut c_void>,
    wiki: RunningWiki,
    name: &'static str,
}

unsafe extern "C" fn log(_: *mut c_void, line: *const c_char) {
    let line = unsafe { CStr::from_ptr(line) };
    not_shown("a log", line.to_str().expect("a log in UTF-8"));
}

impl<'d> CCaller<'d> {
    fn new(data: &'d [u8]) -> Self {
        let mut input = Bytes::new(data);
        let release = *input.of(&["1.43", "1.26", "1.19", "1.27"]);
        let wiki = testwiki::Wiki::release(release);
        let wiki = match input.below(6) {
            1 => wiki.captcha(Captcha::Questy),
            2 => wiki.captcha(Captcha::Fancy),
            3 => wiki.setting(Setting::OpenId),
            4 => wiki.setting(Setting::Otp),
            5 => wiki.setting(Setting::NoApi),
            _ => wiki,
        };
        Self {
            input,
            handles: BTreeMap::new(),
            owners: BTreeMap::new(),
            borrowed: Vec::new(),
            texts: Vec::new(),
            last_bytes: Vec::new(),
            cancellers: Vec::new(),
            wiki: RunningWiki::without_server(wiki),
            name: "",
        }
    }

    /// Returns a text for a parameter: mostly one that fits it, else NULL, one that is not UTF-8, or any.
    fn text(&mut self, name: &str) -> *const c_char {
        let fitting = match name {
            "address" => self.wiki.api(),
            "password" | "value" => PASSWORD.to_owned(),
            "url" => "https://app.example/?code=c0de&state=st4te".to_owned(),
            "proxy" => "http://127.0.0.1:9".to_owned(),
            "language" => "de".to_owned(),
            "key" => "suspend-key-".repeat(3),
            "email" => "zoe@example.org".to_owned(),
            "name" if self.name.starts_with("mwa_answers") => "captcha".to_owned(),
            _ => "Zoe".to_owned(),
        };
        let text = match self.input.below(16) {
            1 => return ptr::null(),
            2 => CString::new(b"caf\xe9".to_vec()),
            3 => CString::new(self.input.text().replace('\0', "")),
            4 => CString::new(""),
            5 if name == "suspended" => CString::new(self.suspended()),
            6 => CString::new("wiki.example"),
            7 => CString::new("a".repeat(5_000)),
            _ => CString::new(fitting),
        };
        self.texts.push(text.expect("a text without NUL"));
        self.texts.last().expect("a text").as_ptr()
    }

    /// Returns the text of a secret that lives.
    fn suspended(&mut self) -> Vec<u8> {
        let secrets = self.handles.get("mwa_secret");
        let Some(secret) = secrets.and_then(|all| all.last()) else {
            return Vec::new();
        };
        let text = unsafe { mwa_secret_text(*secret) };
        unsafe { CStr::from_ptr(text) }.to_bytes().to_vec()
    }

    fn path(&mut self) -> *const c_char {
        let path = match self.input.below(3) {
            1 => return ptr::null(),
            2 => c"/nowhere/ca.pem",
            _ => c"",
        };
        path.as_ptr()
    }

    /// Returns bytes that live until the next call of this function.
    fn bytes(&mut self) -> (*const u8, usize) {
        self.last_bytes = match self.input.below(3) {
            1 => {
                self.last_bytes.clear();
                return (ptr::null(), 0);
            }
            2 => b"{\"createaccount\":{\"status\":\"PASS\"}}".to_vec(),
            _ => self.input.text().into_bytes(),
        };
        (self.last_bytes.as_ptr(), self.last_bytes.len())
    }

    /// Returns the length of the bytes that were just chosen.
    fn length(&mut self) -> usize {
        self.last_bytes.len()
    }

    fn number(&mut self, limit: usize) -> usize {
        match self.input.below(limit + 1) {
            0 => *self.input.of(&[0, 1, 200, 599, 600, 70_000, 0xffff_ffff]),
            number => number - 1,
        }
    }

    fn log(&mut self) -> Option<unsafe extern "C" fn(*mut c_void, *const c_char)> {
        (self.input.below(2) == 1).then_some(log)
    }

    /// Returns the place for a result, or rarely NULL.
    fn place<T>(&mut self, place: *mut T) -> *mut T {
        if self.input.rarely(16) {
            ptr::null_mut()
        } else {
            place
        }
    }

    /// Returns a live handle of a type, or NULL.
    fn handle(&mut self, kind: &'static str) -> *mut c_void {
        let all = self.handles.get(kind).map_or(&[][..], Vec::as_slice);
        match self.input.below(16) {
            15 => ptr::null_mut(),
            0..=11 => all.last().copied().unwrap_or(ptr::null_mut()),
            number => all
                .get(number % all.len().max(1))
                .copied()
                .unwrap_or(ptr::null_mut()),
        }
    }

    /// Removes and returns a handle, to free it. Texts borrowed from it must be as they were.
    fn take(&mut self, kind: &'static str) -> *mut c_void {
        let handle = self.handle(kind);
        if !handle.is_null() {
            self.forget(handle);
        }
        handle
    }

    fn forget(&mut self, handle: *mut c_void) {
        let parts = self.owners.iter().filter(|(_, owner)| **owner == handle);
        let parts: Vec<_> = parts.map(|(part, _)| *part).collect();
        for part in parts {
            self.owners.remove(&part);
            self.forget(part);
        }
        self.borrowed.retain(|(owner, place, content)| {
            let is_here = *owner == handle;
            if is_here {
                let still = unsafe { CStr::from_ptr(*place) };
                assert_eq!(still.to_bytes(), content, "a borrowed text changed");
            }
            !is_here
        });
        for all in self.handles.values_mut() {
            all.retain(|other| *other != handle);
        }
    }

    /// Keeps a handle that a call has written, which it does only if it succeeds. An error is written only if it fails.
    fn written(&mut self, kind: &'static str, handle: *mut c_void, status: u32) {
        if handle.is_null() {
            return;
        }
        assert!(
            (kind == "mwa_error") == (status != OK),
            "{} wrote {kind} with the status {status}",
            self.name
        );
        if kind == "mwa_error" {
            let message = unsafe { CStr::from_ptr(mwa_error_message(handle)) };
            not_shown("an error", message.to_str().expect("a message in UTF-8"));
        }
        self.handles.entry(kind).or_default().push(handle);
        if kind == "mwa_wiki" {
            let canceller = unsafe { mwa_wiki_canceller(handle) };
            assert!(!canceller.is_null());
            self.cancellers.push(canceller);
        }
    }

    fn returned(&mut self, status: u32) {
        assert!(status < PANIC, "{}: status {status}", self.name);
    }

    /// Keeps a borrowed text, and checks that it is text.
    fn borrowed(&mut self, owner: *mut c_void, text: *const c_char) {
        if text.is_null() {
            return;
        }
        let content = unsafe { CStr::from_ptr(text) };
        let content = content
            .to_str()
            .unwrap_or_else(|_| panic!("{}: not UTF-8", self.name));
        if !owner.is_null() {
            self.borrowed
                .push((owner, text, content.as_bytes().to_vec()));
        }
    }

    /// Keeps a borrowed part, which lives as long as its owner.
    fn part(&mut self, kind: &'static str, owner: *mut c_void, part: *mut c_void) {
        let is_new = |all: &Vec<_>| !all.contains(&part);
        if !part.is_null() && self.handles.get(kind).is_none_or(is_new) {
            self.handles.entry(kind).or_default().push(part);
            self.owners.insert(part, owner);
        }
    }

    /// Calls a function. Calls that would send something are cancelled.
    fn call(&mut self, function: &Function) {
        self.name = function.name;
        self.texts.clear();
        let sends = SENDING.contains(&function.name);
        let set = |cancel: bool, cancellers: &[*mut c_void]| {
            for canceller in cancellers {
                if cancel {
                    unsafe { mwa_canceller_cancel(*canceller) };
                } else {
                    unsafe { mwa_canceller_reset(*canceller) };
                }
            }
        };
        if sends {
            set(true, &self.cancellers);
        }
        (function.call)(self);
        if sends {
            set(false, &self.cancellers);
        }
    }

    /// Answers the next request of a conversation, as a host does that sends requests itself.
    fn answer_request(&mut self) {
        let conversation = self.handle("mwa_conversation");
        let mut request = ptr::null_mut();
        let next = unsafe {
            mwa_conversation_next_request(conversation, &raw mut request, ptr::null_mut())
        };
        if next != OK || request.is_null() {
            return;
        }
        let mut answer = self.execute(request);
        unsafe { mwa_request_free(request) };
        if self.input.rarely(4) {
            apart(|| damage::response(&mut self.input, &mut answer));
        }
        let mut made = ptr::null_mut();
        let status =
            unsafe { mwa_response_new(answer.status.into(), &raw mut made, ptr::null_mut()) };
        assert_eq!(status, OK);
        for (name, value) in &answer.headers {
            if let (Ok(name), Ok(value)) =
                (CString::new(name.as_str()), CString::new(value.as_str()))
            {
                unsafe {
                    mwa_response_add_header(made, name.as_ptr(), value.as_ptr(), ptr::null_mut());
                }
            }
        }
        unsafe {
            let body = &answer.body;
            mwa_response_add_body(made, body.as_ptr(), body.len(), ptr::null_mut());
            let fed = mwa_conversation_feed(conversation, made, ptr::null_mut());
            assert_eq!(fed, OK);
            mwa_response_free(made);
        }
    }

    /// Lets the emulated wiki execute a request.
    fn execute(&mut self, request: *mut c_void) -> Response {
        let text = |text: *const c_char| unsafe { CStr::from_ptr(text) }.to_str().expect("UTF-8");
        let (method, url, headers, body) = unsafe {
            let headers = (0..mwa_request_header_count(request)).map(|number| {
                let name = text(mwa_request_header_name(request, number));
                let value = text(mwa_request_header_value(request, number));
                (name.to_owned(), value.to_owned())
            });
            let headers: Vec<_> = headers.collect();
            let body = mwa_request_body(request);
            let length = mwa_request_body_length(request);
            let body = if body.is_null() {
                &[]
            } else {
                slice::from_raw_parts(body, length)
            };
            (
                text(mwa_request_method(request)),
                text(mwa_request_url(request)),
                headers,
                body,
            )
        };
        apart(|| in_process::response(self.wiki.respond(method, url, &headers, body)))
    }

    /// Frees everything that is left.
    fn free_all(&mut self) {
        for canceller in std::mem::take(&mut self.cancellers) {
            unsafe { mwa_canceller_free(canceller) };
        }
        let owned = self.handles.keys().copied().collect::<Vec<_>>();
        for kind in owned {
            while let Some(handle) = self.handles.get(kind).and_then(|all| all.last().copied()) {
                let is_part = self.owners.contains_key(&handle);
                self.forget(handle);
                self.owners.remove(&handle);
                if !is_part {
                    unsafe { free(kind, handle) };
                }
            }
        }
    }
}

/// Frees a handle.
///
/// # Safety
/// It is of this type and lives.
unsafe fn free(kind: &str, handle: *mut c_void) {
    let free = FREE.iter().find(|(freed, _)| *freed == kind);
    let (_, free) = free.unwrap_or_else(|| panic!("{kind} has no free function"));
    unsafe { free(handle) };
}

/// Calls functions of the ABI as an input says.
pub fn c_abi(data: &[u8]) {
    if contains_secret(data) {
        return;
    }
    let mut caller = CCaller::new(data);
    for _ in 0..MOST_CALLS {
        if caller.input.is_at_end() {
            break;
        }
        match usize::from(caller.input.byte()) {
            number if number < FUNCTIONS.len() => caller.call(&FUNCTIONS[number]),
            number if number < 250 => caller.answer_request(),
            // The way of most programs, so that inputs reach deep.
            _ => {
                for name in [
                    "mwa_wiki_new",
                    "mwa_account_new",
                    "mwa_account_set_password",
                    "mwa_wiki_create",
                ] {
                    let function = FUNCTIONS.iter().find(|it| it.name == name);
                    caller.call(function.expect(name));
                }
                for _ in 0..4 {
                    caller.answer_request();
                }
            }
        }
    }
    caller.free_all();
}

/// Returns the beginning of most programs, followed by each function, on each kind of wiki.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for release in 0..4 {
        for setting in 0..6 {
            let begin = [&[release, setting, 255][..], &[8; 60]].concat();
            seeds.push(begin.clone());
            for from in (0..FUNCTIONS.len()).step_by(6) {
                let mut seed = begin.clone();
                for number in from..(from + 6).min(FUNCTIONS.len()) {
                    seed.push(number as u8);
                    seed.extend([8; 6]);
                }
                seeds.push(seed);
            }
        }
    }
    seeds
}
