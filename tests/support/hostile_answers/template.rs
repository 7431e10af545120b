//! Texts of which parts are repeated until they have a size.
//!
//! The parts in `«»` are repeated, all of them equally often; in them `{n}` is the number of the repetition,
//! from 0 on. `‹3 ab›` is `ababab`.

/// Returns a text of at most this size.
pub fn filled(template: &str, size: usize) -> Vec<u8> {
    filled_with(template, size, |part, n| {
        part.replace("{n}", &n.to_string())
    })
}

/// Returns a text of at most this size, in which `unit` makes the repetitions of a part.
pub fn filled_with(template: &str, size: usize, unit: impl Fn(&str, usize) -> String) -> Vec<u8> {
    let template = multiplied(template);
    // The first part is there once, the second is repeated, and so on.
    let parts: Vec<&str> = template.split(['«', '»']).collect();
    let mut made: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    let repeated = || (1..parts.len()).step_by(2);
    repeated().for_each(|at| made[at].clear());
    let mut length: usize = made.iter().map(String::len).sum();
    for number in 0.. {
        let units = repeated().map(|at| (at, unit(parts[at], number)));
        let units: Vec<(usize, String)> = units.collect();
        length += units.iter().map(|(_, unit)| unit.len()).sum::<usize>();
        if length > size {
            break;
        }
        for (at, unit) in units {
            made[at].push_str(&unit);
        }
    }
    made.concat().into_bytes()
}

/// Returns a template with each `‹3 ab›` written out.
fn multiplied(template: &str) -> String {
    let mut parts = template.split('‹');
    let mut multiplied = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (repeated, rest) = part.split_once('›').unwrap();
        let (count, text) = repeated.split_once(' ').unwrap();
        multiplied.push_str(&text.repeat(count.parse().unwrap()));
        multiplied.push_str(rest);
    }
    multiplied
}
