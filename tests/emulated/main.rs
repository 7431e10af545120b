//! The library on emulated wikis, see `tests/testwiki`.

mod check_names;
mod choices;
mod chosen_dialect;
mod discovery;
mod every_release;
mod extension_texts;
mod first_example;
mod form_pages;
mod guide;
mod hosts;
mod http_auth;
mod limits;
mod logins;
mod mails;
mod not_offered;
mod oauth1;
mod own_user;
mod probes;
mod refusals;
mod releases;
mod requests;
mod secrets;
mod settling;
mod suspended;
mod warnings;
mod web_form;
