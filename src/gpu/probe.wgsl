// What the device makes of one operation. Written before it: OPERATION.

@group(0) @binding(0) var<uniform> count: vec4<u32>;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

fn value(x: f32, y: f32) -> f32 {
    switch OPERATION {
        case 0u: { return x + y; }
        case 1u: { return x * y; }
        case 2u: { return x / y; }
        case 3u: { return sqrt(x); }
        case 4u: { return inverseSqrt(x); }
        case 5u: { return exp2(-x); }
        case 6u: { return log2(x); }
        case 7u: { return exp2_of(-x); }
        case 8u: { return ln_of(x); }
        case 9u: { return cos_sin_of(x).x; }
        case 10u: { return cos_sin_of(x).y; }
        // y is −x² rounded: only a fused operation sees the difference
        case 11u: { return x * x + y; }
        // y is small beside x: only what reassociates gives it back
        default: { return (x + y) - x; }
    }
}

@compute @workgroup_size(WORKGROUP)
fn probe(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let i = thread_of(group, groups, local);
    if i < count.x {
        out[i] = value(a[i], b[i]);
    }
}
