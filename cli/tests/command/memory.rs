//! Secrets in the memory of the command at its end, when it writes its result, as a core file would show them.
//!
//! The pipe of its standard output is full, so that it waits there.

use std::{
    fs::{self, File},
    io::{Read, Write, pipe},
    os::unix::fs::FileExt,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use testwiki::{Captcha, Release, Server, Wiki};

use crate::support::mwaccount;

// The last letters are sought: an allocator writes its own data over the first ones of what is freed.
const PASSWORD: &str = "Planted-in-the-memory-of-a-process-for-a-new+password-71";
const CREATOR: &str = "Planted-in-the-memory-of-a-process-for-a-cre+ator-72";
const ANSWER: &str = "Planted-in-the-memory-of-a-process-for-an-ans+wer-73";

/// Waits until the child writes to its full pipe.
fn wait_for_its_end(child: &mut Child) {
    let limit = Instant::now() + Duration::from_secs(60);
    let waits_in = format!("/proc/{}/wchan", child.id());
    while !fs::read_to_string(&waits_in)
        .unwrap()
        .contains("pipe_write")
    {
        assert!(Instant::now() < limit && child.try_wait().unwrap().is_none());
        thread::sleep(Duration::from_millis(10));
    }
}

/// Counts the end of a text in the memory of another process.
fn count(process: u32, text: &str) -> usize {
    let sought = &text.as_bytes()[text.len() - 16..];
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = 0;
    for line in fs::read_to_string(format!("/proc/{process}/maps"))
        .unwrap()
        .lines()
    {
        let (range, rest) = line.split_once(' ').unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
        let mut content = vec![0; (end - start) as usize];
        if rest.starts_with('r') && memory.read_exact_at(&mut content, start).is_ok() {
            found += content
                .windows(sought.len())
                .filter(|part| *part == sought)
                .count();
        }
    }
    found
}

#[test]
fn at_its_end_the_command_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let [new, login, answer] =
        [("new", PASSWORD), ("login", CREATOR), ("answer", ANSWER)].map(|(name, text)| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path.into_os_string().into_string().unwrap()
        });
    let server = Server::start().unwrap();
    let running = server.add(
        Wiki::of(Release::first(43))
            .sysop("Planter", CREATOR)
            .captcha(Captcha::Questy),
    );
    let api = running.api();
    let creation = [
        "create",
        &api,
        "--name",
        "Zoe",
        "--password-file",
        &new,
        "--json",
    ];
    let captcha = format!("captcha={answer}");
    for (args, outcome) in [
        (&["--field-file", &captcha][..], "refused"),
        (
            &["--login", "Planter", "--login-password-file", &login],
            "created",
        ),
    ] {
        let (mut reader, mut writer) = pipe().unwrap();
        writer.write_all(&[b' '; 64 << 10]).unwrap();
        let mut command = mwaccount(&[&creation, args].concat());
        let mut child = command
            .stdout(writer)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        drop(command);
        wait_for_its_end(&mut child);
        let left = [PASSWORD, CREATOR, ANSWER].map(|secret| {
            (
                count(child.id(), secret),
                count(child.id(), &secret.replace('+', "%2B")),
            )
        });
        let control = count(child.id(), &api);
        let mut output = String::new();
        reader.read_to_string(&mut output).unwrap();
        child.wait().unwrap();
        assert!(output.contains(&format!("\"{outcome}\"")), "{output}");
        assert!(control > 0, "the address is on its command line");
        assert_eq!(left, [(0, 0); 3], "{outcome}");
    }
}
