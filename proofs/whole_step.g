# x0 predicted from the noise, then the deterministic DDIM step, all in f64: what rounding may do to x_s.
#
# What the bound is for: see ddim_step.g.

@rnd = float<ieee_64, ne>;

alpha_s = rnd(alpha_s_); sigma_s = rnd(sigma_s_);
alpha_t = rnd(alpha_t_); sigma_t = rnd(sigma_t_);
x_t = rnd(x_t_); eps = rnd(eps_);

to_x0_on_x_t rnd= 1 / alpha_t;
to_x0_on_eps rnd= -sigma_t / alpha_t;
x0 rnd= to_x0_on_x_t * x_t + to_x0_on_eps * eps;

kept rnd= sqrt(sigma_s * sigma_s);
on_x_t rnd= kept / sigma_t;
on_x0 rnd= alpha_s - on_x_t * alpha_t;
got rnd= on_x_t * x_t + on_x0 * x0;

X0 = (1 / alpha_t) * x_t + (-sigma_t / alpha_t) * eps;

Kept = sqrt(sigma_s * sigma_s);
On_x_t = Kept / sigma_t;
On_x0 = alpha_s - On_x_t * alpha_t;
truth = On_x_t * x_t + On_x0 * X0;

{ alpha_s in [0.8125, 0.828125] /\ sigma_s in [0.5625, 0.578125] /\
  alpha_t in [0.59375, 0.609375] /\ sigma_t in [0.796875, 0.8125] /\ x_t in [1.25, 1.28125] /\ eps in [0.5, 0.515625]
  -> |got - truth| <= 983b-60 }
