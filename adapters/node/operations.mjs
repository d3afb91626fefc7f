// A few operations, element by element. `r` rounds to the format: the identity for f64, Math.fround for f32.
// p holds the parameters, x the elements of the inputs at one place.

export const operations = {
  add_noise: (p, x, r) => r(r(p.alpha_t * x.x0) + r(p.sigma_t * x.noise)),

  cfg: (p, x, r) => r(x.uncond + r(p.w * r(x.cond - x.uncond))),

  ddim_step: (p, x, r) => {
    const ratio = r(p.alpha_t / p.alpha_s); // α_t/α_s
    const kept = r(r(r(ratio * ratio) * p.sigma_s) * p.sigma_s);
    const fresh = r(r(p.sigma_t * p.sigma_t) - kept); // variance added between s and t
    const std = r(r(p.eta * r(p.sigma_s / p.sigma_t)) * r(Math.sqrt(fresh)));
    const onEps = r(Math.sqrt(r(r(p.sigma_s * p.sigma_s) - r(std * std))));
    const eps = r(r(x.x_t - r(p.alpha_t * x.x0)) / p.sigma_t);
    return r(r(r(p.alpha_s * x.x0) + r(onEps * eps)) + r(std * x.noise));
  },

  euler_step: (p, x, r) => r(x.x + r(r(p.sigma_s - p.sigma_t) * r(r(x.x - x.denoised) / p.sigma_t))),

  heun_step: (p, x, r) => {
    const step = r(p.sigma_s - p.sigma_t);
    const slope = r(r(x.x - x.denoised) / p.sigma_t);
    const next = r(x.x + r(step * slope));
    const slopeThere = r(r(next - x.denoised_next) / p.sigma_s);
    return r(x.x + r(step * r(r(slope + slopeThere) / 2)));
  },
};
