//! The completions, in the shells themselves. PowerShell is not available for the tests: its script is only printed.

use std::process::Command;

use crate::support::*;

fn script(shell: &str) -> String {
    let result = run_with(mwaccount(&["completions", shell]), "");
    assert_eq!(result.status, 0, "{result:?}");
    result.out
}

/// Returns the last line that a shell prints for a program.
fn shell(program: &str, options: &[&str], text: &str) -> String {
    let mut command = Command::new(program);
    let output = command.args(options).args(["-c", text]).output().unwrap();
    assert!(output.stderr.is_empty(), "{program}: {output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn bash_completes_subcommands_options_and_values() {
    for (words, completed) in [
        ("pro", "probe"),
        ("create --suspend", "--suspend-to"),
        ("create --dialect web", "webform"),
        ("completions f", "fish"),
    ] {
        let text = format!(
            "{}\nCOMP_WORDS=(mwaccount {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             _mwaccount mwaccount \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; echo \"${{COMPREPLY[*]}}\"",
            script("bash")
        );
        assert_eq!(shell("bash", &["--norc"], &text), completed, "{words}");
    }
}

#[test]
fn fish_completes_subcommands_options_and_values() {
    for (words, completed) in [
        (
            "pro",
            "probe\tShow what a wiki requires for a new account, without creating one",
        ),
        (
            "create --suspend",
            "--suspend-to\tSave the creation to FILE if the wiki needs an answer, for mwaccount resume",
        ),
        (
            "create --dialect web",
            "webform\tSign-up form, for MediaWiki up to 1.20 and for wikis whose API is off",
        ),
    ] {
        let text = format!("{}\ncomplete -C 'mwaccount {words}'", script("fish"));
        let line = shell("fish", &["--no-config"], &text);
        assert_eq!(line.trim_end(), completed.trim_end(), "{words}");
    }
}

/// zsh completes on a terminal only.
#[test]
fn zsh_completes_subcommands_options_and_values() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("_mwaccount"), script("zsh")).unwrap();
    let mut zsh = rexpect::spawn("zsh -f -i", Some(20_000)).unwrap();
    let setup = format!(
        "fpath=({} $fpath); autoload -U compinit; compinit -D -u; mwaccount() {{ print -r run: $* :end }}",
        folder.path().display()
    );
    zsh.send_line(&setup).unwrap();
    for (words, completed) in [
        ("pro", "probe"),
        ("create --suspend", "create --suspend-to"),
        ("create --dialect web", "create --dialect webform"),
        ("completions f", "completions fish"),
    ] {
        zsh.send_line(&format!("mwaccount {words}\t")).unwrap();
        zsh.exp_string(&format!("run: {completed} :end")).unwrap();
    }
    zsh.send_line("exit").unwrap();
}

#[test]
fn every_shell_has_a_script() {
    assert!(script("powershell").contains("Register-ArgumentCompleter"));
    assert!(script("elvish").contains("edit:completion"));
}
