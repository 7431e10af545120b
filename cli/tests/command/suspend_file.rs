//! What becomes of the file of a conversation when things go wrong.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;

use crate::support::*;

/// A conversation put down in a file where the wiki waits for a code, the account being
/// made.
fn put_down(wiki: &Wiki) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it");
    let ran = zoe(wiki, &["--suspend-to", file.to_str().unwrap(), "--json"]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert_eq!(ran.json()["account_exists"], true);
    (folder, file)
}

fn resume(file: &Path, args: &[&str]) -> Ran {
    let mut command = mwaccount(&["resume", "--json", "--timeout", "5"]);
    command.arg(file).args(args);
    run_with(command, "")
}

#[test]
fn a_wiki_that_cannot_be_reached_leaves_it() {
    let wiki = steps_wiki(true);
    let (_folder, file) = put_down(&wiki);
    let before = fs::read_to_string(&file).unwrap();
    wiki.close();
    let ran = resume(&file, &["--field", "code=1"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let warning = &ran.json()["warnings"][0];
    assert_eq!(warning["code"], "setup-unfinished");
    assert!(warning["message"].to_string().contains("can be used again"));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn a_lost_answer_uses_it_up() {
    let wiki = Wiki::new({
        let mut asked = false;
        move |seen| {
            if seen.field("createcontinue") == "1" {
                Said::Nothing
            } else if seen.creates() && !asked {
                asked = true;
                redirect()
            } else {
                info(&[])
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it");
    let ran = zoe(&wiki, &["--suspend-to", file.to_str().unwrap()]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.err.contains("--returned"), "{ran:?}");
    let ran = resume(&file, &["--field", "code=1"]);
    assert_eq!(ran.status, 4, "{ran:?}");
    assert!(!file.exists());
}

/// Two processes with one file: the wiki hears of one of them.
#[test]
fn only_one_process_goes_on_with_it() {
    let wiki = steps_wiki(true);
    let (_folder, file) = put_down(&wiki);
    let children: Vec<_> = (0..6)
        .map(|_| {
            let mut command = mwaccount(&["resume", "--json", "--field", "code=1"]);
            command.arg(&file).stdin(Stdio::null());
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let ran = children
        .into_iter()
        .map(|child| ran(child.wait_with_output().unwrap()));
    let mut statuses: Vec<i32> = ran.map(|ran| ran.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [0, 2, 2, 2, 2, 2]);
    let sent = wiki.seen();
    let sent = sent
        .iter()
        .filter(|seen| seen.field("createcontinue") == "1");
    assert_eq!(sent.count(), 1);
    assert!(!file.exists());
}
