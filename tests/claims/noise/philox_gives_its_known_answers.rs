use super::*;

/// Rounds, counter, key, words.
type Known = (usize, [u32; 4], [u32; 2], [u32; 4]);

/// The rows `philox4x32` of Random123's file of known answers.
const KNOWN: [Known; 6] = [
    (
        7,
        [0; 4],
        [0; 2],
        [0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48],
    ),
    (
        7,
        [u32::MAX; 4],
        [u32::MAX; 2],
        [0x5207_ddc2, 0x4516_5e59, 0x4d8e_e751, 0x8c52_f662],
    ),
    (
        7,
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xa409_3822, 0x299f_31d0],
        [0x4dfc_caba, 0x190a_87f0, 0xc473_62ba, 0xb6b5_242a],
    ),
    (
        10,
        [0; 4],
        [0; 2],
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
    ),
    (
        10,
        [u32::MAX; 4],
        [u32::MAX; 2],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
    ),
    (
        10,
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
    ),
];

/// Noise is drawn with ten rounds, and the seed for a key.
#[test]
fn by_reference_values() {
    for (rounds, counter, key, want) in KNOWN {
        assert_eq!(philox(rounds, counter, key), want, "{rounds} rounds");
    }
    assert_eq!(words(0, 0, 0), KNOWN[3].3);
    assert_eq!(ROUNDS, 10);
}
