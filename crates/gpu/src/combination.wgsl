// Σ cᵢ Aᵢ: each array is read once, the sum is written once.

struct Sum {
    on: array<quad, 2>,
    terms: u32,
    quads: u32,
}

@group(0) @binding(0) var<uniform> sum: Sum;
@group(0) @binding(1) var<storage, read> a: array<quad>;
@group(0) @binding(2) var<storage, read> b: array<quad>;
@group(0) @binding(3) var<storage, read> c: array<quad>;
@group(0) @binding(4) var<storage, read> d: array<quad>;
@group(0) @binding(5) var<storage, read> e: array<quad>;
@group(0) @binding(6) var<storage, read> f: array<quad>;
@group(0) @binding(7) var<storage, read> g: array<quad>;
@group(0) @binding(8) var<storage, read_write> out: array<quad>;

@compute @workgroup_size(WORKGROUP)
fn combine(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let i = thread_of(group, groups, local);
    if i >= sum.quads {
        return;
    }
    var total = sum.on[0].x * a[i];
    if sum.terms > 1u { total += sum.on[0].y * b[i]; }
    if sum.terms > 2u { total += sum.on[0].z * c[i]; }
    if sum.terms > 3u { total += sum.on[0].w * d[i]; }
    if sum.terms > 4u { total += sum.on[1].x * e[i]; }
    if sum.terms > 5u { total += sum.on[1].y * f[i]; }
    if sum.terms > 6u { total += sum.on[1].z * g[i]; }
    out[i] = total;
}
