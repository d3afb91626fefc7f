(** * DPM-Solver++ 2M: the flow in the logarithm of signal over noise

    In [λ = ln(α/σ)] the flow is [d(x/σ)/dλ = e^λ x̂₀], so a step of length [h] is a weighted integral of the estimate.
    2M puts for it the line through the estimates at the last two levels, read in the middle of the step:

<<
        x_s = (σ_s/σ_t) x_t + (α_s − α_t σ_s/σ_t) ((1 + h/(2 h_last)) x̂₀(t) − (h/(2 h_last)) x̂₀(r))
>>

    Where the estimate is steady the step is DDIM's and exact. Along a path of the flow with [|x̂₀′| ≤ L] and
    [|x̂₀″| ≤ M], derivatives by [λ], and the exact estimates behind, one step misses by at most

<<
        α_s (L h³/12 + M (h³/6 + h² h_last/4))
>>

    a third power where the steps keep a ratio: second order. The first term is no less for an estimate that is linear in
    [λ], so the order is not higher. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels ddim.
Local Open Scope R_scope.

(** The step from two estimates, [x̂₀(t)] and [x̂₀(r)]. *)
Definition apply_multistep (t s : level R) (lean x_t x0 x0_last : R) : R :=
  multistep_on_x_t t s * x_t + multistep_on_x0 t s lean * x0 + multistep_on_x0_last t s lean * x0_last.

(** Where the two estimates are one, the weight on the earlier does not matter. *)
Theorem steady_estimates_take_the_deterministic_step s t lean x_t x0 :
  cleaner s t -> apply_multistep t s lean x_t x0 x0 = apply_step (ddim_step s t 0) x_t x0 0.
Proof.
  intros st. rewrite (ddim_step_zero s t st). positive st. unfold apply_multistep. formulas. field. lra.
Qed.

(** ** Logarithms *)

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

Lemma exp_rises x z : x <= z -> exp x <= exp z.
Proof. intros [less | ->]; [left; apply exp_increasing, less | right; reflexivity]. Qed.

(** ** Bounds from derivatives *)

Lemma rises (F F' : R -> R) a b :
  a <= b -> (forall x, a <= x <= b -> is_derive F x (F' x)) -> (forall x, a <= x <= b -> 0 <= F' x) -> F a <= F b.
Proof.
  intros order derives up.
  destruct (MVT_gen F a b F') as (c & between & slope).
  - intros x range. rewrite Rmin_left, Rmax_right in range by exact order. apply derives. lra.
  - intros x range. rewrite Rmin_left, Rmax_right in range by exact order.
    apply derivable_continuous_pt. exists (F' x). apply is_derive_Reals. apply derives. lra.
  - rewrite Rmin_left, Rmax_right in between by exact order. specialize (up c between). nra.
Qed.

(** What changes no faster than a bound does changes no more. *)
Lemma stays_within (F F' B B' : R -> R) b :
  0 <= b -> (forall v, 0 <= v <= b -> is_derive F v (F' v)) -> (forall v, 0 <= v <= b -> is_derive B v (B' v)) ->
  (forall v, 0 <= v <= b -> Rabs (F' v) <= B' v) -> Rabs (F b - F 0) <= B b - B 0.
Proof.
  intros order derives derives' slower. apply Rabs_le. split.
  - enough (B 0 + F 0 <= B b + F b) by lra.
    apply (rises (fun v => B v + F v) (fun v => B' v + F' v)); [exact order | |].
    + intros v range. apply (is_derive_plus (V := R_NormedModule)); auto.
    + intros v range. specialize (slower v range). apply Rabs_le_between in slower. lra.
  - enough (B 0 - F 0 <= B b - F b) by lra.
    apply (rises (fun v => B v - F v) (fun v => B' v - F' v)); [exact order | |].
    + intros v range. apply (is_derive_minus (V := R_NormedModule)); auto.
    + intros v range. specialize (slower v range). apply Rabs_le_between in slower. lra.
Qed.

Lemma derive_along (f : R -> R) c side v l :
  is_derive f (c + side * v) l -> is_derive (fun v => f (c + side * v)) v (side * l).
Proof.
  intros derives. apply (is_derive_comp f (fun v => c + side * v) v l side); [exact derives |].
  auto_derive; [trivial | ring].
Qed.

(** Taylor's first remainder, ahead and behind. *)
Lemma taylor (f f' f'' : R -> R) M c b (side : R) :
  side ^ 2 = 1 -> 0 <= b ->
  (forall v, 0 <= v <= b -> is_derive f (c + side * v) (f' (c + side * v)) /\
                            is_derive f' (c + side * v) (f'' (c + side * v)) /\ Rabs (f'' (c + side * v)) <= M) ->
  Rabs (f (c + side * b) - f c - f' c * (side * b)) <= M * b ^ 2 / 2.
Proof.
  intros unit above smooth.
  assert (one : Rabs side = 1).
  { rewrite <- sqrt_Rsqr_abs. replace (Rsqr side) with 1 by (unfold Rsqr; lra). apply sqrt_1. }
  assert (slope : forall v, 0 <= v <= b -> Rabs (f' (c + side * v) - f' c) <= M * v).
  { intros v range.
    pose proof (stays_within (fun v => f' (c + side * v)) (fun v => side * f'' (c + side * v))
                  (fun v => M * v) (fun _ => M) v (proj1 range)) as bound.
    cbv beta in bound. rewrite Rmult_0_r, Rplus_0_r, Rmult_0_r, Rminus_0_r in bound. apply bound.
    - intros u inside. apply derive_along, smooth. lra.
    - intros u _. auto_derive; [trivial | ring].
    - intros u inside. rewrite Rabs_mult, one, Rmult_1_l. apply smooth. lra. }
  pose proof (stays_within (fun v => f (c + side * v) - f' c * (side * v))
                (fun v => side * (f' (c + side * v) - f' c)) (fun v => M * v ^ 2 / 2) (fun v => M * v) b above) as bound.
  cbv beta in bound.
  replace (f (c + side * b) - f c - f' c * (side * b)) with
    (f (c + side * b) - f' c * (side * b) - (f (c + side * 0) - f' c * (side * 0)))
    by (rewrite Rmult_0_r, Rplus_0_r; ring).
  replace (M * b ^ 2 / 2) with (M * b ^ 2 / 2 - M * 0 ^ 2 / 2) by (simpl; field).
  apply bound.
  - intros v range. evar_last.
    + apply (is_derive_minus (V := R_NormedModule) (fun v => f (c + side * v)) (fun v => f' c * (side * v)) v
               (side * f' (c + side * v)) (f' c * side)); [apply derive_along, smooth, range |].
      auto_derive; [trivial | ring].
    + unfold minus, plus, opp; simpl. ring.
  - intros v _. auto_derive; [trivial | field].
  - intros v range. rewrite Rabs_mult, one, Rmult_1_l. apply slope, range.
Qed.

(** ** The step in the middle *)

(** [∫₀ʰ eᵛ v dv] less its mid-point [h/2 ∫₀ʰ eᵛ dv]. *)
Definition linear_defect (h : R) : R := (h / 2 - 1) * exp h + 1 + h / 2.

(** Twice raised from 0. *)
Lemma twice_raised (F F' F'' : R -> R) h :
  0 <= h -> F 0 = 0 -> F' 0 = 0 -> (forall v, 0 <= v -> is_derive F v (F' v)) ->
  (forall v, 0 <= v -> is_derive F' v (F'' v)) -> (forall v, 0 <= v -> 0 <= F'' v) -> 0 <= F h.
Proof.
  intros above start start' derives derives' up. rewrite <- start.
  apply (rises F F'); [exact above | intros; apply derives; lra |].
  intros v range. rewrite <- start'. apply (rises F' F''); [lra | intros; apply derives'; lra | intros; apply up; lra].
Qed.

Lemma linear_defect_is_a_third_power h :
  0 <= h -> h ^ 3 / 12 <= linear_defect h <= h ^ 3 / 12 * exp h.
Proof.
  intros above. unfold linear_defect. split.
  - enough (0 <= (h / 2 - 1) * exp h + 1 + h / 2 - h ^ 3 / 12) by lra.
    apply (twice_raised (fun h => (h / 2 - 1) * exp h + 1 + h / 2 - h ^ 3 / 12)
      (fun h => (h / 2 - 1 / 2) * exp h + 1 / 2 - h ^ 2 / 4) (fun h => h / 2 * (exp h - 1)));
      [exact above | rewrite exp_0; field | rewrite exp_0; field | | |]; intros v more.
    + auto_derive; [trivial | field].
    + auto_derive; [trivial | field].
    + pose proof (exp_ineq1_le v). apply Rmult_le_pos; lra.
  - enough (0 <= h ^ 3 / 12 * exp h - ((h / 2 - 1) * exp h + 1 + h / 2)) by lra.
    apply (twice_raised (fun h => h ^ 3 / 12 * exp h - ((h / 2 - 1) * exp h + 1 + h / 2))
      (fun h => (h ^ 3 / 12 + h ^ 2 / 4) * exp h - ((h / 2 - 1 / 2) * exp h + 1 / 2))
      (fun h => (h ^ 3 / 12 + h ^ 2 / 2) * exp h));
      [exact above | rewrite exp_0; field | rewrite exp_0; field | | |]; intros v more.
    + auto_derive; [trivial | field].
    + auto_derive; [trivial | field].
    + pose proof (exp_pos v). assert (0 <= v ^ 3) by (apply pow_le; exact more).
      assert (0 <= v ^ 2) by (apply pow_le; exact more). apply Rmult_le_pos; lra.
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

Section OneStep.

Variables (r t s : level R) (y D f' f'' : R -> R) (L M : R).
Hypothesis rt : cleaner t r.
Hypothesis ts : cleaner s t.
Hypothesis signal : 0 < α r.
Hypothesis noise : 0 < σ s.

(** The estimate along the path, as a function of [λ]. *)
Let f l := D (exp (- l)).

Hypothesis flows : forall u, edm_sigma s <= u <= edm_sigma t -> is_derive y u ((y u - D u) / u).
Hypothesis smooth : forall l, log_ratio r <= l <= log_ratio s ->
  is_derive f l (f' l) /\ is_derive f' l (f'' l) /\ Rabs (f' l) <= L /\ Rabs (f'' l) <= M.

Let h := rise t s.
Let h_last := rise r t.
Let l_t := log_ratio t.

(** The slope of the line through the estimates at [t] and at [r]. *)
Let slope : R := (D (edm_sigma t) - D (edm_sigma r)) / h_last.

(** The path [x/σ], and what is left of it when the integral of the line is taken off. *)
Let w l := exp l * y (exp (- l)).
Let rest v := w (l_t + 1 * v) - (f l_t * exp (l_t + v) + slope * (exp (l_t + v) * (v - 1))).

(** The step from the path at [t], with the exact estimates at [t] and before. *)
Let step (lean : R) : R :=
  apply_multistep t s lean (α t * y (edm_sigma t)) (D (edm_sigma t)) (D (edm_sigma r)).

Lemma steps_and_scales : (0 < h /\ 0 < h_last) /\ (0 < α t /\ 0 < σ t /\ 0 < α s /\ 0 < σ r) /\
  log_ratio s = l_t + h /\ log_ratio r = l_t - h_last.
Proof.
  positive rt. positive ts. unfold h, h_last, l_t.
  rewrite (rise_is_a_difference t s), (rise_is_a_difference r t) by assumption.
  pose proof (rise_is_positive s t ts) as up. rewrite rise_is_a_difference in up by assumption.
  pose proof (rise_is_positive t r rt) as up'. rewrite rise_is_a_difference in up' by assumption.
  repeat split; auto; lra.
Qed.

(** The weight decides what is missed: [lean h_last = h/2] is the middle of the step. *)
Lemma what_a_step_misses lean :
  step lean - α s * y (edm_sigma s) =
  σ s * (slope * (exp l_t * ((lean * h_last - h / 2) * (exp h - 1) - linear_defect h)) - (rest h - rest 0)).
Proof.
  destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & at_s & at_r).
  assert (u_t : exp (- l_t) = edm_sigma t) by (apply exp_minus_log_ratio; assumption).
  assert (u_s : exp (- (l_t + h)) = edm_sigma s) by (rewrite <- at_s; apply exp_minus_log_ratio; assumption).
  assert (e_t : exp l_t = α t / σ t) by (apply exp_log_ratio; assumption).
  assert (e_s : exp (l_t + h) = α s / σ s) by (rewrite <- at_s; apply exp_log_ratio; assumption).
  assert (e_h : exp h = exp (l_t + h) / exp l_t) by (rewrite exp_plus; field; apply Rgt_not_eq, exp_pos).
  assert (before : D (edm_sigma r) = D (edm_sigma t) - slope * h_last) by (unfold slope; field; lra).
  unfold step, rest, w, linear_defect, f. rewrite before, e_h.
  replace (l_t + 1 * h) with (l_t + h) by ring. replace (l_t + 1 * 0) with l_t by ring.
  rewrite Rplus_0_r, u_t, u_s, e_t, e_s. unfold apply_multistep.
  generalize (y (edm_sigma t)) (y (edm_sigma s)) (D (edm_sigma t)) slope h h_last. intros y_t y_s x0 k g g_last.
  rewrite Rplus_assoc.
  replace (multistep_on_x0 t s lean * x0 + multistep_on_x0_last t s lean * (x0 - k * g_last)) with
    (multistep_on_estimate t s * (x0 + k * (lean * g_last))) by (formulas; ring).
  formulas. field. repeat split; lra.
Qed.

Lemma rest_moves_with_what_the_line_misses v : 0 <= v <= h ->
  is_derive rest v (exp (l_t + v) * (f (l_t + 1 * v) - f l_t - slope * v)).
Proof.
  intros range. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & at_s & at_r).
  assert (flow : is_derive w (l_t + 1 * v) (exp (l_t + 1 * v) * f (l_t + 1 * v))).
  { unfold w, f. apply flow_in_the_logarithm, flows.
    rewrite <- !exp_minus_log_ratio by assumption. rewrite at_s. fold l_t. split; apply exp_rises; lra. }
  unfold rest. evar_last.
  - apply (is_derive_minus (V := R_NormedModule) (fun v => w (l_t + 1 * v))
             (fun v => f l_t * exp (l_t + v) + slope * (exp (l_t + v) * (v - 1))) v
             (1 * (exp (l_t + 1 * v) * f (l_t + 1 * v))) (exp (l_t + v) * (f l_t + slope * v)));
      [apply derive_along, flow | auto_derive; [trivial | ring]].
  - unfold minus, plus, opp; simpl. replace (l_t + 1 * v) with (l_t + v) by ring. ring.
Qed.

(** The line through the last two estimates is no steeper than the estimate, and near to it. *)
Lemma line_is_near :
  Rabs slope <= L /\
  forall v, 0 <= v <= h -> Rabs (f (l_t + 1 * v) - f l_t - slope * v) <= M * (v ^ 2 / 2 + v * h_last / 2).
Proof.
  destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & at_s & at_r).
  assert (line : slope = (f l_t - f (l_t - h_last)) / h_last).
  { unfold slope, f. rewrite <- at_r. unfold l_t. rewrite !exp_minus_log_ratio by assumption. reflexivity. }
  rewrite line. split.
  - rewrite Rabs_div by lra. rewrite (Rabs_pos_eq h_last) by lra. apply Rle_div_l; [exact up' |].
    pose proof (stays_within (fun v => f (l_t - h_last + 1 * v)) (fun v => 1 * f' (l_t - h_last + 1 * v))
                  (fun v => L * v) (fun _ => L) h_last ltac:(lra)) as bound. cbv beta in bound.
    replace (l_t - h_last + 1 * h_last) with l_t in bound by ring.
    replace (l_t - h_last + 1 * 0) with (l_t - h_last) in bound by ring.
    rewrite Rmult_0_r, Rminus_0_r in bound. apply bound.
    + intros v range. apply derive_along, smooth. lra.
    + intros v _. auto_derive; [trivial | ring].
    + intros v range. rewrite Rmult_1_l. apply smooth. lra.
  - intros v range.
    pose proof (taylor f f' f'' M l_t v 1 ltac:(ring) (proj1 range)) as ahead.
    pose proof (taylor f f' f'' M l_t h_last (-1) ltac:(ring) ltac:(lra)) as behind.
    specialize (ahead ltac:(intros; repeat split; apply smooth; lra)).
    specialize (behind ltac:(intros; repeat split; apply smooth; lra)).
    replace (l_t + -1 * h_last) with (l_t - h_last) in behind by ring.
    replace (f (l_t + 1 * v) - f l_t - (f l_t - f (l_t - h_last)) / h_last * v) with
      ((f (l_t + 1 * v) - f l_t - f' l_t * (1 * v)) +
       v / h_last * (f (l_t - h_last) - f l_t - f' l_t * (-1 * h_last))) by (field; lra).
    apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
    assert (share : 0 <= v / h_last) by (apply Rdiv_le_0_compat; lra). rewrite (Rabs_pos_eq _ share).
    apply Rle_trans with (M * v ^ 2 / 2 + v / h_last * (M * h_last ^ 2 / 2)).
    + apply Rplus_le_compat; [exact ahead | apply Rmult_le_compat_l; assumption].
    + right. field. lra.
Qed.

Lemma rest_is_a_third_power :
  Rabs (rest h - rest 0) <= exp (l_t + h) * (M * (h ^ 3 / 6 + h ^ 2 * h_last / 4)).
Proof.
  destruct steps_and_scales as ((up & up') & _ & at_s & at_r).
  assert (bound_M : 0 <= M) by (apply Rle_trans with (1 := Rabs_pos (f'' l_t)); apply smooth; lra).
  pose proof (stays_within rest (fun v => exp (l_t + v) * (f (l_t + 1 * v) - f l_t - slope * v))
    (fun v => exp (l_t + v) * (M * (v ^ 3 / 6 + v ^ 2 * h_last / 4)))
    (fun v => exp (l_t + v) * (M * (v ^ 3 / 6 + v ^ 2 * h_last / 4 + v ^ 2 / 2 + v * h_last / 2))) h ltac:(lra)) as bound.
  cbv beta in bound.
  replace (exp (l_t + 0) * (M * (0 ^ 3 / 6 + 0 ^ 2 * h_last / 4))) with 0 in bound by (simpl; field).
  rewrite Rminus_0_r in bound. apply bound; clear bound.
  - exact rest_moves_with_what_the_line_misses.
  - intros v _. auto_derive; [trivial | field].
  - intros v range. rewrite Rabs_mult, (Rabs_pos_eq (exp (l_t + v))) by (left; apply exp_pos).
    apply Rmult_le_compat_l; [left; apply exp_pos |]. apply Rle_trans with (1 := proj2 line_is_near v range).
    apply Rmult_le_compat_l; [exact bound_M |].
    assert (0 <= v ^ 3) by (apply pow_le; lra). assert (0 <= v ^ 2 * h_last) by (apply Rmult_le_pos; [apply pow_le |]; lra).
    lra.
Qed.

Lemma middle : multistep_lean r t s * h_last = h / 2.
Proof.
  destruct steps_and_scales as ((up & up') & _).
  unfold multistep_lean. fold h h_last. change ((h / ((1 + 1) * h_last)) * h_last = h / 2). field. lra.
Qed.

(** A third power of the step is missed by each, so that of [n] steps misses a second power. *)
Theorem multistep_is_of_second_order :
  Rabs (step (multistep_lean r t s) - α s * y (edm_sigma s)) <=
  α s * (L * h ^ 3 / 12 + M * (h ^ 3 / 6 + h ^ 2 * h_last / 4)).
Proof.
  destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & at_s & at_r).
  destruct line_is_near as [steep _].
  assert (e_s : exp (l_t + h) = α s / σ s) by (rewrite <- at_s; apply exp_log_ratio; assumption).
  rewrite what_a_step_misses, middle, Rabs_mult, (Rabs_pos_eq (σ s)) by lra.
  replace (α s) with (σ s * exp (l_t + h)) by (rewrite e_s; field; lra).
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra |].
  rewrite Rmult_plus_distr_l. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp.
  apply Rplus_le_compat; [| exact rest_is_a_third_power].
  replace ((h / 2 - h / 2) * (exp h - 1) - linear_defect h) with (- linear_defect h) by ring.
  rewrite !Rabs_mult, Rabs_Ropp, (Rabs_pos_eq (exp l_t)) by (left; apply exp_pos).
  destruct (linear_defect_is_a_third_power h ltac:(lra)) as [below above].
  assert (0 <= h ^ 3) by (apply pow_le; lra).
  rewrite (Rabs_pos_eq (linear_defect h)) by lra.
  replace (exp (l_t + h) * (L * h ^ 3 / 12)) with (L * (exp l_t * (h ^ 3 / 12 * exp h))) by (rewrite exp_plus; field).
  apply Rmult_le_compat; [apply Rabs_pos | | exact steep |].
  - apply Rmult_le_pos; [left; apply exp_pos | lra].
  - apply Rmult_le_compat_l; [left; apply exp_pos | exact above].
Qed.

(** What any weight misses where the estimate is a line in [λ]. *)
Lemma what_a_line_misses lean slope_of_line :
  (forall l, log_ratio r <= l <= log_ratio s -> f l = f l_t + slope_of_line * (l - l_t)) ->
  step lean - α s * y (edm_sigma s) =
    slope_of_line * (α t * (σ s / σ t) * ((lean * h_last - h / 2) * (exp h - 1) - linear_defect h)).
Proof.
  intros line. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & at_s & at_r).
  assert (same : slope = slope_of_line).
  { unfold slope. rewrite <- (exp_minus_log_ratio t), <- (exp_minus_log_ratio r) by assumption.
    fold l_t (f l_t) (f (log_ratio r)). rewrite (line (log_ratio r)) by lra. rewrite at_r. field. lra. }
  assert (steady : rest h - rest 0 = 0).
  { enough (Rabs (rest h - rest 0) <= 0 - 0) by (pose proof (Rabs_pos (rest h - rest 0)); apply Rabs_eq_0; lra).
    apply (stays_within rest (fun v => exp (l_t + v) * (f (l_t + 1 * v) - f l_t - slope * v)) (fun _ => 0) (fun _ => 0));
      [lra | exact rest_moves_with_what_the_line_misses | intros; auto_derive; trivial |].
    intros v range. rewrite (line (l_t + 1 * v)), same by lra.
    replace (exp (l_t + v) * _) with 0 by ring. rewrite Rabs_R0. lra. }
  rewrite what_a_step_misses, steady, same. unfold l_t. rewrite exp_log_ratio by assumption. field. lra.
Qed.

(** A line is missed by a third power, and by no less: the order is two and not three. *)
Theorem multistep_is_of_no_higher_order slope_of_line :
  (forall l, log_ratio r <= l <= log_ratio s -> f l = f l_t + slope_of_line * (l - l_t)) ->
  Rabs slope_of_line * (α t * (σ s / σ t)) * (h ^ 3 / 12) <= Rabs (step (multistep_lean r t s) - α s * y (edm_sigma s)).
Proof.
  intros line. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & _).
  rewrite (what_a_line_misses _ slope_of_line line), middle.
  destruct (linear_defect_is_a_third_power h ltac:(lra)) as [below _].
  assert (0 <= h ^ 3) by (apply pow_le; lra).
  assert (scale : 0 <= α t * (σ s / σ t)) by (apply Rmult_le_pos; [| apply Rdiv_le_0_compat]; lra).
  replace ((h / 2 - h / 2) * (exp h - 1) - linear_defect h) with (- linear_defect h) by ring.
  rewrite !Rabs_mult, Rabs_Ropp, <- (Rabs_mult (α t)), (Rabs_pos_eq _ scale), (Rabs_pos_eq (linear_defect h)) by lra.
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply Rabs_pos |]. apply Rmult_le_compat_l; assumption.
Qed.

(** With the lengths of the two steps exchanged, [lean = h_last/(2h)], a line is missed by a second power, unless the
    steps are equal: the order is one. *)
Theorem exchanged_lengths_lose_an_order slope_of_line ratio :
  (forall l, log_ratio r <= l <= log_ratio s -> f l = f l_t + slope_of_line * (l - l_t)) -> h_last = ratio * h ->
  Rabs slope_of_line * (α t * (σ s / σ t)) * (Rabs (ratio ^ 2 - 1) * h ^ 2 / 2 - h ^ 3 / 12 * exp h) <=
  Rabs (step (h_last / (2 * h)) - α s * y (edm_sigma s)).
Proof.
  intros line uneven. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s & noise_r) & _).
  rewrite (what_a_line_misses _ slope_of_line line).
  destruct (linear_defect_is_a_third_power h ltac:(lra)) as [below above].
  assert (0 <= h ^ 3) by (apply pow_le; lra).
  assert (scale : 0 <= α t * (σ s / σ t)) by (apply Rmult_le_pos; [| apply Rdiv_le_0_compat]; lra).
  replace (h_last / (2 * h) * h_last - h / 2) with ((ratio ^ 2 - 1) * (h / 2)) by (rewrite uneven; field; lra).
  rewrite (Rabs_mult slope_of_line), (Rabs_mult (α t * (σ s / σ t))), (Rabs_pos_eq _ scale), Rmult_assoc.
  apply Rmult_le_compat_l; [apply Rabs_pos |]. apply Rmult_le_compat_l; [exact scale |].
  apply Rle_trans with (2 := Rabs_triang_inv _ _). rewrite (Rabs_pos_eq (linear_defect h)) by lra.
  apply Rplus_le_compat; [| apply Ropp_le_contravar; exact above].
  pose proof (exp_ineq1_le h).
  rewrite !Rabs_mult, (Rabs_pos_eq (h / 2)), (Rabs_pos_eq (exp h - 1)) by lra.
  replace (Rabs (ratio ^ 2 - 1) * h ^ 2 / 2) with (Rabs (ratio ^ 2 - 1) * (h / 2) * h) by field.
  apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply Rabs_pos | lra] | lra].
Qed.

End OneStep.
