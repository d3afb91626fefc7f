// The kernels' scalar is f32, with elementary functions from additions, multiplications and one division. WGSL wants these rounded
// correctly (a division to 2.5 units), and leaves the builtin functions looser than a sampler can bear.

alias real = f32;
alias quad = vec4<f32>;

const LARGEST: real = 3.4e38;

// 2ˣ for x ≤ 0; 0 where that is no normal number. The Taylor series of e^(r ln 2) about 0, |r| ≤ ½: what is left out is below
// (½ ln 2)⁸/8! = 5·10⁻⁹.
fn exp2_of(x: f32) -> f32 {
    let whole = floor(max(x, -126.0) + 0.5);
    let rest = max(x, -126.0) - whole;
    var sum = 1.5252733804059841e-5;
    sum = sum * rest + 1.5403530393381608e-4;
    sum = sum * rest + 1.3333558146428443e-3;
    sum = sum * rest + 9.6181291076284772e-3;
    sum = sum * rest + 5.5504108664821580e-2;
    sum = sum * rest + 2.4022650695910071e-1;
    sum = sum * rest + 6.9314718055994531e-1;
    sum = sum * rest + 1.0;
    let power = bitcast<f32>(u32(i32(whole) + 127) << 23u);
    return select(sum * power, 0.0, x < -126.0);
}

// ln x for normal x > 0. With x = 2ᵏ(1 + f), 1 + f between √½ and √2, and s = f/(2 + f):
// ln(1 + f) = 2s + 2s³/3 + 2s⁵/5 + … = f − f²/2 + s(f²/2 + R), R = 2s²/3 + 2s⁴/5 + …, |s| ≤ 0.172: what is left out is
// below 2·0.172¹⁰/11 = 4·10⁻⁹. ln 2 is cut in two, the first part short, so that k times it is exact.
fn ln_of(x: f32) -> f32 {
    let bits = bitcast<u32>(x);
    let exponent = i32(bits - 0x3f3504f3u) >> 23u;
    let f = bitcast<f32>(bits - (u32(exponent) << 23u)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let rest = z * (0.66666666666666667 + z * (0.4 + z * (0.28571428571428571 + z * (0.22222222222222222))));
    let half_square = 0.5 * f * f;
    let k = f32(exponent);
    return k * 6.9313812256e-1 + (f - (half_square - (s * (half_square + rest) + k * 9.0580006145e-6)));
}

// (cos θ, sin θ) for |θ| ≤ π/4: their Taylor series; what is left out is below (π/4)¹²/12! = 2·10⁻¹⁰.
fn cos_sin_of(angle: f32) -> vec2<f32> {
    let z = angle * angle;
    let cos = 1.0 - z * (0.5 - z * (4.1666666666666667e-2 - z * (1.3888888888888889e-3 - z * (2.4801587301587302e-5 - z * 2.7557319223985891e-7))));
    let sin = angle - angle * z * (0.16666666666666667 - z * (8.3333333333333333e-3 - z * (1.9841269841269841e-4 - z * 2.7557319223985891e-6)));
    return vec2<f32>(cos, sin);
}
