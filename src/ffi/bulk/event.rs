//! An event of a run.

use std::ffi::c_char;

use crate::{
    bulk::{Bulk, Details, Event, Outcome, RowResult, Stop, Wait},
    ffi::{
        number::{unix_time, whole_milliseconds},
        pointer::{Handle, free_box, read, read_part, read_text},
        reason::mwa_reason,
        run::Rows,
        step::{mwa_step, warning_texts},
        text::Text,
    },
};

/// The kind of an event.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_event_kind {
    /// No event: the argument is NULL.
    None = 0,
    /// The wiki asks for something, at the creator's login or for a row: mwa_event_step is
    /// MWA_STEP_KIND_ASK, MWA_STEP_KIND_REDIRECT or MWA_STEP_KIND_RESTART. Call mwa_bulk_answer,
    /// mwa_bulk_returned or mwa_bulk_skip.
    Step = 1,
    /// A row has its result. Results come in the order of the rows.
    Row = 2,
    /// The next call of mwa_bulk_next waits mwa_event_wait milliseconds before it goes on.
    Wait = 3,
    /// The run cannot go on. The rows that are left have no result.
    Stopped = 4,
}

/// The outcome of a row.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_outcome {
    /// No outcome: the event is not MWA_EVENT_KIND_ROW, or NULL.
    None = 0,
    /// The account exists, and this run or an earlier one with the same journal created it.
    Created = 1,
    /// The wiki refused the account. Nothing was created.
    Refused = 2,
    /// The account may have been created. The next run with the same journal asks the wiki again.
    Unknown = 3,
    /// Nothing was sent, because the row is invalid or repeats a name.
    Invalid = 4,
    /// The host skipped the row at a step. Nothing was created; the next run tries it again.
    Skipped = 5,
}

impl From<Outcome> for mwa_outcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Created => Self::Created,
            Outcome::Refused => Self::Refused,
            Outcome::Unknown => Self::Unknown,
            Outcome::Invalid => Self::Invalid,
            Outcome::Skipped => Self::Skipped,
        }
    }
}

/// An event of a run. Parts that a kind of event does not have are NULL, 0, false or -1.
///
/// Immutable: threads may share it. Free it with mwa_event_free.
pub struct mwa_event {
    kind: mwa_event_kind,
    step: Option<mwa_step>,
    is_login: bool,
    row_number: u64,
    asked: Option<Text>,
    outcome: mwa_outcome,
    name: Option<Text>,
    user_id: u64,
    reason: mwa_reason,
    code: Option<Text>,
    message: Option<Text>,
    warnings: Vec<(Text, Text)>,
    time: i64,
    is_earlier: bool,
    is_changed: bool,
    wait: u64,
}

impl Handle for mwa_event {}

impl mwa_event {
    /// Copies an event of this run.
    pub(super) fn new(event: Event, bulk: &Bulk<Rows>) -> Self {
        match event {
            Event::Step(step) => Self {
                step: Some(step.into()),
                is_login: bulk.is_login(),
                row_number: bulk.row().and_then(|row| row.number).unwrap_or(0),
                asked: Text::opt(bulk.row().map(|row| &row.account.name)),
                ..Self::empty(mwa_event_kind::Step)
            },
            Event::Row(row) => Self::from(row),
            Event::Wait(wait) => Self::from(wait),
            Event::Stopped(stop) => Self::from(stop),
        }
    }

    /// Creates an event without any parts.
    fn empty(kind: mwa_event_kind) -> Self {
        Self {
            kind,
            step: None,
            is_login: false,
            row_number: 0,
            asked: None,
            outcome: mwa_outcome::None,
            name: None,
            user_id: 0,
            reason: mwa_reason::None,
            code: None,
            message: None,
            warnings: Vec::new(),
            time: -1,
            is_earlier: false,
            is_changed: false,
            wait: 0,
        }
    }
}

impl From<RowResult> for mwa_event {
    fn from(row: RowResult) -> Self {
        let Details {
            name,
            user_id,
            reason,
            code,
            message,
            warnings,
        } = row.details;
        Self {
            row_number: row.number,
            asked: Some(Text::new(&row.asked)),
            outcome: row.outcome.into(),
            name: Text::opt(name),
            user_id: user_id.unwrap_or(0),
            reason: reason.map_or(mwa_reason::None, mwa_reason::from),
            code: Text::opt(code),
            message: Text::opt(message),
            warnings: warnings.iter().map(warning_texts).collect(),
            time: unix_time(Some(row.at)),
            is_earlier: row.earlier,
            is_changed: row.changed,
            ..Self::empty(mwa_event_kind::Row)
        }
    }
}

impl From<Wait> for mwa_event {
    fn from(wait: Wait) -> Self {
        Self {
            reason: wait.reason.into(),
            message: Some(Text::new(&wait.message)),
            time: unix_time(Some(wait.until)),
            wait: whole_milliseconds(wait.duration),
            ..Self::empty(mwa_event_kind::Wait)
        }
    }
}

