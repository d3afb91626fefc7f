//! The one colour table of a film.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// What a GIF can hold, but for one: that a pixel is left as it was.
const COLOURS: usize = 255;

/// The most common colours of a film, the most common first, and for every other the nearest of them: no dithering, whose
/// noise would be taken for data's.
pub(super) struct Table {
    colours: Vec<Colour>,
    indices: BTreeMap<Colour, u8>,
}

impl Table {
    /// The table of a film of these pixels. Only how often a colour occurs matters, not where.
    pub(super) fn of<'a>(pixels: impl Iterator<Item = &'a Colour>) -> Self {
        let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
        let mut run = ([0; 3], 0);
        for &colour in pixels {
            if colour == run.0 {
                run.1 += 1;
            } else {
                *counts.entry(run.0).or_default() += run.1;
                run = (colour, 1);
            }
        }
        *counts.entry(run.0).or_default() += run.1;
        counts.retain(|_, count| *count > 0);
        let mut common: Vec<(Colour, usize)> = counts.into_iter().collect();
        common.sort_by_key(|&(_, count)| Reverse(count));
        let all: Vec<Colour> = common.into_iter().map(|(colour, _)| colour).collect();
        let colours = all[..all.len().min(COLOURS)].to_vec();
        let indices = all.iter().map(|&c| (c, nearest(c, &colours))).collect();
        Self { colours, indices }
    }

    /// Where in the table a colour of the film is, or the one shown for it.
    pub(super) fn index(&self, colour: Colour) -> u8 {
        self.indices.get(&colour).copied().unwrap_or_default()
    }

    /// The index that stands for no colour.
    pub(super) fn unchanged(&self) -> u8 {
        u8::try_from(self.colours.len()).unwrap_or(u8::MAX)
    }

    /// The table as a GIF has it, with a colour to spare in the place of no colour.
    pub(super) fn bytes(&self) -> Vec<u8> {
        [&self.colours[..], &[[0; 3]]].concat().concat()
    }
}

/// The first of the nearest.
fn nearest(colour: Colour, table: &[Colour]) -> u8 {
    let distance = |other: &Colour| -> u32 {
        let channels = colour.iter().zip(other);
        channels
            .map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2))
            .sum()
    };
    (0..=u8::MAX)
        .zip(table)
        .min_by_key(|(_, other)| distance(other))
        .map_or(0, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_colours_are_kept_and_a_rare_one_becomes_the_nearest() {
        // 254 colours twice each, and white thrice, then once a colour that there is no place for
        let greys = (0..254).map(|i| [i, i, i / 2]);
        let white = [255, 255, 255];
        let rare = [100, 100, 52];
        let pixels: Vec<Colour> = greys
            .clone()
            .chain([rare])
            .chain(greys)
            .chain([white; 3])
            .collect();
        let table = Table::of(pixels.iter());
        assert_eq!(table.bytes().len(), 3 * 256);
        assert_eq!(table.index(white), 0);
        assert_eq!(
            table.colours[usize::from(table.index([7, 7, 3]))],
            [7, 7, 3]
        );
        let shown = table.colours[usize::from(table.index(rare))];
        assert!(
            shown == [100, 100, 50] || shown == [101, 101, 50],
            "{shown:?}"
        );
    }

    #[test]
    fn the_order_of_pixels_does_not_matter() {
        let mut pixels: Vec<Colour> = (0..400_u16)
            .map(u16::to_be_bytes)
            .map(|[a, b]| [a, b, b % 7])
            .collect();
        let forwards = Table::of(pixels.iter()).bytes();
        pixels.reverse();
        assert_eq!(Table::of(pixels.iter()).bytes(), forwards);
    }
}
