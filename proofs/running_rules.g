# Every rule of the running error in one chain, where it has least to spare: each result lies just above a power of two,
# where half a unit in the last place is nearly all of the u |y| that a rule grants.
#
#   t = sqrt((a b + c)/d) e
#
# What the bound is for: see ddim_step.g. Here u E exceeds it by less than a rule's own share, so that a rule which
# forgets its rounding, or an error carried over, falls below.

@rnd = float<ieee_64, ne>;

a = rnd(a_); b = rnd(b_); c = rnd(c_); d = rnd(d_); e = rnd(e_);

got rnd= sqrt((a * b + c) / d) * e;
truth = sqrt((a * b + c) / d) * e;

{ a in [1.015625, 1.0166015625] /\ b in [1.015625, 1.0166015625] /\ c in [1.03125, 1.0322265625] /\
  d in [0.5, 0.5009765625] /\ e in [1.015625, 1.0166015625]
  -> |got - truth| <= 3348b-62 }
