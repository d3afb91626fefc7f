// Threads are counted along two axes of workgroups, since one holds 65,535 at most.

fn thread_of(group: vec3<u32>, groups: vec3<u32>, local: u32) -> u32 {
    return (group.y * groups.x + group.x) * WORKGROUP + local;
}
