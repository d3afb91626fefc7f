// The exact law of noisy data, a thread a sample: one pass over the components with a streaming log-sum-exp. What does not fit into
// one dispatch is carried from piece to piece of the components. Written before it: DIM, the coordinates of a sample; WIDTH, those
// that a thread answers for; CARRIED, the numbers of a sum; TILE; QUESTION, what is asked.

const LOG_DENSITY: u32 = 0u;
const POSTERIOR_MEAN: u32 = 1u;
const SCORE: u32 = 2u;

const LN_2: real = 0.69314718055994531;

struct Law {
    alpha: real,
    // a power of two that keeps squared distances from underflow
    unit: real,
    // log₂e/(2V unit²), V the least of the components' variances
    bits: real,
    // 1/√V
    inverse_std: real,
    // the largest of the components' offsets, in nats: theirs are relative to it
    reference: real,
    rows: u32,
    // those of this piece, and whether it is the first and the last
    components: u32,
    begins: u32,
    ends: u32,
}

// offset in bits, V/V_k, and α v_k/V_k of the components of one class
struct Class {
    offset: real,
    share: real,
    gain: real,
    padding: real,
}

// Σ 2^(logit − the largest logit), and terms weighted alike. A logit is offset − bits·distance, its parts kept apart: a difference of
// two is formed before anything overflows.
struct Sum {
    offset: real,
    distance: real,
    total: real,
    moment: array<real, WIDTH>,
}

@group(0) @binding(0) var<uniform> law: Law;
@group(0) @binding(1) var<storage, read> samples: array<real>;
@group(0) @binding(2) var<storage, read> means: array<real>;
@group(0) @binding(3) var<storage, read> class_of: array<u32>;
@group(0) @binding(4) var<storage, read> classes: array<Class>;
@group(0) @binding(5) var<storage, read_write> carried: array<real>;
@group(0) @binding(6) var<storage, read_write> out: array<real>;

// How far the logit of b leads that of a, in bits.
fn lead(b_offset: real, b_distance: real, a_offset: real, a_distance: real) -> real {
    return (b_offset - a_offset) - (b_distance - a_distance) * law.bits;
}

// Component k alone, as a sum.
fn component(k: u32, x: ptr<function, array<real, DIM>>, first: u32) -> Sum {
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

fn brought(place: u32) -> Sum {
    var sum: Sum;
    sum.offset = carried[place];
    sum.distance = carried[place + 1u];
    sum.total = carried[place + 2u];
    for (var j = 0u; j < WIDTH; j++) {
        sum.moment[j] = carried[place + 3u + j];
    }
    return sum;
}

fn carry(sum: Sum, place: u32) {
    carried[place] = sum.offset;
    carried[place + 1u] = sum.distance;
    carried[place + 2u] = sum.total;
    for (var j = 0u; j < WIDTH; j++) {
        carried[place + 3u + j] = sum.moment[j];
    }
}

// Components are summed in tiles, and the tiles then: rounding errors grow with the tile and the number of tiles.
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
    var x: array<real, DIM>;
    for (var j = 0u; j < DIM; j++) {
        x[j] = samples[row * DIM + j];
    }
    let place = (row * groups.z + group.z) * CARRIED;
    var sum: Sum;
    if law.begins == 0u {
        sum = brought(place);
    }
    for (var start = 0u; start < law.components; start += TILE) {
        var tile = component(start, &x, first);
        for (var k = start + 1u; k < min(start + TILE, law.components); k++) {
            tile = joined(tile, component(k, &x, first));
        }
        if law.begins == 1u && start == 0u {
            sum = tile;
        } else {
            sum = joined(sum, tile);
        }
    }
    if law.ends == 0u {
        carry(sum, place);
        return;
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
