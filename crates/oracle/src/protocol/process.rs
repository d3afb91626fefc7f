//! A command whose lines are read with patience of a known length: it may hang, die, flood or talk rubbish.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::messages::one_line;

/// What is asked of an adapter's patience and manners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long it may take to start.
    pub start: Duration,
    /// How long it may take to answer.
    pub reply: Duration,
    /// The longest line that is read, in bytes.
    pub line: usize,
    /// How often it is started again after a request that it did not survive.
    pub restarts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            start: Duration::from_secs(120),
            reply: Duration::from_secs(60),
            line: 64 << 20,
            restarts: 8,
        }
    }
}

/// Why an adapter cannot be used at all: one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtocolError(pub(super) String);

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ProtocolError {}

/// How long one that was told to stop, or closed its output, has before it is killed.
const GRACE: Duration = Duration::from_millis(500);

/// Bytes of its stderr that are kept: the last ones.
const LAST_WORDS: usize = 400;

enum Heard {
    Line(Vec<u8>),
    TooLong,
}

/// A running command. Nothing that it does blocks: threads write to it and read from it.
pub(super) struct Process {
    child: Child,
    requests: Option<Sender<Vec<u8>>>,
    lines: Receiver<Heard>,
    stderr: Arc<Mutex<Vec<u8>>>,
    stderr_ended: Receiver<()>,
}

impl Process {
    /// Starts a command.
    pub(super) fn spawn(command: &[String], longest: usize) -> Result<Self, String> {
        let (program, arguments) = command.split_first().ok_or("is no command")?;
        let mut child = own_group(Command::new(program).args(arguments))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("could not be started: {program:?}: {error}"))?;
        let (requests, to_write) = channel();
        let (heard, lines) = sync_channel(1);
        let (open, stderr_ended) = sync_channel(1);
        let stderr = Arc::new(Mutex::new(Vec::new()));
        if let Some(stdin) = child.stdin.take() {
            thread::spawn(move || write_lines(stdin, &to_write));
        }
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || read_lines(stdout, longest, &heard));
        }
        if let Some(pipe) = child.stderr.take() {
            let kept = Arc::clone(&stderr);
            thread::spawn(move || keep_the_end(pipe, &kept, &open));
        }
        Ok(Self {
            child,
            requests: Some(requests),
            lines,
            stderr,
            stderr_ended,
        })
    }

    /// Says a line and waits for one.
    pub(super) fn ask(&mut self, line: Vec<u8>, patience: Duration) -> Result<Vec<u8>, String> {
        if let Some(requests) = &self.requests {
            // one that no longer listens has died, or will be found silent
            let _ = requests.send(line);
        }
        match self.lines.recv_timeout(patience) {
            Ok(Heard::Line(line)) => Ok(line),
            Ok(Heard::TooLong) => Err("said a line longer than any answer is".to_owned()),
            Err(RecvTimeoutError::Timeout) => Err(format!("did not answer within {patience:?}")),
            Err(RecvTimeoutError::Disconnected) => Err(self.end()),
        }
    }

    /// How it ended, once its output has.
    fn end(&mut self) -> String {
        let deadline = Instant::now() + GRACE;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return format!("died: {status}"),
                Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(2)),
                _ => return "closed its output, and lives".to_owned(),
            }
        }
    }

    /// Stops it, and gives the end of its stderr: ` (stderr: …)`, or nothing.
    pub(super) fn last_words(mut self) -> String {
        self.kill();
        // a child of its own may hold the pipe open
        let _ = self.stderr_ended.recv_timeout(GRACE);
        let kept = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        match one_line(&String::from_utf8_lossy(&kept)) {
            words if words.is_empty() => String::new(),
            words => format!(" (stderr: {words})"),
        }
    }

    /// Asks it to stop; it has a moment to do so.
    pub(super) fn stop(mut self, line: Vec<u8>) {
        if let Some(requests) = self.requests.take() {
            let _ = requests.send(line);
        }
        let deadline = Instant::now() + GRACE;
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            if self.lines.recv_timeout(left).is_err() {
                break;
            }
        }
        // dropped here: what still runs is killed, what has ended is reaped
    }

    fn kill(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            kill_group(&self.child);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn write_lines(mut stdin: ChildStdin, lines: &Receiver<Vec<u8>>) {
    for line in lines {
        if stdin.write_all(&line).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

fn read_lines(stdout: ChildStdout, longest: usize, heard: &SyncSender<Heard>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let limit = u64::try_from(longest).unwrap_or(u64::MAX);
        match (&mut stdout).take(limit).read_until(b'\n', &mut line) {
            Ok(_) if line.last() == Some(&b'\n') => {
                if heard.send(Heard::Line(line)).is_err() {
                    return;
                }
            }
            Ok(_) if line.len() >= longest => {
                let _ = heard.send(Heard::TooLong);
                return;
            }
            // the end, or a last line cut off by it
            _ => return,
        }
    }
}

fn keep_the_end(mut pipe: ChildStderr, kept: &Mutex<Vec<u8>>, _open: &SyncSender<()>) {
    let mut buffer = [0; 4096];
    while let Ok(n @ 1..) = pipe.read(&mut buffer) {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(&buffer[..n]);
        let surplus = kept.len().saturating_sub(LAST_WORDS);
        kept.drain(..surplus);
    }
}

/// In a process group of its own, so that what it started ends with it.
#[cfg(unix)]
fn own_group(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

#[cfg(not(unix))]
fn own_group(command: &mut Command) -> &mut Command {
    command
}

#[cfg(unix)]
fn kill_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(pid) = pid {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_: &Child) {}
