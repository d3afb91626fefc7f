//! What the run ran on, and when.

use std::env::consts::ARCH;

use chrono::Utc;
use sysinfo::{CpuRefreshKind, MemoryRefreshKind, RefreshKind, System};

/// The machine and the moment, in words.
#[derive(Debug, Clone)]
pub(super) struct Machine {
    pub(super) processor: String,
    /// The threads that work is shared among.
    pub(super) threads: String,
    /// Memory in GiB.
    pub(super) memory: u64,
    pub(super) system: String,
    pub(super) moment: String,
}

impl Machine {
    /// This machine, now.
    pub(super) fn now() -> Self {
        let asked = RefreshKind::nothing()
            .with_cpu(CpuRefreshKind::nothing())
            .with_memory(MemoryRefreshKind::nothing().with_ram());
        let system = System::new_with_specifics(asked);
        let brand = system.cpus().first().map_or("", |cpu| cpu.brand().trim());
        let unnamed = || format!("unnamed {ARCH} processor");
        Self {
            processor: Some(brand.to_owned())
                .filter(|brand| !brand.is_empty())
                .unwrap_or_else(unnamed),
            threads: match rayon::current_num_threads() {
                1 => "1 thread".to_owned(),
                more => format!("{more} threads"),
            },
            memory: (system.total_memory() + (1 << 29)) >> 30,
            system: System::long_os_version().unwrap_or_else(|| std::env::consts::OS.to_owned()),
            moment: Utc::now().format("%-d %B %Y, %H:%M UTC").to_string(),
        }
    }
}
