// Nothing but one operation: eight chains that do not wait for one another, four links of each a turn, written out so that counting
// turns and places costs nothing beside them. Written before it: step(a, x, y).

struct Work {
    threads: u32,
    turns: u32,
}

@group(0) @binding(0) var<uniform> work: Work;
@group(0) @binding(1) var<storage, read> given: array<real>;
@group(0) @binding(2) var<storage, read_write> out: array<real>;

struct Chains {
    a: real,
    b: real,
    c: real,
    d: real,
    e: real,
    f: real,
    g: real,
    h: real,
}

fn link(s: Chains, x: real, y: real) -> Chains {
    return Chains(
        step(s.a, x, y),
        step(s.b, x, y),
        step(s.c, x, y),
        step(s.d, x, y),
        step(s.e, x, y),
        step(s.f, x, y),
        step(s.g, x, y),
        step(s.h, x, y),
    );
}

@compute @workgroup_size(WORKGROUP)
fn turn(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
) {
    let i = thread_of(group, groups, local);
    if i >= work.threads {
        return;
    }
    // no compiler knows these
    let x = given[0];
    let y = given[1];
    var s = Chains(y, 2.0 * y, 3.0 * y, 4.0 * y, 5.0 * y, 6.0 * y, 7.0 * y, 8.0 * y);
    for (var turn = 0u; turn < work.turns; turn++) {
        s = link(link(link(link(s, x, y), x, y), x, y), x, y);
    }
    out[i] = s.a + s.b + s.c + s.d + s.e + s.f + s.g + s.h;
}
