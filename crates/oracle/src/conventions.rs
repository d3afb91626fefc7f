//! The registry of conventions: where implementations differ, what each reading says, and who was caught with it.

mod losses;
mod predictions;
mod schedules;
mod steps;

/// A point on which implementations differ.
#[derive(Debug, Clone, Copy)]
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
#[derive(Debug, Clone, Copy)]
pub struct Other {
    /// In words that end the sentence "reads it as …".
    pub reading: &'static str,
    /// Public threads where it was found, as `project#number`.
    pub seen_in: &'static [&'static str],
}

/// All conventions, by id.
pub const CONVENTIONS: &[Convention] = &sorted();

const COUNT: usize =
    losses::ALL.len() + predictions::ALL.len() + schedules::ALL.len() + steps::ALL.len();

/// The rooms' conventions, merged in the order of their ids.
const fn sorted() -> [Convention; COUNT] {
    let rooms: [&[Convention]; 4] = [
        &losses::ALL,
        &predictions::ALL,
        &schedules::ALL,
        &steps::ALL,
    ];
    let mut all = [losses::ALL[0]; COUNT];
    let mut next = [0; 4];
    let mut i = 0;
    while i < COUNT {
        let mut first: Option<usize> = None;
        let mut room = 0;
        while room < rooms.len() {
            if next[room] < rooms[room].len() {
                let leads = match first {
                    Some(other) => {
                        comes_before(rooms[room][next[room]].id, rooms[other][next[other]].id)
                    }
                    None => true,
                };
                if leads {
                    first = Some(room);
                }
            }
            room += 1;
        }
        if let Some(room) = first {
            all[i] = rooms[room][next[room]];
            next[room] += 1;
        }
        i += 1;
    }
    all
}

/// Whether `a` stands before `b` in the dictionary.
const fn comes_before(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return a[i] < b[i];
        }
        i += 1;
    }
    a.len() < b.len()
}

const fn convention(
    id: &'static str,
    statement: &'static str,
    source: &'static str,
    others: &'static [Other],
) -> Convention {
    Convention {
        id,
        statement,
        source,
        others,
    }
}

const fn other(reading: &'static str, seen_in: &'static [&'static str]) -> Other {
    Other { reading, seen_in }
}
