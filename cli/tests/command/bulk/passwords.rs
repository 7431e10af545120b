//! Generated passwords.

use std::{fs, os::unix::fs::PermissionsExt, time::Duration};

use testwiki::{Fault, Server, When, Wiki};

use super::{Course, cells, result_of, users};

#[test]
fn passwords_are_in_a_private_file_and_those_of_the_accounts() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").throttle(2));
    let course =
        Course::new("name,password\nUser 1,\nuser 2,\nUser 3,\nUser 4,Planted-row-passw0rd-77\n");
    let args = [
        "--generate-passwords",
        "passwords.csv",
        "--report",
        "report.csv",
    ];
    let result = course.create(&wiki, &args);
    assert_eq!(result.status, 5, "{result:?}");
    let mode = fs::metadata(course.path("passwords.csv"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let passwords = course.read("passwords.csv");
    let of = |text: &str, name: &str| {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("\"{name}\",")));
        cells(line.unwrap_or_else(|| panic!("{name}: {text}")))[1].to_owned()
    };
    for name in ["User 1", "User 2"] {
        let password = of(&passwords, name);
        assert_eq!(password.len(), 24);
        assert_eq!(wiki.account(name).unwrap().password, password);
        result.assert_hides(&password);
        assert!(!course.read("list.csv.journal").contains(&password));
    }
    // Another run goes on with the same file; what was made for User 3 before is used.
    let third = of(&passwords, "User 3");
    course.write("admin", "adminpass12345");
    let login = ["--login", "Admin", "--login-password-file", "admin"];
    let result = course.create(&wiki, &[&args[..], &login].concat());
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(wiki.account("User 3").unwrap().password, third);
    let again = course.read("passwords.csv");
    assert_eq!(of(&again, "User 1"), of(&passwords, "User 1"));
    assert_eq!(of(&again, "User 3"), third);
    assert!(!again.contains("User 4"), "{again}");
}

#[test]
fn an_account_that_exists_gets_no_password_in_the_file() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(1);
    assert_eq!(course.create(&wiki, &[]).status, 0);
    course.write(
        "list.csv",
        "name,email\nUser 1,u1@example.org\nUser 2,u2@example.org\n",
    );
    let result = course.create(&wiki, &["--generate-passwords", "passwords.csv"]);
    assert_eq!(result.status, 0, "{result:?}");
    let passwords = course.read("passwords.csv");
    assert!(
        !passwords.contains("User 1") && passwords.contains("\"User 2\","),
        "{passwords}"
    );
}

#[test]
fn no_account_is_sent_without_its_password_in_the_file() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::new("name\nUser 1\nUser 2\nUser 3\n");
    // Up to the limit of 4 KiB there is space for one more row.
    let header = "name,password\n";
    let filler = format!("{},x\n", "f".repeat(4056 - header.len() - 3));
    course.write("passwords.csv", &(header.to_owned() + &filler));
    fs::set_permissions(
        course.path("passwords.csv"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    let result = course.create_on_full_disk(&wiki, "--generate-passwords passwords.csv");
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        result.out.contains("passwords.csv cannot be written"),
        "{result:?}"
    );
    assert_eq!(users(&wiki), [1]);
    let result = course.create(&wiki, &["--generate-passwords", "passwords.csv"]);
    assert_eq!(result.status, 0, "{result:?}");
    for line in course.read("passwords.csv").lines().skip(2) {
        let cells = cells(line);
        assert_eq!(wiki.account(cells[0]).unwrap().password, cells[1]);
    }
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[test]
fn a_file_edited_by_hand_keeps_its_last_row_and_has_one_run_at_a_time() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::new("name\nUser 1\n=1+1\n");
    let path = course.path("passwords.csv");
    course.write("passwords.csv", "name,password\nUser 1,by-hand-Badu-27");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    wiki.fault(
        Fault::Delay(Duration::from_millis(1500)),
        When::action("createaccount"),
    );
    let api = wiki.api();
    let args = [&api, "list.csv", "--generate-passwords", "passwords.csv"];
    let child = course.start(&args);
    super::wait_until(|| wiki.all_requests() > 0);
    let second = course.run(&[&args[..], &["--journal", "other"]].concat());
    assert_eq!(second.status, 2, "{second:?}");
    assert!(
        second.err.contains("passwords.csv is used by another run"),
        "{second:?}"
    );
    let first = result_of(child);
    assert_eq!(first.status, 0, "{first:?}");
    assert_eq!(wiki.account("User 1").unwrap().password, "by-hand-Badu-27");
    let made = wiki.account("=1+1").unwrap().password;
    assert_eq!(
        course.read("passwords.csv"),
        format!("name,password\nUser 1,by-hand-Badu-27\n\"'=1+1\",\"{made}\"\n")
    );
}
