(** * Two numbers of DDPM's schedule, certified

    β rises in 1000 equal steps from 1/10000 to 1/50. What is left of the signal is a product of 1000 rationals,
    enclosed here in fixed point, in units of 10⁻⁴⁰ rounded down and up:

<<
        4.035829765375683314817e-5 < ᾱ_1000 < 4.035829765375683314818e-5
>>

    and at [x₀ = 1] what the chain has not forgotten is [KL(q(x_T | x₀) ‖ N(0, 1)) = −½ ln(1 − ᾱ_1000)], 2.018e-5 nats.

    The bounds are written to [table.csv], and the Rust constants must lie between them. *)

From Coq Require Import Reals ZArith Lra Lia.
From Tweedie Require Import formula levels certify.
Local Open Scope R_scope.

(** ** The schedule *)

(** [β_t = β_1 + (t − 1)/(T − 1) (β_T − β_1)] *)
Definition beta (t : nat) : R := 1 / 10000 + (INR t - 1) / 999 * (2 / 100 - 1 / 10000).

Theorem linear_beta_rises_in_equal_steps :
  beta 1 = 1 / 10000 /\ beta 1000 = 2 / 100 /\ forall t, beta (S t) - beta t = (2 / 100 - 1 / 10000) / 999.
Proof.
  unfold beta. repeat split.
  - simpl. lra.
  - rewrite INR_IZR_INZ. change (Z.of_nat 1000) with 1000%Z. lra.
  - intro t. rewrite S_INR. field.
Qed.

(** The level after [t] steps. *)
Fixpoint after (t : nat) : squares R :=
  match t with
  | O => clean_squares
  | S before => diffused (after before) (beta t)
  end.

(** ** ᾱ in fixed point *)

(** [9990000 (1 − β_t)] *)
Definition kept_part (t : nat) : Z := (9989200 - 199 * Z.of_nat t)%Z.

Definition unit : Z := 10 ^ 40.

(** [ᾱ_t], rounded down and up at every step. *)
Fixpoint below (t : nat) : Z :=
  match t with O => unit | S before => (kept_part t * below before / 9990000)%Z end.

Fixpoint above (t : nat) : Z :=
  match t with O => unit | S before => (kept_part t * above before / 9990000 + 1)%Z end.

Lemma kept_is_whole t : 1 - beta t = IZR (kept_part t) / 9990000.
Proof. unfold beta, kept_part. rewrite minus_IZR, mult_IZR, <- INR_IZR_INZ. field. Qed.

Lemma quotient_rounds n : IZR (n / 9990000) <= IZR n / 9990000 <= IZR (n / 9990000 + 1).
Proof.
  pose proof (Z.mul_div_le n 9990000 ltac:(lia)) as low. pose proof (Z.mul_succ_div_gt n 9990000 ltac:(lia)) as high.
  apply IZR_le in low. apply IZR_lt in high. rewrite mult_IZR in low, high. unfold Z.succ in high.
  split; apply (Rmult_le_reg_r 9990000); lra.
Qed.

Lemma alpha_bar_is_enclosed t : (t <= 1000)%nat -> IZR (below t) <= alpha_bar (after t) * IZR unit <= IZR (above t).
Proof.
  induction t as [| t enclosed]; intros short; [simpl; formulas; lra |].
  specialize (enclosed ltac:(lia)).
  change (alpha_bar (after (S t))) with ((1 - beta (S t)) * alpha_bar (after t)).
  change (below (S t)) with (kept_part (S t) * below t / 9990000)%Z.
  change (above (S t)) with (kept_part (S t) * above t / 9990000 + 1)%Z.
  assert (some : 0 <= IZR (kept_part (S t))) by (apply IZR_le; unfold kept_part; lia).
  pose proof (quotient_rounds (kept_part (S t) * below t)) as [low _].
  pose proof (quotient_rounds (kept_part (S t) * above t)) as [_ high].
  rewrite mult_IZR in low, high. rewrite kept_is_whole.
  replace (IZR (kept_part (S t)) / 9990000 * alpha_bar (after t) * IZR unit)
    with (IZR (kept_part (S t)) * (alpha_bar (after t) * IZR unit) / 9990000) by field.
  split.
  - apply Rle_trans with (1 := low). apply Rmult_le_compat_r; [lra |]. apply Rmult_le_compat_l; tauto.
  - apply Rle_trans with (2 := high). apply Rmult_le_compat_r; [lra |]. apply Rmult_le_compat_l; tauto.
Qed.

