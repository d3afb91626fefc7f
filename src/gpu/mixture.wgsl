// The exact law of noisy data, a thread a sample: one pass over the components with a streaming log-sum-exp. Written before it:
// DIM, the coordinates of a sample; WIDTH, those that a thread answers for; QUESTION, what is asked.

const LOG_DENSITY: u32 = 0u;
const POSTERIOR_MEAN: u32 = 1u;
const SCORE: u32 = 2u;

// Components are summed in tiles, and the tiles then: rounding errors grow with the tile and the number of tiles.
const TILE: u32 = 64u;

const LARGEST: f32 = 3.4e38;
const LN_2: f32 = 0.69314718055994531;

struct Law {
    rows: u32,
    components: u32,
    alpha: f32,
    // a power of two that keeps squared distances from underflow
    unit: f32,
    // log₂e/(2V unit²), V the least of the components' variances
    bits: f32,
    // 1/√V
    inverse_std: f32,
    // the largest of the components' offsets, in nats: theirs are relative to it
    reference: f32,
}

// offset in bits, V/V_k, and α v_k/V_k of the components of one class
struct Class {
    offset: f32,
    share: f32,
    gain: f32,
    padding: f32,
}

// Σ 2^(logit − the largest logit), and terms weighted alike. A logit is offset − bits·distance, its parts kept apart: a difference of
// two is formed before anything overflows.
struct Sum {
    offset: f32,
    distance: f32,
    total: f32,
    moment: array<f32, WIDTH>,
}

@group(0) @binding(0) var<uniform> law: Law;
@group(0) @binding(1) var<storage, read> samples: array<f32>;
@group(0) @binding(2) var<storage, read> means: array<f32>;
@group(0) @binding(3) var<storage, read> class_of: array<u32>;
@group(0) @binding(4) var<storage, read> classes: array<Class>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;

// How far the logit of b leads that of a, in bits.
fn lead(b_offset: f32, b_distance: f32, a_offset: f32, a_distance: f32) -> f32 {
    return (b_offset - a_offset) - (b_distance - a_distance) * law.bits;
}

// Component k alone, as a sum.
fn component(k: u32, x: ptr<function, array<f32, DIM>>, first: u32) -> Sum {
    let its = classes[class_of[k]];
    var one: Sum;
    one.offset = its.offset;
    one.total = 1.0;
    for (var j = 0u; j < DIM; j++) {
        let off = ((*x)[j] - law.alpha * means[k * DIM + j]) * law.unit;
        one.distance += off * off;
    }
    one.distance = min(one.distance * its.share, LARGEST);
    if QUESTION != LOG_DENSITY {
        for (var j = 0u; j < WIDTH; j++) {
            let mean = means[k * DIM + min(first + j, DIM - 1u)];
            let off = (*x)[min(first + j, DIM - 1u)] - law.alpha * mean;
            one.moment[j] = select(its.share * off, mean + its.gain * off, QUESTION == POSTERIOR_MEAN);
        }
    }
    return one;
}

// Two sums as one, about the larger of their largest logits.
fn joined(a: Sum, b: Sum) -> Sum {
    let ahead = lead(b.offset, b.distance, a.offset, a.distance);
    let lower = exp2_of(-abs(ahead));
    let on_a = select(1.0, lower, ahead > 0.0);
    let on_b = select(lower, 1.0, ahead > 0.0);
    var sum: Sum;
    sum.offset = select(a.offset, b.offset, ahead > 0.0);
    sum.distance = select(a.distance, b.distance, ahead > 0.0);
    sum.total = on_a * a.total + on_b * b.total;
    for (var j = 0u; j < WIDTH; j++) {
        sum.moment[j] = on_a * a.moment[j] + on_b * b.moment[j];
    }
    return sum;
}

@compute @workgroup_size(WORKGROUP)
fn answer(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let row = thread_of(group, groups, local);
    if row >= law.rows {
        return;
    }
    let first = group.z * WIDTH;
    var x: array<f32, DIM>;
    for (var j = 0u; j < DIM; j++) {
        x[j] = samples[row * DIM + j];
    }
    var sum: Sum;
    for (var start = 0u; start < law.components; start += TILE) {
        var tile = component(start, &x, first);
        for (var k = start + 1u; k < min(start + TILE, law.components); k++) {
            tile = joined(tile, component(k, &x, first));
        }
        if start == 0u {
            sum = tile;
        } else {
            sum = joined(sum, tile);
        }
    }
    if QUESTION == LOG_DENSITY {
        let largest = sum.offset - sum.distance * law.bits;
        out[row] = law.reference + (LN_2 * largest + ln_of(sum.total));
        return;
    }
    for (var j = 0u; j < WIDTH && first + j < DIM; j++) {
        let moment = sum.moment[j] / sum.total;
        let score = -(moment * law.inverse_std) * law.inverse_std;
        out[row * DIM + first + j] = select(score, moment, QUESTION == POSTERIOR_MEAN);
    }
}
