//! A small gzip file that unpacks to a gigabyte.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

const BLOCKS: usize = 1 << 10;
const BLOCK: usize = 1 << 20;

/// Returns the file. It repeats one compressed block, as compressing a gigabyte would take long.
pub fn gzip() -> Vec<u8> {
    let blanks = vec![b' '; BLOCK];
    let mut block = vec![0; BLOCK];
    // A full flush makes the block independent, so that it can be repeated.
    let mut packer = Compress::new(Compression::fast(), false);
    let status = packer.compress(&blanks, &mut block, FlushCompress::Full);
    debug_assert!(matches!(status, Ok(Status::Ok)));
    block.truncate(packer.total_out() as usize);
    let mut once = Crc::new();
    once.update(&blanks);
    let mut sum = Crc::new();
    for _ in 0..BLOCKS {
        sum.combine(&once);
    }
    // No name, no time, an unknown system.
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    file.extend(block.repeat(BLOCKS));
    // A final block without content.
    file.extend([3, 0]);
    file.extend(sum.sum().to_le_bytes());
    file.extend(sum.amount().to_le_bytes());
    file
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{BLOCK, gzip};

    #[test]
    fn it_is_small_and_unpacks() {
        let file = gzip();
        assert!(file.len() < 8 << 20, "{}", file.len());
        let mut start = vec![0; 3 * BLOCK];
        flate2::read::GzDecoder::new(&file[..])
            .read_exact(&mut start)
            .unwrap();
        assert!(start.iter().all(|byte| *byte == b' '));
    }
}
