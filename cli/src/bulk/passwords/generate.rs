//! Passwords that are strong and can be read aloud.

use mwaccount::Secret;

/// Consonants and vowels that are not mistaken for another when they are read aloud or copied from
/// paper: no `c`, `q`, `x` and `y`, and no `l`.
const CONSONANTS: &[u8] = b"bdfghjkmnprstvwz";
const VOWELS: &[u8] = b"aeiou";
/// Digits that look like no letter.
const DIGITS: &[u8] = b"23456789";

/// The number of letters between two hyphens.
const GROUP: usize = 4;

/// Returns a password such as `Badu-kemo-ritu-vosagi-27`: syllables in groups, the first letter a
/// capital, and two digits, since some wikis ask for each of them.
///
/// # Errors
/// If the system gives no random numbers.
pub fn password(length: usize) -> Result<Secret, getrandom::Error> {
    let mut text = String::with_capacity(length);
    let mut group = 0;
    // Three characters are the hyphen and the digits.
    let letters = length.saturating_sub(3);
    while text.len() < letters {
        // A rest that is too short for a group of its own belongs to the last one.
        if group >= GROUP && letters - text.len() > 2 {
            text.push('-');
            group = 0;
            continue;
        }
        let of = if group % 2 == 0 { CONSONANTS } else { VOWELS };
        text.push(choose(of)?);
        group += 1;
    }
    text.push('-');
    text.push(choose(DIGITS)?);
    text.push(choose(DIGITS)?);
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Ok(Secret::new(text))
}

/// Returns one of these characters, each with the same probability.
fn choose(of: &[u8]) -> Result<char, getrandom::Error> {
    // Numbers above the last multiple would make the first characters more probable.
    let count = of.len() as u32;
    let end = u32::MAX - u32::MAX % count;
    loop {
        let number = getrandom::u32()?;
        if number < end {
            return Ok(char::from(of[(number % count) as usize]));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn passwords_can_be_read_aloud() {
        for length in [20, 21, 22, 23, 24, 25, 27, 64] {
            let password = password(length).unwrap();
            let text = password.expose();
            assert_eq!(text.len(), length, "{text}");
            assert!(text.starts_with(|c: char| c.is_ascii_uppercase()), "{text}");
            let groups: Vec<&str> = text.split('-').collect();
            let (digits, words) = groups.split_last().unwrap();
            assert!(
                digits.len() == 2 && digits.chars().all(|c| c.is_ascii_digit()),
                "{text}"
            );
            for word in words {
                assert!((2..=6).contains(&word.len()), "{text}");
                let is_vowel = |c: char| "aeiou".contains(c);
                let alternates = word
                    .chars()
                    .enumerate()
                    .all(|(at, c)| is_vowel(c) == (at % 2 == 1));
                assert!(alternates, "{text}");
            }
        }
    }

    #[test]
    fn passwords_differ() {
        let all: HashSet<String> = (0..1000)
            .map(|_| password(24).unwrap().expose().to_owned())
            .collect();
        assert_eq!(all.len(), 1000);
        let letters: HashSet<char> = all.iter().flat_map(|text| text.chars().skip(1)).collect();
        assert_eq!(
            letters.len(),
            CONSONANTS.len() + VOWELS.len() + DIGITS.len() + 1
        );
    }

    #[test]
    fn the_shortest_passwords_are_strong() {
        let bits = |length| {
            let password = password(length).unwrap();
            let bits = password.expose().chars().map(|c| match c {
                '-' => 0.0,
                c if c.is_ascii_digit() => 3.0,
                'a' | 'e' | 'i' | 'o' | 'u' => 5f64.log2(),
                _ => 4.0,
            });
            bits.sum::<f64>()
        };
        assert!(bits(20) >= 50.0, "{}", bits(20));
        assert!(bits(24) >= 62.0, "{}", bits(24));
    }
}
