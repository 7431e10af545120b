//! Secrets in the memory of a process after the wiki was dropped, as a core file would show them.
//!
//! A child process, this program again, runs a conversation with an emulated wiki in its parent, drops everything, and
//! counts its secrets in all of its memory. It knows them only masked, so that what it seeks is not what it finds. The
//! parent compares the counts with the most that are allowed: none for what the library keeps itself, and a few for the
//! copies of ureq and of the system's allocator that nobody can overwrite, see `LEFT`.

#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod parent;
#[cfg(target_os = "linux")]
mod scan;
#[cfg(target_os = "linux")]
mod secrets;

#[cfg(target_os = "linux")]
fn main() {
    match std::env::var(parent::SCENARIO) {
        Ok(scenario) => child::run(&scenario),
        Err(_) => parent::run(),
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
