// The kernels' scalar is f64, with the elementary functions of f32.wgsl and series as long as it takes. Builtin functions of f64
// there are none: SPIR-V has them for 16 and 32 bits, and a driver that is asked anyway answers what it likes.

alias real = f64;
alias quad = vec4<f64>;

const LARGEST: real = 1.79e308;

// 2ˣ for x ≤ 0; 0 where that is no normal number. What is left out is below (½ ln 2)¹⁴/14! = 5·10⁻¹⁸.
fn exp2_of(x: f64) -> f64 {
    let whole = floor(max(x, -1022.0) + 0.5);
    let rest = max(x, -1022.0) - whole;
    var sum: f64 = 1.3691488853904128e-12;
    sum = sum * rest + 2.5678435993488206e-11;
    sum = sum * rest + 4.4455382718708116e-10;
    sum = sum * rest + 7.0549116208011234e-9;
    sum = sum * rest + 1.01780860092396997e-7;
    sum = sum * rest + 1.3215486790144309e-6;
    sum = sum * rest + 1.5252733804059841e-5;
    sum = sum * rest + 1.5403530393381609e-4;
    sum = sum * rest + 1.3333558146428443e-3;
    sum = sum * rest + 9.6181291076284772e-3;
    sum = sum * rest + 5.5504108664821580e-2;
    sum = sum * rest + 2.4022650695910071e-1;
    sum = sum * rest + 6.9314718055994531e-1;
    sum = sum * rest + 1.0;
    let power = bitcast<f64>(u64(i64(whole) + 1023li) << 52u);
    return select(sum * power, 0.0, x < -1022.0);
}

// ln x for normal x > 0, as f32.wgsl has it: what is left out is below 2·0.172²³/23 = 2·10⁻¹⁹. The first part of ln 2 has
// 33 bits.
fn ln_of(x: f64) -> f64 {
    let bits = bitcast<u64>(x);
    let exponent = bitcast<i64>(bits - 0x3fe6a09e667f3bcdlu) >> 52u;
    let f = bitcast<f64>(bits - (bitcast<u64>(exponent) << 52u)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    var rest: f64 = 0.095238095238095238;
    rest = rest * z + 0.10526315789473684;
    rest = rest * z + 0.11764705882352941;
    rest = rest * z + 0.13333333333333333;
    rest = rest * z + 0.15384615384615385;
    rest = rest * z + 0.18181818181818182;
    rest = rest * z + 0.22222222222222222;
    rest = rest * z + 0.28571428571428571;
    rest = rest * z + 0.4;
    rest = rest * z + 0.66666666666666667;
    rest = rest * z;
    let half_square = 0.5 * f * f;
    let k = f64(exponent);
    return k * 6.9314718036912382e-1 + (f - (half_square - (s * (half_square + rest) + k * 1.9082149292705877e-10)));
}

// (cos θ, sin θ) for |θ| ≤ π/4: what is left out is below (π/4)¹⁸/18! = 2·10⁻¹⁸.
fn cos_sin_of(angle: f64) -> vec2<f64> {
    let z = angle * angle;
    var cos: f64 = 4.7794773323873853e-14;
    cos = 1.1470745597729725e-11 - z * cos;
    cos = 2.0876756987868099e-9 - z * cos;
    cos = 2.7557319223985891e-7 - z * cos;
    cos = 2.4801587301587302e-5 - z * cos;
    cos = 1.3888888888888889e-3 - z * cos;
    cos = 4.1666666666666667e-2 - z * cos;
    cos = 0.5 - z * cos;
    cos = 1.0 - z * cos;
    var sin: f64 = 2.8114572543455208e-15;
    sin = 7.6471637318198165e-13 - z * sin;
    sin = 1.6059043836821615e-10 - z * sin;
    sin = 2.5052108385441719e-8 - z * sin;
    sin = 2.7557319223985891e-6 - z * sin;
    sin = 1.9841269841269841e-4 - z * sin;
    sin = 8.3333333333333333e-3 - z * sin;
    sin = 0.16666666666666667 - z * sin;
    return vec2<f64>(cos, angle - angle * z * sin);
}
