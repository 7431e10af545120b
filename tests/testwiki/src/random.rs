//! Ids and tokens that look random and are the same in every run.

/// A generator (SplitMix64) with a fixed seed, for values that need not be secret.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from `low` up to but without `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    /// Returns 32 hexadecimal digits.
    pub fn hex(&mut self) -> String {
        format!("{:016x}{:016x}", self.next(), self.next())
    }

    /// Returns 32 of the characters that PHP uses for a session's id.
    pub fn session_id(&mut self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
        (0..32)
            .map(|_| char::from(ALPHABET[self.between(0, 32) as usize]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn is_the_same_at_every_run_and_never_twice_the_same() {
        let mut one = Random::new(7);
        let mut two = Random::new(7);
        let first = one.hex();
        assert_eq!(first, two.hex());
        assert_ne!(first, one.hex());
        assert_eq!(one.session_id().len(), 32);
    }
}
