use super::*;

fn sigmas(values: &[f64]) -> Vec<NoiseLevel<f64>> {
    values
        .iter()
        .map(|&sigma| NoiseLevel::unscaled(sigma).unwrap())
        .collect()
}

fn flow(times: &[f64]) -> Vec<NoiseLevel<f64>> {
    times
        .iter()
        .map(|&t| Continuous::RectifiedFlow.level(t).unwrap())
        .collect()
}

/// A flow in quarters is clean in every respect.
#[test]
fn by_exact_arithmetic() {
    assert_eq!(lint(&flow(&[1.0, 0.75, 0.5, 0.25, 0.0]), 4), []);
}

/// One planted fault at a time, and nothing else is reported.
#[test]
fn by_counterexample() {
    let clean = [1.0, 0.75, 0.5, 0.25, 0.0];
    assert_eq!(
        lint(&flow(&clean), 5),
        [Finding::Count { asked: 5, found: 4 }]
    );
    assert_eq!(
        lint(&flow(&[1.0, 0.5, 0.75, 0.0]), 3),
        [Finding::NotMonotone { at: 2 }]
    );
    assert_eq!(
        lint(&flow(&[1.0, 0.5, 0.5, 0.0]), 3),
        [Finding::Duplicate { at: 2 }]
    );
    assert_eq!(
        lint(&flow(&[0.75, 0.5, 0.0]), 2),
        [Finding::TerminalSnr { snr: 1.0 / 9.0 }]
    );
    assert_eq!(
        lint(&flow(&[1.0, 0.5, 0.25]), 2),
        [Finding::LastSigma { sigma: 0.25 }]
    );
    // unscaled levels always keep signal: that finding is expected here
    let kept = |sigma: f64| Finding::TerminalSnr {
        snr: (1.0 / sigma).powi(2),
    };
    let format = Format::F16;
    assert_eq!(
        lint(&sigmas(&[65536.0 * 2.0, 1.0, 0.0]), 2),
        [kept(131_072.0), Finding::Lost { at: 0, format }]
    );
    assert_eq!(
        lint(&sigmas(&[1.0, 1e-9, 0.0]), 2),
        [
            kept(1.0),
            Finding::Lost { at: 1, format },
            Finding::Collision { at: 2, format }
        ]
    );
    let next = 1.0 + f64::from(f32::EPSILON);
    assert_eq!(
        lint(&sigmas(&[next, 1.0, 0.0]), 2),
        [Format::F16, Format::Bf16]
            .map(|format| Finding::Collision { at: 1, format })
            .into_iter()
            .fold(vec![kept(next)], |mut all, finding| {
                all.push(finding);
                all
            })
    );
    let closer = 1.0 + f64::EPSILON;
    assert_eq!(lint(&sigmas(&[closer, 1.0, 0.0]), 2).len(), 4);
    assert_eq!(lint(&[], 0), []);
}

/// What ports have shipped: bf16 tables of a thousand steps collide, DDPM keeps signal at T.
#[test]
fn by_reference_values() {
    let schedule = ddpm();
    let levels: Vec<NoiseLevel<f64>> = schedule.levels().iter().rev().copied().collect();
    let findings = lint(&levels, 1000);
    let collides = |wanted: Format| {
        findings
            .iter()
            .any(|f| matches!(f, Finding::Collision { format, .. } if *format == wanted))
    };
    assert!(collides(Format::Bf16) && !collides(Format::F16) && !collides(Format::F32));
    assert!(matches!(findings[0], Finding::TerminalSnr { snr } if (snr - 4.036e-5).abs() < 1e-8));
    assert_eq!(Format::Bf16.round(1.003), bf16::from_f64(1.003).to_f64());
    assert_eq!(Format::F16.round(65536.0), f64::INFINITY);
    assert_eq!(Format::F32.round(0.1), f64::from(0.1_f32));
}

/// Every finding reads as a sentence.
#[test]
fn by_bad_input() {
    let format = Format::Bf16;
    let sentences = [
        (
            Finding::Count { asked: 5, found: 4 },
            "5 steps asked for, 4 found",
        ),
        (
            Finding::NotMonotone { at: 2 },
            "level 2 is noisier than level 1",
        ),
        (
            Finding::Duplicate { at: 2 },
            "level 2 repeats level 1: a step that does nothing",
        ),
        (
            Finding::TerminalSnr { snr: 4.04e-5 },
            "the first level keeps signal (SNR 4.0e-5); pure noise is not its law",
        ),
        (
            Finding::LastSigma { sigma: 0.25 },
            "the last level keeps noise (σ = 2.5e-1); so does every sample",
        ),
        (
            Finding::Lost { at: 3, format },
            "level 3 overflows or underflows in bf16",
        ),
        (
            Finding::Collision {
                at: 3,
                format: Format::F16,
            },
            "levels 2 and 3 are the same in f16",
        ),
        (
            Finding::Collision {
                at: 1,
                format: Format::F32,
            },
            "levels 0 and 1 are the same in f32",
        ),
    ];
    for (finding, sentence) in sentences {
        assert_eq!(finding.to_string(), sentence);
    }
}
