//! The guide in `docs/`: its table of contents has every page, its pages lead to each other in the built site too, and it
//! has a section for each reason and each kind of captcha.

use std::{collections::BTreeSet, path::PathBuf};

use crate::{
    files::{read, root},
    links::targets,
    members,
};

const CONTENTS: &str = "docs/SUMMARY.md";

/// Returns the path of a link's target from the root of the repository. Paths like `docs/../README.md` are made short.
fn from_root(page: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap();
    let folder = PathBuf::from(page);
    let mut parts: Vec<String> = Vec::new();
    for part in folder.parent().unwrap().join(target).components() {
        match part.as_os_str().to_str().unwrap() {
            ".." => drop(parts.pop()),
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

/// Returns the pages of the table of contents.
fn pages() -> Vec<String> {
    let contents = read(CONTENTS);
    let pages = targets(&contents).into_iter();
    pages.map(|target| from_root(CONTENTS, target)).collect()
}

#[test]
fn the_table_of_contents_has_every_page_once() {
    let pages = pages();
    let listed: BTreeSet<&str> = pages.iter().map(String::as_str).collect();
    assert_eq!(
        listed.len(),
        pages.len(),
        "a page is listed twice: {pages:?}"
    );
    let entries = std::fs::read_dir(root().join("docs")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let missing: Vec<String> = names
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .map(|name| format!("docs/{name}"))
        .filter(|page| !listed.contains(page.as_str()))
        .collect();
    assert_eq!(missing, [""; 0], "not in {CONTENTS}");
}

/// The site has the pages of the table of contents and the other files to which they lead, but no further page.
#[test]
fn links_of_the_guide_stay_in_the_site() {
    let pages = pages();
    let mut outside = Vec::new();
    for page in &pages {
        for target in targets(&read(page)) {
            let is_elsewhere = target.starts_with("http://") || target.starts_with("https://");
            if is_elsewhere || target.starts_with('#') {
                continue;
            }
            let path = from_root(page, target);
            let is_other = root().join(&path).is_file() && !path.ends_with(".md");
            if path != CONTENTS && !is_other && !pages.contains(&path) {
                outside.push(format!("{page}: {target}"));
            }
        }
    }
    assert_eq!(outside, [""; 0]);
}

/// Returns the sections of a page with one of these headings, in `code`: the heading and the text.
fn sections<'p>(page: &'p str, names: &[String]) -> Vec<(String, &'p str)> {
    let sections = page.split("\n## ").skip(1);
    sections
        .filter_map(|section| {
            let (heading, text) = section.split_once('\n')?;
            let name = format!("\"{}\"", heading.strip_prefix('`')?.strip_suffix('`')?);
            names.contains(&name).then_some((name, text))
        })
        .collect()
}

/// Asserts that a page has a section for each name, in their order, and no section for another word in `code`.
fn assert_sections(page: &str, names: &[String]) {
    let text = read(page);
    let found = sections(&text, names);
    let found: Vec<&String> = found.iter().map(|(name, _)| name).collect();
    assert_eq!(found, names.iter().collect::<Vec<_>>(), "{page}");
    let headings = text.lines().filter(|line| line.starts_with("## `"));
    assert_eq!(
        headings.count(),
        names.len(),
        "{page} has a section too many"
    );
}

#[test]
fn troubleshooting_has_a_section_for_each_reason() {
    const PAGE: &str = "docs/troubleshooting.md";
    let names = members::rust_names("src/reason.rs", "Reason");
    assert!(names.len() > 20, "{names:?}");
    assert_sections(PAGE, &names);
    for (name, text) in sections(&read(PAGE), &names) {
        let parts = text.split_once("**Meaning:** ");
        let parts = parts.and_then(|(_, rest)| rest.split_once("**What to do:** "));
        let (meaning, advice) = parts.unwrap_or_else(|| panic!("{name}: {text}"));
        for part in [meaning, advice] {
            let part = part.trim();
            assert!(part.len() > 25 && part.ends_with('.'), "{name}: {part}");
        }
    }
}

#[test]
fn the_page_of_captchas_has_a_section_for_each_kind() {
    const PAGE: &str = "docs/captchas.md";
    let names = members::rust_names("src/account/prompt.rs", "CaptchaKind");
    assert!(names.len() > 8, "{names:?}");
    assert_sections(PAGE, &names);
    for (name, text) in sections(&read(PAGE), &names) {
        assert!(text.contains("**A program** "), "{name}: {text}");
    }
}

/// Functions and values of C that a page names are in the header, and options that it names are those of the command.
#[test]
fn names_in_the_guide_exist() {
    let header = read("include/mwaccount.h");
    let options = members::command_options();
    // Of the programs that the pages show beside the command, and one that every command has.
    let others = ["--verbose", "--help", "--list"];
    let mut unknown = Vec::new();
    let mut known = 0;
    for page in pages().iter().filter(|page| page.starts_with("docs/")) {
        let text = read(page);
        let words = text.split(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
        for word in words {
            let is_name = match word {
                c if c.starts_with("mwa_") || c.starts_with("MWA_") => header.contains(c),
                _ => continue,
            };
            known += usize::from(is_name);
            if !is_name {
                unknown.push(format!("{page}: {word}"));
            }
        }
        for code in text.split('`').skip(1).step_by(2) {
            let option = code.split([' ', '=']).next().unwrap();
            let is_command = GUIDE_OF_COMMAND.contains(&page.as_str()) && option.starts_with("--");
            if is_command && !others.contains(&option) && !options.contains(&option.to_owned()) {
                unknown.push(format!("{page}: {option}"));
            }
        }
    }
    assert!(known > 100, "only {known} names found");
    assert_eq!(unknown, [""; 0]);
}

/// The pages that name options of the command only.
const GUIDE_OF_COMMAND: [&str; 6] = [
    "docs/first-account.md",
    "docs/captchas.md",
    "docs/creators.md",
    "docs/private-wikis.md",
    "docs/second-factors.md",
    "docs/troubleshooting.md",
];
