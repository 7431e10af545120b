//! Flows with prepared responses, without a socket.

mod account_requests;
mod builder;
mod conversations;
mod debug;
mod delivered_twice;
mod discovery;
mod discovery_conversations;
mod evidence;
mod fallback;
mod in_clear;
mod kept_form;
mod limits;
mod logins;
mod random_conversations;
mod too_large;
mod unencrypted_hops;
mod warnings;
mod web_form;
mod web_form_mail;
mod web_form_messages;
mod web_form_pages;
mod web_form_success;
mod what_came;
