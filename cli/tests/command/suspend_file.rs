//! The file of a suspended conversation after failures.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;

use crate::support::*;

/// Suspends a conversation at a step where the account exists and the wiki asks for a code.
fn suspend(wiki: &Wiki) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved");
    let result = create_zoe(wiki, &["--suspend-to", file.to_str().unwrap(), "--json"]);
    assert_eq!(result.status, 3, "{result:?}");
    assert_eq!(result.json()["account_exists"], true);
    (folder, file)
}

fn resume(file: &Path, args: &[&str]) -> RunResult {
    let mut command = mwaccount(&["resume", "--json", "--timeout", "5"]);
    command.arg(file).args(args);
    run_with(command, "")
}

#[test]
fn unreachable_wiki_keeps_the_file() {
    let wiki = two_step_wiki(true);
    let (_folder, file) = suspend(&wiki);
    let before = fs::read_to_string(&file).unwrap();
    wiki.close();
    let result = resume(&file, &["--field", "code=1"]);
    assert_eq!(result.status, 0, "{result:?}");
    let warning = &result.json()["warnings"][0];
    assert_eq!(warning["code"], "setup-unfinished");
    assert!(warning["message"].to_string().contains("can be used again"));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn lost_answer_removes_the_file() {
    let wiki = Wiki::new({
        let mut asked = false;
        move |request| {
            if request.field("createcontinue") == "1" {
                Response::Nothing
            } else if request.creates() && !asked {
                asked = true;
                redirect()
            } else {
                auth_manager_info(&[])
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved");
    let result = create_zoe(&wiki, &["--suspend-to", file.to_str().unwrap()]);
    assert_eq!(result.status, 3, "{result:?}");
    assert!(result.err.contains("--returned"), "{result:?}");
    let result = resume(&file, &["--field", "code=1"]);
    assert_eq!(result.status, 4, "{result:?}");
    assert!(!file.exists());
}

/// Several processes resume one file, and the wiki receives one answer.
#[test]
fn only_one_process_resumes_a_file() {
    let wiki = two_step_wiki(true);
    let (_folder, file) = suspend(&wiki);
    let children: Vec<_> = (0..6)
        .map(|_| {
            let mut command = mwaccount(&["resume", "--json", "--field", "code=1"]);
            command.arg(&file).stdin(Stdio::null());
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let results = children
        .into_iter()
        .map(|child| run_result(child.wait_with_output().unwrap()));
    let mut statuses: Vec<i32> = results.map(|result| result.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [0, 2, 2, 2, 2, 2]);
    let sent = wiki.requests();
    let sent = sent
        .iter()
        .filter(|request| request.field("createcontinue") == "1");
    assert_eq!(sent.count(), 1);
    assert!(!file.exists());
}
