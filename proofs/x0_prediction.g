# The prediction of x0 from x_t and the noise in f64, as src/score.rs orders it: what rounding may do to x0.
#
#   x0 = (1/alpha_t) x_t + (-sigma_t/alpha_t) eps
#
# What the bound is for: see ddim_step.g.

@rnd = float<ieee_64, ne>;

alpha_t = rnd(alpha_t_); sigma_t = rnd(sigma_t_);
x_t = rnd(x_t_); eps = rnd(eps_);

on_x_t rnd= 1 / alpha_t;
on_eps rnd= -sigma_t / alpha_t;
got rnd= on_x_t * x_t + on_eps * eps;

truth = (1 / alpha_t) * x_t + (-sigma_t / alpha_t) * eps;

{
  alpha_t in [0.59375, 0.609375] /\ sigma_t in [0.796875, 0.8125] /\ x_t in [1.25, 1.28125] /\ eps in [0.5, 0.515625]
  -> |got - truth| <= 339b-59 }
