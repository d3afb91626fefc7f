"""Hugging Face diffusers' schedulers, as a backend for `tweedie check`.

Each scheduler is made with the library's own defaults, but for what a request asks for, and but for clipping, which
images need and points do not. Timesteps count from 0 there and from 1 in the oracle. Where a step draws its noise from
a generator, the noise of the request is what the generator's function gives: `randn_tensor` is replaced in that module.
"""

import inspect
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import diffusers
import numpy as np
import torch
from diffusers.guiders.classifier_free_guidance import ClassifierFreeGuidance
from diffusers.guiders.guider_utils import rescale_noise_cfg

from protocol import Skip, serve

torch.set_num_threads(1)
FORMATS = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
PREDICTIONS = {"eps": "epsilon", "x0": "sample", "v": "v_prediction"}


def made(scheduler, noise=None, **settings):
    """A scheduler, given the settings that it knows, without clipping, and with this noise for its generator's."""
    known = inspect.signature(scheduler.__init__).parameters
    settings = {name: value for name, value in ({"clip_sample": False} | settings).items() if name in known}
    module = inspect.getmodule(scheduler)
    if noise is not None and hasattr(module, "randn_tensor"):
        module.randn_tensor = lambda *_, **__: noise
    return scheduler(**settings)


def numbers(tensor):
    return np.asarray(tensor.double() if tensor.is_floating_point() else tensor)


def operation(function):
    """An operation of tensors, by the names of its arguments."""

    def run(params, inputs, format):
        tensors = {name: torch.from_numpy(array).to(FORMATS[format]) for name, array in inputs.items()}
        wanted = inspect.signature(function).parameters
        given = params | tensors
        return numbers(function(**{name: given[name] for name in wanted if name in given}))

    return run


# tables


def betas(schedule, steps, first=None, last=None):
    names = {"linear": "linear", "scaled_linear": "scaled_linear", "sigmoid": "sigmoid", "cosine": "squaredcos_cap_v2"}
    ends = {} if first is None else {"beta_start": first, "beta_end": last}
    return made(diffusers.DDPMScheduler, num_train_timesteps=steps, beta_schedule=names[schedule], **ends).betas


def chain(betas, scheduler=diffusers.DDIMScheduler, **settings):
    """A scheduler on a table of β, which it keeps in f32 whatever it computes in."""
    return made(scheduler, num_train_timesteps=len(betas), trained_betas=betas.tolist(), **settings)


def alpha_bars(betas):
    return chain(betas).alphas_cumprod


def zero_terminal_snr(betas):
    bars = chain(betas, rescale_betas_zero_snr=True).alphas_cumprod
    return torch.stack([bars**0.5, (1 - bars) ** 0.5], dim=1)


def timesteps(spacing, steps, n, offset=0):
    scheduler = made(
        diffusers.DDIMScheduler, num_train_timesteps=steps, timestep_spacing=spacing, steps_offset=offset
    )
    scheduler.set_timesteps(n)
    return scheduler.timesteps + 1


def karras(n, sigma_min, sigma_max, rho):
    scheduler = made(diffusers.EDMEulerScheduler, sigma_min=sigma_min, sigma_max=sigma_max, rho=rho)
    scheduler.set_timesteps(n)
    return scheduler.sigmas


def karras_on_chain(betas, n, rho):
    if rho != 7:
        raise Skip("EulerDiscreteScheduler has rho = 7 alone")
    scheduler = chain(betas, diffusers.EulerDiscreteScheduler, use_karras_sigmas=True)
    scheduler.set_timesteps(n)
    return scheduler.sigmas


# one step on a table


def placed(scheduler, timesteps):
    """A scheduler on the way of these timesteps, if it can be."""
    wanted = [int(t) - 1 for t in timesteps]
    if "timesteps" in inspect.signature(scheduler.set_timesteps).parameters:
        scheduler.set_timesteps(timesteps=wanted)
        return scheduler
    for spacing in ("leading", "trailing", "linspace"):
        for offset in (0, 1) if spacing == "leading" else (0,):
            scheduler.register_to_config(timestep_spacing=spacing, steps_offset=offset)
            try:
                scheduler.set_timesteps(len(wanted))
            except ValueError:  # the inverse has no linspace
                continue
            if sorted(scheduler.timesteps.tolist(), reverse=True) == wanted:
                return scheduler
    raise Skip(f"{type(scheduler).__name__} does not take a list of timesteps, and spaces none like this one")


def add_noise(betas, t, x0, noise):
    return chain(betas).add_noise(x0, noise, torch.tensor([t - 1]))


def ddim_step(betas, timesteps, i, eta, x_t, eps, noise):
    scheduler = placed(chain(betas), timesteps)
    return scheduler.step(eps, int(timesteps[i]) - 1, x_t, eta=eta, variance_noise=noise).prev_sample


