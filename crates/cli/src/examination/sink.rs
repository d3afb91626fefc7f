//! Where a record goes as it is made: kept, and shown to whoever reads along.

use std::io::{self, ErrorKind, Write};

/// Keeps what is written, and passes it on at once.
pub(crate) struct Sink {
    kept: Vec<u8>,
    reader: Option<Box<dyn Write>>,
}

impl Sink {
    pub(crate) fn new(reader: Option<Box<dyn Write>>) -> Self {
        Self {
            kept: Vec::new(),
            reader,
        }
    }

    /// All that was written.
    pub(crate) fn into_text(self) -> Vec<u8> {
        self.kept
    }

    /// Passes on; a reader of a pipe who has seen enough leaves, and the examination goes on without.
    fn pass(&mut self, what: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let Some(reader) = &mut self.reader else {
            return Ok(());
        };
        match what(reader.as_mut()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.reader = None;
                Ok(())
            }
            outcome => outcome,
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pass(|reader| reader.write_all(bytes))?;
        self.kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass(|reader| reader.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_who_leaves_stops_nothing() {
        let mut sink = Sink::new(Some(Box::new(Gone)));
        sink.write_all(b"one").unwrap();
        sink.write_all(b" two").unwrap();
        assert_eq!(sink.into_text(), b"one two");
    }
}
