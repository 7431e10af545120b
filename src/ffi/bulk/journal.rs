//! The journal of runs.

use std::ffi::c_char;

use crate::{
    bulk::{Journal, WikiJournal},
    ffi::{
        call_error::CallError,
        error::{ffi_try, mwa_error},
        pointer::{Handle, as_str, free_box, out},
        status::mwa_status,
    },
    process::Process,
};

/// The journal of runs of many accounts: a file that tells what was sent and what became of it, without
/// passwords. Several threads may use it. Free it with mwa_journal_free.
pub struct mwa_journal {
    journal: Journal,
    /// A child process shares the file and its lock with its parent.
    process: Process,
}

impl Handle for mwa_journal {}

impl mwa_journal {
    /// Returns the part that is about one wiki. Fails in another process.
    pub fn of_wiki(&self, name: &str) -> Result<WikiJournal, CallError> {
        if !self.process.is_current() {
            return Err(CallError::invalid(
                "this journal was opened in another process; open one of your own",
            ));
        }
        Ok(self.journal.wiki(name))
    }
}

/// Opens the journal at `path`, or creates it, readable by this user alone. It stays locked until it and all its
/// runs are freed.
///
/// Fails with MWA_REASON_JOURNAL if the file cannot be read or written, is no journal, is damaged, or another run
/// uses it. A last line that was not written to its end is no damage.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_journal_open(
    path: *const c_char,
    journal: *mut *mut mwa_journal,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let path = as_str(path, "path")?;
        let place = out(journal, "journal")?;
        place.write(mwa_journal {
            journal: Journal::open(path)?,
            process: Process::current(),
        });
        Ok(())
    })
}

/// Frees a journal. Its runs can still be used. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_journal_free(journal: *mut mwa_journal) {
    free_box(journal);
}
