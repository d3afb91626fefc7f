//! Files on disk: what is written is a file, whole or not at all.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::UnixListener;

use tempfile::tempdir;
use tweedie_files::disk::write;

/// A socket cannot be written to as a file is: it stays where it is, and the reader is told.
#[test]
fn what_is_no_file_is_not_replaced_by_one() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("socket");
    let _listener = UnixListener::bind(&path).unwrap();
    let said = write(&path, |out| out.write_all(b"a report")).unwrap_err();
    assert!(said.to_string().contains("cannot write it"), "{said}");
    assert!(fs::metadata(&path).unwrap().file_type().is_socket());
}
