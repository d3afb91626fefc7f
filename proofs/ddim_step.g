# The deterministic DDIM step in f64, as src/ddim.rs and src/step.rs order it: what rounding may do to x_s.
#
#   x_s = on_x_t x_t + on_x0 x0,   on_x_t = sqrt(sigma_s sigma_s)/sigma_t,   on_x0 = alpha_s - on_x_t alpha_t
#
# For all f64 inputs of the cell below, half a unit in the last place an operation, carried through: no analysis by
# roundings grants less. So the bound is a floor for the running error: scalar::running_bounds_hold::by_proved_bounds
# fails where u E falls below it anywhere in the cell, and where the f64 code exceeds it.

@rnd = float<ieee_64, ne>;

alpha_s = rnd(alpha_s_); sigma_s = rnd(sigma_s_);
alpha_t = rnd(alpha_t_); sigma_t = rnd(sigma_t_);
x_t = rnd(x_t_); x0 = rnd(x0_);

kept rnd= sqrt(sigma_s * sigma_s);
on_x_t rnd= kept / sigma_t;
on_x0 rnd= alpha_s - on_x_t * alpha_t;
got rnd= on_x_t * x_t + on_x0 * x0;

Kept = sqrt(sigma_s * sigma_s);
On_x_t = Kept / sigma_t;
On_x0 = alpha_s - On_x_t * alpha_t;
truth = On_x_t * x_t + On_x0 * x0;

{ alpha_s in [0.8125, 0.828125] /\ sigma_s in [0.5625, 0.578125] /\
  alpha_t in [0.59375, 0.609375] /\ sigma_t in [0.796875, 0.8125] /\ x_t in [1.25, 1.28125] /\ x0 in [0.625, 0.640625]
  -> |got - truth| <= 546b-60 }
