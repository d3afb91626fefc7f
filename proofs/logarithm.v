(** * The logarithm of signal over noise

    In [λ = ln(α/σ)] the flow [dx̂/dσ̂ = (x̂ − D)/σ̂] is

<<
        d(x/σ)/dλ = e^λ x̂₀          x_s = (σ_s/σ_t) x_t + σ_s ∫ e^λ x̂₀ dλ
>>

    so a step is exact for what its integral is exact for. A line in [λ] is integrated here, and what the path has beside
    it is bounded by what the estimate has beside it. *)

From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels slopes.
Local Open Scope R_scope.

(** [λ] *)
Definition log_ratio (l : level R) : R := ln (α l / σ l).

Lemma exp_log_ratio l : 0 < α l -> 0 < σ l -> exp (log_ratio l) = α l / σ l.
Proof. intros. apply exp_ln, Rdiv_lt_0_compat; assumption. Qed.

Lemma exp_minus_log_ratio l : 0 < α l -> 0 < σ l -> exp (- log_ratio l) = edm_sigma l.
Proof. intros. rewrite exp_Ropp, exp_log_ratio by assumption. formulas. field. lra. Qed.

Lemma rise_is_a_difference t s :
  0 < α t -> 0 < σ t -> 0 < α s -> 0 < σ s -> rise t s = log_ratio s - log_ratio t.
Proof.
  intros. unfold log_ratio, rise, Rminus. change (Number.ln ?x) with (ln x).
  rewrite <- ln_Rinv, <- ln_mult; try (apply Rinv_0_lt_compat); try (apply Rdiv_lt_0_compat; assumption).
  f_equal. formulas. field. lra.
Qed.

Lemma rise_is_positive s t : cleaner s t -> 0 < α t -> 0 < σ s -> 0 < rise t s.
Proof.
  intros st signal noise. positive st. unfold rise. rewrite <- ln_1. apply ln_increasing; [lra |]. formulas.
  apply (Rmult_lt_reg_r (α t * σ s)); [nra |].
  replace (α s / α t * (σ t / σ s) * (α t * σ s)) with (α s * σ t) by (field; lra). lra.
Qed.

(** [d(e^λ ŷ)/dλ = e^λ D]: the flow [dŷ/dσ̂ = (ŷ − D)/σ̂] of [ŷ = x/α], in [λ = −ln σ̂]. *)
Lemma flow_in_the_logarithm (y D : R -> R) l :
  is_derive y (exp (- l)) ((y (exp (- l)) - D (exp (- l))) / exp (- l)) ->
  is_derive (fun l => exp l * y (exp (- l))) l (exp l * D (exp (- l))).
Proof.
  intros flow. pose proof (exp_pos (- l)) as positive.
  assert (inner : is_derive (fun l => y (exp (- l))) l (- (y (exp (- l)) - D (exp (- l))))).
  { evar_last.
    - apply (is_derive_comp y (fun l => exp (- l)) l _ (- exp (- l)) flow). auto_derive; [trivial | ring].
    - unfold scal; simpl; unfold mult; simpl. field. lra. }
  evar_last.
  - apply (is_derive_mult (K := R_AbsRing) exp (fun l => y (exp (- l))) l (exp l));
      [apply is_derive_exp | exact inner | intros; apply Rmult_comm].
  - unfold plus, mult; simpl. ring.
Qed.

(** What is left of the path [x/σ], from [l] on, when the integral of the line [x̂₀(l) + k v] is taken off. *)
Definition beside_a_line (y D : R -> R) (k l v : R) : R :=
  exp (l + v) * y (exp (- (l + v))) - (D (exp (- l)) * exp (l + v) + k * (exp (l + v) * (v - 1))).

Section Path.

Variables (t s : level R) (y D : R -> R) (k : R).
Hypothesis st : cleaner s t.
Hypothesis signal : 0 < α t.
Hypothesis noise : 0 < σ s.
Hypothesis flows : forall u, edm_sigma s <= u <= edm_sigma t -> is_derive y u ((y u - D u) / u).

Let l := log_ratio t.
Let h := rise t s.

Lemma scales_of_a_step : 0 < h /\ 0 < α s /\ 0 < σ t /\ log_ratio s = l + h /\ exp (l + h) = α s / σ s /\
  exp (- l) = edm_sigma t /\ exp (- (l + h)) = edm_sigma s.
Proof.
  pose proof (rise_is_positive s t st signal noise) as up. positive st.
  assert (at_s : log_ratio s = l + h) by (unfold h, l; rewrite rise_is_a_difference by assumption; lra).
  rewrite <- at_s. repeat split; auto.
  - apply exp_log_ratio; assumption.
  - apply exp_minus_log_ratio; assumption.
  - apply exp_minus_log_ratio; assumption.
Qed.

(** The path at [s], exactly. *)
Lemma path_by_a_line :
  α s * y (edm_sigma s) =
  multistep_on_x_t t s * (α t * y (edm_sigma t)) + multistep_on_estimate t s * D (edm_sigma t) +
  σ s * (k * (exp l * ((h - 1) * exp h + 1)) + (beside_a_line y D k l h - beside_a_line y D k l 0)).
