//! Tests that run the command as a process.

mod support;

mod control_characters;
mod create;
mod discovery;
mod import_circles;
mod mails;
mod network;
mod not_offered;
mod oauth1;
mod settling;
mod usage;
mod web_form;

// These require a shell, a terminal or MediaWiki itself.
#[cfg(unix)]
mod answer_command;
#[cfg(unix)]
mod bulk;
#[cfg(unix)]
mod choices;
#[cfg(unix)]
mod creators;
#[cfg(unix)]
mod documents;
#[cfg(unix)]
mod interrupt;
#[cfg(unix)]
mod logins;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(unix)]
mod probe;
#[cfg(unix)]
mod refusals;
mod resume;
#[cfg(unix)]
mod secrets;
#[cfg(unix)]
mod suspend_file;
#[cfg(unix)]
mod terminal;
