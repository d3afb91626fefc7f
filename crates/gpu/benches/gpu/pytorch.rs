//! PyTorch's denoiser beside ours: `pytorch.py` is handed our samples and our answer.

use std::env;
use std::error::Error;
use std::fs;
use std::process::{self, Command};

/// The variable that names the interpreter, if it is not `python3`.
const PYTHON: &str = "TWEEDIE_PYTHON";

/// Runs `pytorch.py` on points of the plane, samples and our answers at a level, the points' variance `var`.
pub fn run(
    points: &[f32],
    x: &[f32],
    x0: &[f32],
    (alpha, sigma): (f64, f64),
    var: f64,
) -> Result<(), Box<dyn Error>> {
    println!("\nPyTorch");
    let folder = env::temp_dir().join(format!("tweedie-pytorch-{}", process::id()));
    fs::create_dir_all(&folder)?;
    for (name, numbers) in [("points", points), ("x", x), ("x0", x0)] {
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        fs::write(folder.join(name), bytes)?;
    }
    let python = env::var_os(PYTHON).unwrap_or_else(|| "python3".into());
    let ran = Command::new(&python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/benches/gpu/pytorch.py"
        ))
        .arg(&folder)
        .args([alpha, sigma, var].map(|number| number.to_string()))
        .status();
    fs::remove_dir_all(&folder)?;
    match ran {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("pytorch.py failed: {status}").into()),
        Err(error) => {
            println!(
                "NOT RUN: {}: {error}; name an interpreter in {PYTHON}",
                python.display()
            );
            Ok(())
        }
    }
}
