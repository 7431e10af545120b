//! Tests that run the command as a process.

#![cfg_attr(
    not(unix),
    allow(dead_code, reason = "some helpers are for the tests that need Unix")
)]

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
mod before_passwords;
#[cfg(unix)]
mod bulk;
#[cfg(unix)]
mod choices;
#[cfg(unix)]
mod completions;
#[cfg(unix)]
mod config;
#[cfg(unix)]
mod creators;
#[cfg(unix)]
mod documents;
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(unix)]
mod hostile_terminal;
#[cfg(unix)]
mod hosts;
#[cfg(unix)]
mod images;
#[cfg(target_os = "linux")]
mod install;
#[cfg(unix)]
mod interrupt;
#[cfg(unix)]
mod logins;
#[cfg(unix)]
mod manual_pages;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(unix)]
mod open;
#[cfg(unix)]
mod pictures;
#[cfg(unix)]
mod probe;
#[cfg(unix)]
mod prompts_interrupted;
#[cfg(unix)]
mod refusals;
#[cfg(unix)]
mod resume;
#[cfg(unix)]
mod secrets;
#[cfg(unix)]
mod suspend_file;
#[cfg(unix)]
mod terminal;
