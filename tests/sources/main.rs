//! The repository's texts and sources, without running them: one word for one thing in every
//! language, summary lines that begin as they should, links that lead somewhere.

mod files;
mod links;
mod mediawiki;
mod members;
mod old_names;
mod summary_lines;
mod words;
