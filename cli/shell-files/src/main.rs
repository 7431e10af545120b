//! Writes the manual pages and completions of the command: `mwaccount-shell-files FOLDER DATE`, with the date of the pages as
//! YYYY-MM-DD. They are made from the definitions of `--help`. Packages are built with it; the command itself does not
//! contain it.

#[path = "../../src/args/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "the command reads the options; here they are only described"
)]
mod args;

use std::{env, error::Error, fs, path::Path};

use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [folder, date] = &arguments[..] else {
        return Err("usage: mwaccount-shell-files FOLDER DATE".into());
    };
    let folder = Path::new(folder);
    write_pages(folder, date)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
        clap_complete::generate_to(shell, &mut args::Cli::command(), "mwaccount", folder)?;
    }
    Ok(())
}

/// Writes the pages of the command and its subcommands.
pub fn write_pages(folder: &Path, date: &str) -> Result<(), Box<dyn Error>> {
    let mut command = args::Cli::command().disable_help_subcommand(true);
    command.build();
    fs::create_dir_all(folder)?;
    for subcommand in command.get_subcommands() {
        write_page(subcommand, folder, date)?;
    }
    write_page(&command, folder, date)
}

/// Writes the page of a command or subcommand.
fn write_page(command: &Command, folder: &Path, date: &str) -> Result<(), Box<dyn Error>> {
    let source = format!("mwaccount {}", env!("CARGO_PKG_VERSION"));
    let described = command.clone().mut_args(end_sentences);
    let man = Man::new(described).date(date).source(source);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let more = command.get_after_long_help().map(ToString::to_string);
    sections(&more.unwrap_or_default()).to_writer(&mut page)?;
    see_also(command).to_writer(&mut page)?;
    // Blank lines are requests in a manual page.
    let page = String::from_utf8(page)?
        .replace("\n.br\n\n.br\n", "\n.sp\n")
        .replace("\n\n", "\n.sp\n");
    fs::write(folder.join(man.get_filename()), page)?;
    Ok(())
}

/// Ends each paragraph of a help with a full stop, as it stands in a text here.
fn end_sentences(arg: Arg) -> Arg {
    let Some(help) = arg.get_long_help().or(arg.get_help()) else {
        return arg;
    };
    let help = help.to_string();
    let paragraphs = help.split("\n\n").map(|paragraph| match paragraph {
        text if text.ends_with(['.', ':']) => text.to_owned(),
        text => format!("{text}."),
    });
    let help = paragraphs.collect::<Vec<_>>().join("\n\n");
    arg.long_help(help)
}

/// Returns the pages to which a page refers: that of the command, or those of its subcommands.
fn see_also(command: &Command) -> Roff {
    let mut names: Vec<_> = command.get_subcommands().map(page_name).collect();
    if names.is_empty() {
        names = vec!["mwaccount".to_owned()];
    }
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    let last = names.len() - 1;
    for (at, name) in names.into_iter().enumerate() {
        let end = if at == last { "(1)" } else { "(1)," };
        roff.text([bold(name), roman(end)]);
    }
    roff
}

fn page_name(command: &Command) -> String {
    command
        .get_display_name()
        .unwrap_or(command.get_name())
        .to_owned()
}

/// Returns the sections of a text that follows the options in `--help`.
fn sections(text: &str) -> Roff {
    let mut sections = Sections::default();
    for line in text.lines() {
        sections.add(line);
    }
    sections.set_verbatim(false);
    sections.roff
}

/// The sections so far, and how the next line is read.
#[derive(Default)]
struct Sections {
    roff: Roff,
    /// The heading of the section.
    heading: String,
    /// The indentation of the rows of the table in which the line may be, and of their texts.
    table: Option<(usize, usize)>,
    is_verbatim: bool,
    is_after_gap: bool,
}

impl Sections {
    fn add(&mut self, line: &str) {
        let shown = line.trim_start();
        let indent = line.len() - shown.len();
        if shown.is_empty() {
            self.is_after_gap = true;
            return;
        }
        match shown.strip_suffix(':') {
            Some(heading) if indent == 0 => self.begin(heading),
            _ if self.heading == "Examples" => self.add_verbatim(line, indent > 0),
            _ => self.add_text(line, indent),
        }
        self.is_after_gap = false;
    }

    fn begin(&mut self, heading: &str) {
        self.set_verbatim(false);
        self.table = None;
        heading.clone_into(&mut self.heading);
        self.roff.control("SH", [heading.to_uppercase().as_str()]);
    }

    /// Adds a line of a paragraph or a table. What is indented further stays as it is.
    fn add_text(&mut self, line: &str, indent: usize) {
        if let Some((term, text)) = self.row(line, indent) {
            self.set_verbatim(false);
            self.roff.control("TP", []);
            self.roff.text([bold(term.trim())]);
            if !text.is_empty() {
                self.roff.text([roman(text.trim())]);
            }
        } else if self.table.is_some_and(|(_, column)| indent == column) {
            self.roff.text([roman(line.trim())]);
        } else {
            let ends_table = self.table.take().is_some();
            self.is_after_gap |= ends_table;
            self.add_verbatim(line, indent >= 4);
        }
    }

    /// Returns the two columns of a line, if it is a row of a table. The first row has a gap.
    fn row<'l>(&mut self, line: &'l str, indent: usize) -> Option<(&'l str, &'l str)> {
        if let Some((_, column)) = self.table.filter(|table| table.0 == indent) {
            // A long term has a line of its own, and so have several.
            let is_term = !line.trim().replace(", ", "").contains(' ');
            return match line.split_at_checked(column) {
                Some((term, text)) if term.ends_with(' ') => Some((term, text)),
                _ => is_term.then_some((line, "")),
            };
        }
        let gap = indent
            + line[indent..]
                .find("  ")
                .filter(|_| (2..=4).contains(&indent))?;
        let column = line.len() - line[gap..].trim_start().len();
        self.table = Some((indent, column));
        Some(line.split_at(column))
    }

    fn add_verbatim(&mut self, line: &str, is_verbatim: bool) {
        if self.heading.is_empty() {
            self.begin("Notes");
        } else if self.is_after_gap {
            self.roff.control("PP", []);
        }
        self.set_verbatim(is_verbatim);
        let shown = if is_verbatim { line } else { line.trim() };
        self.roff.text([roman(shown)]);
    }

    fn set_verbatim(&mut self, is_verbatim: bool) {
        if is_verbatim != self.is_verbatim {
            let request = if is_verbatim { "nf" } else { "fi" };
            self.roff.control(request, []);
        }
        self.is_verbatim = is_verbatim;
    }
}