Lemma squares_sum_to_one t : one_minus_alpha_bar (after t) = 1 - alpha_bar (after t).
Proof.
  induction t as [| t before]; [simpl; formulas; lra |].
  change (one_minus_alpha_bar (after (S t))) with (beta (S t) + (1 - beta (S t)) * one_minus_alpha_bar (after t)).
  change (alpha_bar (after (S t))) with ((1 - beta (S t)) * alpha_bar (after t)).
  rewrite before. ring.
Qed.

Definition alpha_bar_low : Z := 4035829765375683314817.
Definition alpha_bar_high : Z := 4035829765375683314818.
Definition alpha_bar_unit : Z := 10 ^ 26.

Lemma computed : ((alpha_bar_low * 10 ^ 14 <? below 1000) && (above 1000 <? alpha_bar_high * 10 ^ 14))%Z%bool = true.
Proof. vm_compute. reflexivity. Qed.

Theorem alpha_bar_at_ddpms_end :
  IZR alpha_bar_low / IZR alpha_bar_unit < alpha_bar (after 1000) < IZR alpha_bar_high / IZR alpha_bar_unit.
Proof.
  pose proof (alpha_bar_is_enclosed 1000 (le_n _)) as enclosed.
  pose proof computed as bounds. apply andb_prop in bounds as [low high].
  apply Z.ltb_lt, IZR_lt in low. apply Z.ltb_lt, IZR_lt in high. rewrite mult_IZR in low, high.
  set (b := below 1000) in *. set (a := above 1000) in *. set (l := after 1000) in *. clearbody a b l.
  assert (positive : 0 < IZR alpha_bar_unit) by (apply IZR_lt; reflexivity).
  assert (rest : 0 < IZR (10 ^ 14)) by (apply IZR_lt; reflexivity).
  replace (IZR unit) with (IZR alpha_bar_unit * IZR (10 ^ 14)) in enclosed by (rewrite <- mult_IZR; reflexivity).
  set (u := IZR alpha_bar_unit) in *. set (r := IZR (10 ^ 14)) in *. clearbody u r.
  split; apply (Rmult_lt_reg_r (u * r)); try (apply Rmult_lt_0_compat; assumption).
  - replace (IZR alpha_bar_low / u * (u * r)) with (IZR alpha_bar_low * r) by (field; lra). lra.
  - replace (IZR alpha_bar_high / u * (u * r)) with (IZR alpha_bar_high * r) by (field; lra). lra.
Qed.

(** ** The prior term *)

Definition prior_low : Z := 201795560358820055139.
Definition prior_high : Z := 201795560358820055140.
Definition prior_unit : Z := 10 ^ 25.

(** At [x₀ = 1] the signal's own share cancels: [½ ((1 − ᾱ) − 1 − ln(1 − ᾱ) + ᾱ) = −½ ln(1 − ᾱ)]. *)
Lemma prior_term_at_one l :
  0 < alpha_bar l -> 0 < one_minus_alpha_bar l -> one_minus_alpha_bar l = 1 - alpha_bar l ->
  prior_term (level_of l) 1 = - (1 / 2) * ln (1 - alpha_bar l).
Proof.
  intros signal noise sum.
  pose proof (sqrt_sqrt (alpha_bar l) ltac:(lra)) as a. pose proof (sqrt_sqrt (one_minus_alpha_bar l) ltac:(lra)) as b.
  formulas. rewrite b, sum. replace ((1 - alpha_bar l) / 1) with (1 - alpha_bar l) by field.
  set (r := sqrt (alpha_bar l)) in *.
  transitivity ((1 - alpha_bar l - 1 - ln (1 - alpha_bar l) + r * r) / (1 + 1)); [field | rewrite a; field].
Qed.

Theorem the_chain_forgets_its_start :
  prior_term (level_of (after 1000)) 1 = - (1 / 2) * ln (1 - alpha_bar (after 1000)) /\
  IZR prior_low / IZR prior_unit < prior_term (level_of (after 1000)) 1 < IZR prior_high / IZR prior_unit.
Proof.
  pose proof alpha_bar_at_ddpms_end as bounds. pose proof (squares_sum_to_one 1000) as sum.
  generalize dependent (after 1000). intros l bounds sum.
  unfold alpha_bar_low, alpha_bar_high, alpha_bar_unit, prior_low, prior_high, prior_unit in *.
  change (10 ^ 26)%Z with 100000000000000000000000000%Z in bounds.
  change (10 ^ 25)%Z with 10000000000000000000000000%Z.
  assert (closed : prior_term (level_of l) 1 = - (1 / 2) * ln (1 - alpha_bar l)) by (apply prior_term_at_one; lra).
  split; [exact closed |]. rewrite closed.
  apply (fun b => conj (Rlt_le _ _ (proj1 b)) (Rlt_le _ _ (proj2 b))) in bounds.
  set (a := alpha_bar l) in *. clearbody a. split; certify 200%positive.
Qed.