impl From<Stop> for mwa_event {
    fn from(stop: Stop) -> Self {
        Self {
            reason: stop.reason.into(),
            code: Text::opt(stop.code),
            message: Some(Text::new(&stop.message)),
            time: unix_time(stop.can_go_on_at),
            ..Self::empty(mwa_event_kind::Stopped)
        }
    }
}

/// Returns the kind of an event; MWA_EVENT_KIND_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_get_kind(event: *const mwa_event) -> mwa_event_kind {
    read(event, mwa_event_kind::None, |event| event.kind)
}

/// Returns the step to answer, for MWA_EVENT_KIND_STEP. It is borrowed until the event is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_step(event: *const mwa_event) -> *const mwa_step {
    read_part(event, |event| event.step.as_ref())
}

/// Returns true if the step is of the creator's login, for MWA_EVENT_KIND_STEP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_is_login(event: *const mwa_event) -> bool {
    read(event, false, |event| event.is_login)
}

/// Returns the number of the row, for MWA_EVENT_KIND_ROW, and for MWA_EVENT_KIND_STEP unless it is of the login.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_row_number(event: *const mwa_event) -> u64 {
    read(event, 0, |event| event.row_number)
}

/// Returns the name that the row asks for, for MWA_EVENT_KIND_ROW, and for MWA_EVENT_KIND_STEP unless it is of
/// the login. The text is borrowed until the event is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_asked(event: *const mwa_event) -> *const c_char {
    read_text(event, |event| event.asked.as_ref())
}

/// Returns the outcome, for MWA_EVENT_KIND_ROW; otherwise MWA_OUTCOME_NONE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_outcome(event: *const mwa_event) -> mwa_outcome {
    read(event, mwa_outcome::None, |event| event.outcome)
}

/// Returns the name of the account as the wiki writes it, for MWA_OUTCOME_CREATED. The text is borrowed until the
/// event is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_name(event: *const mwa_event) -> *const c_char {
    read_text(event, |event| event.name.as_ref())
}

/// Returns the user ID of the account, for MWA_OUTCOME_CREATED, or 0 if the wiki does not report it. Only
/// MediaWiki 1.21 to 1.26 reports it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_user_id(event: *const mwa_event) -> u64 {
    read(event, 0, |event| event.user_id)
}

/// Returns the reason of a refusal, of an unknown or invalid row, of a wait or of the end of the run; otherwise
/// MWA_REASON_NONE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_reason(event: *const mwa_event) -> mwa_reason {
    read(event, mwa_reason::None, |event| event.reason)
}

/// Returns the wiki's own error code, or NULL if the wiki sent none. The text is borrowed until the event is
/// freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_code(event: *const mwa_event) -> *const c_char {
    read_text(event, |event| event.code.as_ref())
}

/// Returns a sentence for people, or NULL: the wiki's message, the evidence of MWA_OUTCOME_UNKNOWN, what is waited
/// for, or what ended the run and what to do. The text is borrowed until the event is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_message(event: *const mwa_event) -> *const c_char {
    read_text(event, |event| event.message.as_ref())
}

/// Returns the number of warnings, for MWA_OUTCOME_CREATED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_warning_count(event: *const mwa_event) -> usize {
    read(event, 0, |event| event.warnings.len())
}

/// Returns the code of a warning, as mwa_step_warning_code does. The text is borrowed until the event is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_warning_code(
    event: *const mwa_event,
    index: usize,
) -> *const c_char {
    read_text(event, |event| {
        event.warnings.get(index).map(|(code, _)| code)
    })
}

/// Returns the message of a warning, or NULL if `index`, counted from 0, is too large. The text is borrowed until
/// the event is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_warning_message(
    event: *const mwa_event,
    index: usize,
) -> *const c_char {
    read_text(event, |event| {
        event.warnings.get(index).map(|(_, message)| message)
    })
}

/// Returns a time in seconds since 1970: of the result for MWA_EVENT_KIND_ROW, of the end of the wait for
/// MWA_EVENT_KIND_WAIT, and for MWA_EVENT_KIND_STOPPED that at which the run can go on, or -1 if that is not
/// known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_time(event: *const mwa_event) -> i64 {
    read(event, -1, |event| event.time)
}

/// Returns the time that the next call of mwa_bulk_next waits, in milliseconds, for MWA_EVENT_KIND_WAIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_wait(event: *const mwa_event) -> u64 {
    read(event, 0, |event| event.wait)
}

/// Returns true if the result is of an earlier run, from the journal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_is_earlier(event: *const mwa_event) -> bool {
    read(event, false, |event| event.is_earlier)
}

/// Returns true if the row has other values now than when the account was created or may have been; the account
/// has the earlier ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_is_changed(event: *const mwa_event) -> bool {
    read(event, false, |event| event.is_changed)
}

/// Frees an event, with everything borrowed from it. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_event_free(event: *mut mwa_event) {
    free_box(event);
}
