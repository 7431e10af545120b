//! Links in the documents, and paths that they name.

use std::collections::BTreeSet;

use crate::files::{all, read, root, with_extension};

/// Returns the targets of a document's Markdown links.
pub fn targets(text: &str) -> Vec<&str> {
    let links = text.split("](").skip(1);
    links
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
        .collect()
}

/// Returns the anchor that GitHub gives to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn headings(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| line.starts_with('#'));
    lines
        .map(|line| anchor(line.trim_start_matches('#').trim()))
        .collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    let mut followed = 0;
    for path in with_extension(&["md"]) {
        let text = read(&path);
        for target in targets(&text) {
            if target.starts_with("http://") || target.starts_with("https://") {
                continue;
            }
            followed += 1;
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = match file {
                "" => path.clone(),
                file => path.parent().unwrap().join(file),
            };
            let leads = root().join(&file).exists()
                && (heading.is_empty() || headings(&read(&file)).contains(&heading.to_owned()));
            if !leads {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(followed > 5, "only {followed} links found");
    assert_eq!(broken, [""; 0]);
}

/// Paths in `code` of the documents of the repository itself: where a document names a file or a
/// folder of the source, it is there.
#[test]
fn paths_in_documents_exist() {
    let tracked = all();
    let tops: BTreeSet<&str> = tracked
        .iter()
        .filter_map(|path| path.components().next()?.as_os_str().to_str())
        .collect();
    let mut missing = Vec::new();
    let mut looked_up = 0;
    for document in with_extension(&["md"]) {
        for code in read(&document).split('`').skip(1).step_by(2) {
            let is_path = code.contains('/')
                && !code.contains(|c: char| c.is_whitespace() || "*<>{}$:…".contains(c))
                && code.split('/').next().is_some_and(|top| tops.contains(top));
            if is_path {
                looked_up += 1;
                // A package's own documents name paths in the package.
                let beside = root().join(document.parent().unwrap());
                if ![root(), &beside]
                    .iter()
                    .any(|folder| folder.join(code).exists())
                {
                    missing.push(format!("{}: {code}", document.display()));
                }
            }
        }
    }
    assert!(looked_up > 5, "only {looked_up} paths found");
    assert_eq!(missing, [""; 0]);
}
