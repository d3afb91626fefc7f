//! The registry of conventions: where implementations differ, what each reading says, and who was caught with it.

/// A point on which implementations differ.
#[derive(Debug)]
pub struct Convention {
    /// The id that readings name: `DDIM-ETA`.
    pub id: &'static str,
    /// What is right here, in one sentence.
    pub statement: &'static str,
    /// Where that stands.
    pub source: &'static str,
    /// The other readings.
    pub others: &'static [Other],
}

/// A reading that is not the right one.
#[derive(Debug)]
pub struct Other {
    /// In words that end the sentence "reads it as …".
    pub reading: &'static str,
    /// Public threads where it was found, as `project#number`.
    pub seen_in: &'static [&'static str],
}

/// All conventions, by id.
pub const CONVENTIONS: &[Convention] = &[
    Convention {
        id: "DDIM-ETA",
        statement: "eta multiplies the standard deviation of the posterior",
        source: "DDIM eq. 16",
        others: &[Other {
            reading: "eta multiplies the variance",
            seen_in: &["azula (docstring)", "lilianweng/lil-log"],
        }],
    },
    Convention {
        id: "LEVEL-ORDER",
        statement: "alpha multiplies the data, sigma the noise",
        source: "DDPM eq. 4",
        others: &[Other {
            reading: "signal and noise scale exchanged",
            seen_in: &[],
        }],
    },
    Convention {
        id: "NOISE-SCALE",
        statement: "the noise is multiplied by its standard deviation",
        source: "DDPM eq. 4",
        others: &[Other {
            reading: "the variance, its root not taken",
            seen_in: &["ImgX-DiffSeg#4"],
        }],
    },
];
