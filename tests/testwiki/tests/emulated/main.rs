//! The emulated wikis by themselves: what the recordings do not show.

mod addresses;
mod client;
mod command;
mod faults;
mod forms;
mod lag;
mod pages;
mod preserved;
#[path = "../plain/request.rs"]
mod request;
mod wikis;