def ddpm_step(betas, timesteps, i, variance, x_t, eps, noise):
    kinds = {"posterior": "fixed_small", "forward": "fixed_large"}
    scheduler = placed(chain(betas, diffusers.DDPMScheduler, noise=noise, variance_type=kinds[variance]), timesteps)
    return scheduler.step(eps, scheduler.timesteps[i], x_t).prev_sample


def ddim_invert_step(betas, timesteps, i, x_s, eps):
    scheduler = placed(chain(betas, diffusers.DDIMInverseScheduler), timesteps)
    return scheduler.step(eps, int(timesteps[i]) - 1, x_s).prev_sample


# arrays in, an array out


def convert_v(to, alpha_bar_t, x_t, given, **source):
    if to != "x0":
        raise Skip("step gives its estimate of x0 alone")
    scheduler = chain(torch.tensor([1 - alpha_bar_t]), prediction_type=PREDICTIONS[source["from"]])
    scheduler.set_timesteps(1)
    return scheduler.step(given, 0, x_t).pred_original_sample


def convert(params, inputs, format):
    # `from` is a word of Python's own
    tensors = {name: torch.from_numpy(array).to(FORMATS[format]) for name, array in inputs.items()}
    return numbers(convert_v(**params, **tensors))


def cfg(w, cond, uncond):
    return ClassifierFreeGuidance(guidance_scale=w).forward(cond, uncond).pred


def cfg_rescale(phi, x_cfg, x_cond):
    return rescale_noise_cfg(x_cfg, x_cond, guidance_rescale=phi)


def threshold_static(bound, x0):
    return thresholded(x0, clip_sample=True, clip_sample_range=bound)


def threshold_dynamic(quantile, x0):
    # by default the largest value allowed is 1, and nothing dynamic is left; and it is for images, of more axes than two
    settings = {"dynamic_thresholding_ratio": quantile, "sample_max_value": 1e30}
    return thresholded(x0[..., None], thresholding=True, **settings)[..., 0]


def thresholded(x0, **settings):
    scheduler = made(diffusers.DDIMScheduler, prediction_type="sample", **settings)
    scheduler.set_timesteps(10)
    return scheduler.step(x0, scheduler.timesteps[0], x0).pred_original_sample


def edm_coefficients(sigma, sigma_data):
    scheduler = made(diffusers.EDMEulerScheduler, sigma_data=sigma_data)
    one, zero, sigma = torch.ones(()), torch.zeros(()), torch.tensor(sigma)
    skip, out = scheduler.precondition_outputs(one, zero, sigma), scheduler.precondition_outputs(zero, one, sigma)
    return torch.stack([skip, out, scheduler.precondition_inputs(one, sigma), scheduler.precondition_noise(sigma)])


def edm_denoise(sigma, sigma_data, x, f):
    return made(diffusers.EDMEulerScheduler, sigma_data=sigma_data).precondition_outputs(x, f, torch.tensor(sigma))


def euler_step(sigma_t, sigma_s, x, denoised):
    scheduler = made(diffusers.EulerDiscreteScheduler, prediction_type="sample")
    scheduler.set_timesteps(sigmas=[sigma_t, sigma_s])
    scheduler.scale_model_input(x, scheduler.timesteps[0])
    return scheduler.step(denoised, scheduler.timesteps[0], x).prev_sample


# samplers as black boxes


