(** * Numbers between bounds

    The interval tactic of coq-interval on plain integers: it computes with no machine number, so that what it proves
    rests on the reals alone. *)

From Coq Require Import Reals.
From Interval Require Specific_ops Specific_stdz Tactic.

Module Integers := Specific_ops.SpecificFloat Specific_stdz.StdZRadix2.
Module Certified := Interval.Tactic.IntervalTactic Integers.
Import Certified.

(** Proves an inequality between closed expressions, with [p] bits. *)
Ltac certify p := interval with (Interval.Tactic.i_prec p).
