//! The repository's own texts and sources: one word for one thing in every language, summary
//! lines that begin with a verb or a noun, links to files that exist, the library's layers, the C
//! header, the dependencies and their licences, unsafe code.

mod dependencies;
mod files;
mod guide;
#[cfg(feature = "capi")]
mod header;
mod ladder;
mod links;
mod makefile;
mod mediawiki;
mod members;
mod old_names;
mod summary_lines;
mod tables;
mod unsafe_code;
mod versions;
mod words;
