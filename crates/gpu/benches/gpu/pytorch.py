"""The exact denoiser of a set of points in PyTorch, for `cargo bench --bench gpu`: speed on a GPU, and how far from our answer.

Arguments: a folder with `points`, `x` and `x0`, little-endian f32 of two coordinates each, then alpha, sigma and the points' variance.
"""

import sys
import time

try:
    import torch
except ImportError as error:
    print(f"NOT RUN: {sys.executable}: {error}; name in TWEEDIE_PYTHON an interpreter that has torch")
    sys.exit(0)

DIM = 2
ON_CPU = 2000  # samples that are enough to see whether an answer is right


def read(folder, name):
    with open(f"{folder}/{name}", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(-1, DIM)


def blended(x, mean, alpha, noisy_var, var):
    """E[x0 | x] from the points' weighted mean."""
    gain = alpha * var / noisy_var
    return gain * x + (1 - gain * alpha) * mean


def attention(x, points, alpha, noisy_var, var):
    """Queries alpha x/V, keys m, one coordinate more for what does not depend on x, and one of zeros, since fast kernels want
    four: the square is expanded."""
    one, zero, zeros = torch.ones_like(x[:, :1]), torch.zeros_like(x[:, :1]), torch.zeros_like(points)
    queries = torch.cat([x * (alpha / noisy_var), one, zero], 1)
    lengths = -(alpha**2 / (2 * noisy_var)) * points.square().sum(1, keepdim=True)
    keys = torch.cat([points, lengths, zeros[:, :1]], 1)
    values = torch.cat([points, zeros], 1)
    batch = [rows[None, None] for rows in (queries, keys, values)]
    mean = torch.nn.functional.scaled_dot_product_attention(*batch, scale=1.0)
    return blended(x, mean[0, 0, :, :DIM], alpha, noisy_var, var)


def direct(x, points, alpha, noisy_var, var):
    """Every distance by itself, as our kernel has them."""
    logits = -(x[:, None] - alpha * points).square().sum(-1) / (2 * noisy_var)
    return blended(x, logits.softmax(1) @ points, alpha, noisy_var, var)


def bound(x, points, alpha, noisy_var):
    """What an answer in f32 may be off by: logits of four terms, each off by some units of the largest, times the points' spread."""
    u = 2.0**-24
    largest = (x.abs().max() * alpha * DIM * points.abs().max() + alpha**2 * DIM * points.square().max()) / noisy_var
    return float(2 * 4 * u * largest * 2 * points.abs().max())


def seconds(work, wait):
    """The best of five readings, eight times the work each, once it is warm."""
    work()
    best = float("inf")
    for _ in range(5):
        wait()
        start = time.perf_counter()
        for _ in range(8):
            work()
        wait()
        best = min(best, (time.perf_counter() - start) / 8)
    return best


def main():
    folder = sys.argv[1]
    alpha, sigma, var = map(float, sys.argv[2:5])
    noisy_var = alpha**2 * var + sigma**2
    points, x, ours = (read(folder, name) for name in ("points", "x", "x0"))
    if torch.cuda.is_available():
        device, wait, name = "cuda", torch.cuda.synchronize, torch.cuda.get_device_name()
    elif torch.backends.mps.is_available():
        device, wait, name = "mps", torch.mps.synchronize, "Metal"
    else:
        device, wait, name = "cpu", None, "the CPU"
        x, ours = x[:ON_CPU], ours[:ON_CPU]
        print("NOT RUN: torch sees no GPU; whether it would be right is tried on the CPU")
    points, x, ours = (array.to(device) for array in (points, x, ours))
    allowed = bound(x, points, alpha, noisy_var)
    print(f"torch {torch.__version__} on {name}, f32")
    right = True
    for form, function in (("attention", attention), ("direct, compiled", torch.compile(direct, dynamic=False))):
        work = lambda: function(x, points, alpha, noisy_var, var)
        try:
            off = float((work() - ours).abs().max())
        except Exception as error:  # whatever a compiler, or its absence, may raise
            print(f"NOT RUN: {form}: {type(error).__name__}: {str(error).strip().splitlines()[:1]}")
            continue
        right = right and off <= allowed
        speed = ""
        if wait:
            pairs = len(x) * len(points) / seconds(work, wait) / 1e9
            speed = f"{pairs:9.3f} G pairs/s  "
        print(f"{form:18} {speed}off ours by {off:.1e}, {allowed:.1e} allowed")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
