// Philox 4×32-10 and the Box–Muller transform, as src/noise has them; a thread a block of four numbers.

struct Draw {
    blocks: u32,
    // the first block of this piece
    first: vec2<u32>,
    seed: vec2<u32>,
    number: u32,
}

@group(0) @binding(0) var<uniform> draw: Draw;
// a kernel writes either words or numbers
@group(0) @binding(1) var<storage, read_write> words_out: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> out: array<quad>;

// (low, high) word of a product, by halves.
fn product(a: u32, b: u32) -> vec2<u32> {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let crossed = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let other = (a & 0xffffu) * (b >> 16u) + (crossed & 0xffffu);
    let high = (a >> 16u) * (b >> 16u) + (crossed >> 16u) + (other >> 16u);
    return vec2<u32>(a * b, high);
}

fn philox(counter: vec4<u32>, seed: vec2<u32>) -> vec4<u32> {
    var words = counter;
    var key = seed;
    for (var round = 0u; round < ROUNDS; round++) {
        let p = product(words.x, 0xd2511f53u);
        let q = product(words.z, 0xcd9e8d57u);
        words = vec4<u32>(q.y ^ words.y ^ key.x, q.x, p.y ^ words.w ^ key.y, p.x);
        key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return words;
}

fn box_muller(a: u32, b: u32) -> vec2<real> {
    let radius = sqrt(-2.0 * ln_of(real((a >> 8u) + 1u) * 5.9604644775390625e-8));
    let quarters = ((b >> 8u) + 0x200000u) >> 22u;
    let rest = i32(b >> 8u) - i32(quarters << 22u);
    let turned = cos_sin_of(real(rest) * 3.7450702829239286e-7);
    var unit = turned;
    switch quarters & 3u {
        case 1u: { unit = vec2<real>(-turned.y, turned.x); }
        case 2u: { unit = -turned; }
        case 3u: { unit = vec2<real>(turned.y, -turned.x); }
        default: {}
    }
    return radius * unit;
}

fn block_of(thread: u32) -> vec4<u32> {
    let low = draw.first.x + thread;
    let carry = select(0u, 1u, low < thread);
    return philox(vec4<u32>(low, draw.first.y + carry, draw.number, 0u), draw.seed);
}

@compute @workgroup_size(WORKGROUP)
fn words(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let i = thread_of(group, groups, local);
    if i < draw.blocks {
        words_out[i] = block_of(i);
    }
}

@compute @workgroup_size(WORKGROUP)
fn normals(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let i = thread_of(group, groups, local);
    if i < draw.blocks {
        let words = block_of(i);
        out[i] = quad(box_muller(words.x, words.y), box_muller(words.z, words.w));
    }
}