Proof.
  destruct scales_of_a_step as (up & signal_s & noise_t & at_s & e_s & u_t & u_s).
  assert (e_t : exp l = α t / σ t) by (apply exp_log_ratio; assumption).
  assert (e_h : exp h = exp (l + h) / exp l) by (rewrite exp_plus; field; apply Rgt_not_eq, exp_pos).
  unfold beside_a_line. rewrite e_h, Rplus_0_r, u_t, u_s, e_t, e_s.
  generalize (y (edm_sigma t)) (y (edm_sigma s)) (D (edm_sigma t)) h. intros. formulas. field. repeat split; lra.
Qed.

Lemma path_moves_beside_a_line v : 0 <= v <= h ->
  is_derive (beside_a_line y D k l) v (exp (l + v) * (D (exp (- (l + v))) - D (exp (- l)) - k * v)).
Proof.
  intros range. destruct scales_of_a_step as (up & signal_s & noise_t & at_s & e_s & u_t & u_s).
  assert (flow : is_derive (fun l => exp l * y (exp (- l))) (l + v) (exp (l + v) * D (exp (- (l + v))))).
  { apply flow_in_the_logarithm, flows. rewrite <- u_t, <- u_s. split; apply exp_rises; lra. }
  unfold beside_a_line. evar_last.
  - apply (is_derive_minus (V := R_NormedModule) (fun v => exp (l + v) * y (exp (- (l + v))))
             (fun v => D (exp (- l)) * exp (l + v) + k * (exp (l + v) * (v - 1))) v
             (exp (l + v) * D (exp (- (l + v)))) (exp (l + v) * (D (exp (- l)) + k * v)));
      [exact (derive_ahead (fun l => exp l * y (exp (- l))) l v _ flow) | auto_derive; [trivial | ring]].
  - unfold minus, plus, opp; simpl. ring.
Qed.

(** An estimate no further from the line than [p] keeps the path no further from its integral than [∫ p]. *)
Lemma path_stays_beside_a_line (p P : R -> R) :
  (forall v, 0 <= v <= h -> Rabs (D (exp (- (l + v))) - D (exp (- l)) - k * v) <= p v) ->
  P 0 = 0 -> (forall v, 0 <= v <= h -> 0 <= P v) -> (forall v, is_derive P v (p v)) ->
  Rabs (beside_a_line y D k l h - beside_a_line y D k l 0) <= exp (l + h) * P h.
Proof.
  intros near starts above derives. destruct scales_of_a_step as (up & _).
  pose proof (stays_within (beside_a_line y D k l) (fun v => exp (l + v) * (D (exp (- (l + v))) - D (exp (- l)) - k * v))
    (fun v => exp (l + v) * P v) (fun v => exp (l + v) * (P v + p v)) h ltac:(lra)) as bound.
  cbv beta in bound. rewrite starts, Rmult_0_r, Rminus_0_r in bound. apply bound; clear bound.
  - exact path_moves_beside_a_line.
  - intros v _. evar_last.
    + apply (is_derive_mult (K := R_AbsRing) (fun v => exp (l + v)) P v (exp (l + v)) (p v));
        [auto_derive; [trivial | ring] | apply derives | intros; apply Rmult_comm].
    + unfold plus, mult; simpl. ring.
  - intros v range. rewrite Rabs_mult, (Rabs_pos_eq (exp (l + v))) by (left; apply exp_pos).
    apply Rmult_le_compat_l; [left; apply exp_pos |]. pose proof (near v range). pose proof (above v range). lra.
Qed.

End Path.

(** ** Levels from noise to data *)

Section Levels.

Variables (l : nat -> level R) (n : nat).
Hypothesis down : forall i, (i < n)%nat -> cleaner (l (S i)) (l i).
Hypothesis signal : 0 < α (l 0%nat).
Hypothesis noise : 0 < σ (l n).

Let length_of i := rise (l i) (l (S i)).

Lemma scales_on_the_way i : (i <= n)%nat -> 0 < α (l i) /\ 0 < σ (l i).
Proof.
  intros below. split.
  - destruct i as [| i]; [exact signal | apply (cleaner_signal _ _ (down i ltac:(lia)))].
  - destruct (Nat.eq_dec i n) as [-> | other]; [exact noise | apply (cleaner_noise _ _ (down i ltac:(lia)))].
Qed.

Lemma rises_on_the_way i : (i < n)%nat -> 0 < length_of i /\ log_ratio (l (S i)) = log_ratio (l i) + length_of i.
Proof.
  intros below. destruct (scales_on_the_way i ltac:(lia)) as [a b]. destruct (scales_on_the_way (S i) ltac:(lia)) as [c d].
  split; [apply rise_is_positive; auto |]. unfold length_of. rewrite rise_is_a_difference by assumption. lra.
Qed.

Lemma levels_in_order i j : (i <= j <= n)%nat ->
  log_ratio (l i) <= log_ratio (l j) /\ edm_sigma (l j) <= edm_sigma (l i).
Proof.
  intros [some below].
  assert (logs : log_ratio (l i) <= log_ratio (l j)).
  { induction some as [| j some IH]; [lra |]. destruct (rises_on_the_way j ltac:(lia)). specialize (IH ltac:(lia)). lra. }
  split; [exact logs |].
  destruct (scales_on_the_way i ltac:(lia)), (scales_on_the_way j ltac:(lia)). rewrite <- !exp_minus_log_ratio by assumption.
  apply exp_rises. lra.
Qed.

End Levels.