SAMPLERS = {
    "ddpm": diffusers.DDPMScheduler,
    "ddim": diffusers.DDIMScheduler,
    "ddim_inverse": diffusers.DDIMInverseScheduler,
    "euler": diffusers.EulerDiscreteScheduler,
    "euler_ancestral": diffusers.EulerAncestralDiscreteScheduler,
    "heun": diffusers.HeunDiscreteScheduler,
    "dpmpp_2m": diffusers.DPMSolverMultistepScheduler,
    "unipc": diffusers.UniPCMultistepScheduler,
    "deis": diffusers.DEISMultistepScheduler,
    "pndm": diffusers.PNDMScheduler,
    "edm_euler": diffusers.EDMEulerScheduler,
    "flow_euler": diffusers.FlowMatchEulerDiscreteScheduler,
}
CHAINS = {
    "linear": {"beta_start": 1e-4, "beta_end": 0.02, "beta_schedule": "linear"},
    "scaled_linear": {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"},
    "cosine": {"beta_schedule": "squaredcos_cap_v2"},
    "zero_snr": {"beta_start": 1e-4, "beta_end": 0.02, "beta_schedule": "linear", "rescale_betas_zero_snr": True},
}
PREDICTED = {"euler_ancestral": ("eps", "v"), "pndm": ("eps", "v"), "edm_euler": ("x0",), "flow_euler": ("v",)}
sampler = {}


def begin(method, schedule, train_steps, n, spacing, offset, eta, prediction):
    """The levels (alpha, sigma) at which the model is asked: those of the states that are handed to it."""
    kind = SAMPLERS[method]
    known = inspect.signature(kind.__init__).parameters
    if prediction not in PREDICTED.get(method, PREDICTIONS):
        raise Skip(f"{kind.__name__} knows no prediction {prediction}")
    own_grid = {"edm_euler": "karras", "flow_euler": "flow"}.get(method)
    if schedule != own_grid and (own_grid or schedule not in CHAINS):
        raise Skip(f"{kind.__name__} does not work on the schedule {schedule}")
    if schedule == "zero_snr" and "rescale_betas_zero_snr" not in known:
        raise Skip(f"{kind.__name__} has no zero terminal SNR")
    settings = {"num_train_timesteps": train_steps, "timestep_spacing": spacing, "steps_offset": offset}
    settings |= CHAINS.get(schedule, {})
    if not own_grid:
        settings["prediction_type"] = PREDICTIONS[prediction]
    if method == "pndm":
        settings["skip_prk_steps"] = True  # as every published configuration has it
    scheduler = made(kind, **settings)
    if (method, spacing) in (("ddim_inverse", "linspace"), ("flow_euler", "leading")):
        raise Skip(f"{kind.__name__} has no spacing {spacing}")
    if method == "flow_euler" and spacing == "trailing":
        # as the pipelines call it
        scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / n, n).tolist())
    else:
        scheduler.set_timesteps(n)
    sampler.update(scheduler=scheduler, method=method, eta=eta, timesteps=scheduler.timesteps)
    return levels(scheduler, method)


def levels(scheduler, method):
    if method in ("euler", "euler_ancestral", "heun", "edm_euler"):
        sigmas = scheduler.sigmas[: len(scheduler.timesteps)].double()
        return torch.stack([torch.ones_like(sigmas), sigmas], dim=1)
    if method == "flow_euler":
        sigmas = scheduler.sigmas[:-1].double()
        return torch.stack([1 - sigmas, sigmas], dim=1)
    at = scheduler.timesteps
    if method == "ddim_inverse":
        at = at - scheduler.config.num_train_timesteps // scheduler.num_inference_steps
    bars = scheduler.alphas_cumprod.double()
    if at.max() >= len(bars):
        raise IndexError(f"the model is asked at timestep {at.max()}, and the last one is {len(bars) - 1}")
    # an inversion starts clean
    bars = torch.where(at < 0, torch.ones(()).double(), bars[at.clamp(min=0)])
    return torch.stack([bars.sqrt(), (1 - bars).sqrt()], dim=1)


def step(i, x, model_output, noise):
    if not sampler:
        raise RuntimeError("sampler.step before sampler.begin")
    scheduler, method, t = sampler["scheduler"], sampler["method"], sampler["timesteps"][i]
    inspect.getmodule(type(scheduler)).randn_tensor = lambda *_, **__: noise
    if hasattr(scheduler, "scale_model_input"):
        scheduler.scale_model_input(x, t)
    if method == "ddim":
        return scheduler.step(model_output, t, x, eta=sampler["eta"], variance_noise=noise).prev_sample
    if method == "edm_euler":
        model_output = network_output(scheduler, x, model_output)
    return scheduler.step(model_output, t, x).prev_sample


def network_output(scheduler, x, denoised):
    """What a network said for EDM to make this estimate of it: `denoised = c_skip x + c_out F`, solved for F."""
    sigma = scheduler.sigmas[scheduler.step_index].double()
    one, zero = torch.ones(()).double(), torch.zeros(()).double()
    skip, out = scheduler.precondition_outputs(one, zero, sigma), scheduler.precondition_outputs(zero, one, sigma)
    return ((denoised.double() - skip * x.double()) / out).to(x.dtype)


OPERATIONS = {
    "schedule.betas": betas,
    "schedule.alpha_bars": alpha_bars,
    "schedule.zero_terminal_snr": zero_terminal_snr,
    "schedule.timesteps": timesteps,
    "schedule.sigmas": karras,
    "schedule.sigmas_on_chain": karras_on_chain,
    "scheduled.add_noise": add_noise,
    "scheduled.ddim_step": ddim_step,
    "scheduled.ddpm_step": ddpm_step,
    "scheduled.ddim_invert_step": ddim_invert_step,
    "cfg": cfg,
    "cfg_rescale": cfg_rescale,
    "threshold.static": threshold_static,
    "threshold.dynamic": threshold_dynamic,
    "edm.coefficients": edm_coefficients,
    "edm.denoise": edm_denoise,
    "euler_step": euler_step,
    "sampler.begin": begin,
    "sampler.step": step,
}

operations = {name: operation(function) for name, function in OPERATIONS.items()} | {"convert_v": convert}
serve("diffusers", diffusers.__version__, list(FORMATS), operations)
