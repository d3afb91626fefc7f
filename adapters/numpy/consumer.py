"""Judges an operation in numpy by vector files: python3 consumer.py FOLDER [f32|f64] [RESULTS]. Needs numpy alone."""
import json, struct, sys
import numpy as np

folder, name, results = (sys.argv[1:] + ["f32", None][len(sys.argv) - 2:])[:3]
F = {"f32": np.float32, "f64": np.float64}[name]
bits = lambda text: struct.unpack(">d", bytes.fromhex(text))[0]
suite = json.load(open(f"{folder}/manifest.json", encoding="utf-8"))
raw = open(f"{folder}/{suite['tensors']['file']}", "rb").read()
start = 8 + int.from_bytes(raw[:8], "little")
about = json.loads(raw[8:start])
array = lambda key: np.frombuffer(raw[start:][slice(*about[key]["data_offsets"])], "<f8").reshape(about[key]["shape"])
u, tau = (bits(suite["formats"][name][k]) for k in ("u", "tau"))

def trajectory(p, x):
    """DDIM with the ideal model of a mixture; every state on the way."""
    bars = np.append(F(1), np.cumprod(1 - x["betas"]))  # ᾱ of t = 0 … T
    at, state, states = bars[[int(t) for t in p["timesteps"]] + [0]], x["start"], []
    for t, s, noise in zip(at, at[1:], x["noise"]):
        V, off = t * x["vars"] + (1 - t), state[:, None] - np.sqrt(t) * x["means"]
        r = np.log(x["weights"]) - state.shape[1] / F(2) * np.log(V) - (off * off).sum(-1) / (2 * V)
        r = np.exp(r - r.max(-1, keepdims=True))[..., None]
        x0 = (r * (x["means"] + (np.sqrt(t) * x["vars"] / V)[:, None] * off)).sum(1) / r.sum(1)
        std = p["eta"] * np.sqrt((1 - s) / (1 - t) * (1 - t / s))
        eps = (state - np.sqrt(t) * x0) / np.sqrt(1 - t)
        state = np.sqrt(s) * x0 + np.sqrt(np.maximum(1 - s - std * std, 0)) * eps + std * noise
        states.append(state)
    return np.array(states)


OPERATIONS = {  # yours go here: parameters and inputs by name
    "add_noise": lambda p, x: p["alpha_t"] * x["x0"] + p["sigma_t"] * x["noise"],
    "cfg": lambda p, x: x["uncond"] + p["w"] * (x["cond"] - x["uncond"]),
    "trajectory": trajectory,
    "euler_step": lambda p, x: x["x"] + (p["sigma_s"] - p["sigma_t"]) * ((x["x"] - x["denoised"]) / p["sigma_t"]),
}
header, data, failed = {"__metadata__": {"implementation": "numpy", "version": np.__version__, "format": name}}, b"", 0
for case in suite["cases"]:
    if case["operation"] in OPERATIONS and name in case["formats"]:
        p = {k: list(map(bits, v)) if isinstance(v, list) else F(bits(v)) for k, v in case["params"].items()}
        got = OPERATIONS[case["operation"]](p, {key: array(at).astype(F) for key, at in case["inputs"].items()})
        y, lo, E = array(case["output"])
        rho = np.max(np.abs((got - y) - lo) / (u * E * (1 + 64 * u) + tau))
        failed += not rho <= 1
        print("pass" if rho <= 1 else "FAIL", case["id"], f"{rho:.3f}")
        header[case["id"] + ".y"] = {"dtype": name.upper(), "shape": got.shape, "data_offsets": [len(data), len(data) + got.nbytes]}
        data += got.tobytes()
if results:
    text = json.dumps(header).encode()
    open(results, "wb").write(len(text).to_bytes(8, "little") + text + data)
sys.exit(bool(failed or not data))
