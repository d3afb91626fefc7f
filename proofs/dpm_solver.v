(** * DPM-Solver++ 2M: the flow in the logarithm of signal over noise

    In [λ = ln(α/σ)] the flow is [d(x/σ)/dλ = e^λ x̂₀], so a step of length [h] is a weighted integral of the estimate.
    2M puts for it the line through the estimates at the last two levels, read in the middle of the step:

<<
        x_s = (σ_s/σ_t) x_t + (α_s − α_t σ_s/σ_t) ((1 + h/(2 h_last)) x̂₀(t) − (h/(2 h_last)) x̂₀(r))
>>

    Where the estimate is steady the step is DDIM's. Along a path of the flow with [|x̂₀′| ≤ L] and [|x̂₀″| ≤ M],
    derivatives by [λ], and the exact estimates behind, one step misses by at most

<<
        α_s (L h³/12 + M (h³/6 + h² h_last/4))
>>

    and by no less than a third power where the estimate is a line. [n] steps of lengths up to [H], each up to [ratio]
    times the one before, with a denoiser that is Lipschitz with [K] in [x/α], over the time [Λ], miss by at most

<<
        α H² e^{K (1 + ratio) Λ} (L/2 + (L + 5 M)/12 Λ)
>> *)

From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels slopes logarithm ddim first_order exponential.
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

(** ** The step in the middle *)

(** [∫₀ʰ eᵛ v dv] less its mid-point [h/2 ∫₀ʰ eᵛ dv]. *)
Definition linear_defect (h : R) : R := (h / 2 - 1) * exp h + 1 + h / 2.

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

(** ** One step *)

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

(** The slope of the line through the estimates at [t] and at [r], and what is beside it. *)
Let slope : R := (D (edm_sigma t) - D (edm_sigma r)) / h_last.
Let rest : R := beside_a_line y D slope l_t h - beside_a_line y D slope l_t 0.

(** The step from the path at [t], with the exact estimates at [t] and before. *)
Let step (lean : R) : R :=
  apply_multistep t s lean (α t * y (edm_sigma t)) (D (edm_sigma t)) (D (edm_sigma r)).

Lemma steps_and_scales : (0 < h /\ 0 < h_last) /\ (0 < α t /\ 0 < σ t /\ 0 < α s) /\
  (log_ratio s = l_t + h /\ log_ratio r = l_t - h_last) /\ f l_t - f (l_t - h_last) = slope * h_last.
Proof.
  assert (signal_t : 0 < α t) by apply (cleaner_signal _ _ rt).
  assert (noise_t : 0 < σ t) by apply (cleaner_noise _ _ ts).
  destruct (scales_of_a_step t s ts signal_t noise) as (up & signal_s & _ & at_s & _ & u_t & _).
  destruct (scales_of_a_step r t rt signal noise_t) as (up' & _ & noise_r & at_t & _ & u_r & _).
  fold h l_t in up, at_s, u_t. fold h_last l_t in up', at_t.
  assert (at_r : log_ratio r = l_t - h_last) by lra.
  repeat split; auto. rewrite <- at_r. unfold f, slope. rewrite u_t, u_r. field. lra.
Qed.

(** The weight decides what is missed: [lean h_last = h/2] is the middle of the step. *)
Lemma what_a_step_misses lean :
  step lean - α s * y (edm_sigma s) =
  σ s * (slope * (exp l_t * ((lean * h_last - h / 2) * (exp h - 1) - linear_defect h)) - rest).
Proof.
  destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s) & _).
  rewrite (path_by_a_line t s y D slope ts signal_t noise). fold h l_t rest.
  assert (before : D (edm_sigma r) = D (edm_sigma t) - slope * h_last) by (unfold slope; field; lra).
  unfold step, linear_defect, apply_multistep. rewrite before.
  replace (exp l_t) with (α t / σ t) by (symmetry; apply exp_log_ratio; assumption).
  replace (exp h) with (α s / σ s / (α t / σ t)).
  - generalize (y (edm_sigma t)) (D (edm_sigma t)) slope rest h h_last. intros. formulas. field. repeat split; lra.
  - destruct (scales_of_a_step t s ts signal_t noise) as (_ & _ & _ & _ & e_s & _).
    fold h l_t in e_s. rewrite <- e_s, exp_plus. unfold l_t. rewrite exp_log_ratio by assumption. field. lra.
Qed.

(** The line through the last two estimates is no steeper than the estimate, and near to it. *)
Lemma line_is_near :
  Rabs slope <= L /\ forall v, 0 <= v <= h -> Rabs (f (l_t + v) - f l_t - slope * v) <= M * (v ^ 2 / 2 + v * h_last / 2).
Proof.
  destruct steps_and_scales as ((up & up') & _ & (at_s & at_r) & line). split.
  - apply (Rmult_le_reg_r h_last); [exact up' |].
    rewrite <- (Rabs_pos_eq h_last) at 1 by lra. rewrite <- Rabs_mult, <- line.
    pose proof (stays_within (fun v => f (l_t - h_last + v)) (fun v => f' (l_t - h_last + v))
                  (fun v => L * v) (fun _ => L) h_last ltac:(lra)) as bound. cbv beta in bound.
    replace (l_t - h_last + h_last) with l_t in bound by ring.
    rewrite Rplus_0_r, Rmult_0_r, Rminus_0_r in bound. apply bound.
    + intros v range. apply derive_ahead, smooth. lra.
    + intros v _. auto_derive; [trivial | ring].
    + intros v range. apply smooth. lra.
  - intros v range.
    pose proof (taylor f f' f'' M l_t v 1 ltac:(ring) (proj1 range)) as ahead.
    pose proof (taylor f f' f'' M l_t h_last (-1) ltac:(ring) ltac:(lra)) as behind.
    specialize (ahead ltac:(intros; repeat split; apply smooth; lra)).
    specialize (behind ltac:(intros; repeat split; apply smooth; lra)).
    rewrite Rmult_1_l in ahead. replace (l_t + -1 * h_last) with (l_t - h_last) in behind by ring.
    replace (slope * v) with ((f l_t - f (l_t - h_last)) / h_last * v) by (rewrite line; field; lra).
    replace (f (l_t + v) - f l_t - (f l_t - f (l_t - h_last)) / h_last * v) with
      ((f (l_t + v) - f l_t - f' l_t * v) +
       v / h_last * (f (l_t - h_last) - f l_t - f' l_t * (-1 * h_last))) by (field; lra).
    apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
    assert (share : 0 <= v / h_last) by (apply Rdiv_le_0_compat; lra). rewrite (Rabs_pos_eq _ share).
    apply Rle_trans with (M * v ^ 2 / 2 + v / h_last * (M * h_last ^ 2 / 2)).
    + apply Rplus_le_compat; [exact ahead | apply Rmult_le_compat_l; assumption].
    + right. field. lra.
Qed.

Lemma rest_is_a_third_power : Rabs rest <= exp (l_t + h) * (M * (h ^ 3 / 6 + h ^ 2 * h_last / 4)).
Proof.
  destruct steps_and_scales as ((up & up') & (signal_t & _) & (at_s & at_r) & _).
  assert (bound_M : 0 <= M) by (apply Rle_trans with (1 := Rabs_pos (f'' l_t)); apply smooth; lra).
  apply (path_stays_beside_a_line t s y D slope ts signal_t noise flows (fun v => M * (v ^ 2 / 2 + v * h_last / 2))
           (fun v => M * (v ^ 3 / 6 + v ^ 2 * h_last / 4))).
  - apply line_is_near.
  - simpl. field.
  - intros v range. apply Rmult_le_pos; [exact bound_M |].
    assert (0 <= v ^ 3) by (apply pow_le; lra). assert (0 <= v ^ 2 * h_last) by (apply Rmult_le_pos; [apply pow_le |]; lra).
    lra.
  - intros v. auto_derive; [trivial | field].
Qed.

Lemma middle : multistep_lean r t s * h_last = h / 2.
Proof.
  destruct steps_and_scales as ((up & up') & _).
  unfold multistep_lean. fold h h_last. change ((h / ((1 + 1) * h_last)) * h_last = h / 2). field. lra.
Qed.

(** From the path, a step misses a third power. *)
Theorem a_step_misses_a_third_power :
  Rabs (step (multistep_lean r t s) - α s * y (edm_sigma s)) <=
  α s * (L * h ^ 3 / 12 + M * (h ^ 3 / 6 + h ^ 2 * h_last / 4)).
Proof.
  destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s) & _).
  destruct line_is_near as [steep _].
  destruct (scales_of_a_step t s ts signal_t noise) as (_ & _ & _ & _ & e_s & _). fold h l_t in e_s.
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
  intros line. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s) & (at_s & at_r) & through).
  assert (same : slope = slope_of_line).
  { rewrite (line (l_t - h_last)) in through by lra. apply (Rmult_eq_reg_r h_last); lra. }
  assert (steady : rest = 0).
  { enough (Rabs rest <= exp (l_t + h) * 0) by (pose proof (Rabs_pos rest); apply Rabs_eq_0; lra).
    apply (path_stays_beside_a_line t s y D slope ts signal_t noise flows (fun _ => 0) (fun _ => 0));
      [| reflexivity | intros; lra | intros; auto_derive; trivial].
    intros v range. fold l_t. fold (f (l_t + v)) (f l_t). rewrite (line (l_t + v)), same by (unfold h in *; lra).
    replace (_ - _ - _) with 0 by ring. rewrite Rabs_R0. lra. }
  rewrite what_a_step_misses, steady, same. unfold l_t. rewrite exp_log_ratio by assumption. field. lra.
Qed.

(** A line is missed by a third power, and by no less: the order is two and not three. *)
Theorem multistep_is_of_no_higher_order slope_of_line :
  (forall l, log_ratio r <= l <= log_ratio s -> f l = f l_t + slope_of_line * (l - l_t)) ->
  Rabs slope_of_line * (α t * (σ s / σ t)) * (h ^ 3 / 12) <= Rabs (step (multistep_lean r t s) - α s * y (edm_sigma s)).
Proof.
  intros line. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s) & _).
  rewrite (what_a_line_misses _ slope_of_line line), middle.
  destruct (linear_defect_is_a_third_power h ltac:(lra)) as [below _].
  assert (0 <= h ^ 3) by (apply pow_le; lra).
  assert (scale : 0 <= α t * (σ s / σ t)) by (apply Rmult_le_pos; [| apply Rdiv_le_0_compat]; lra).
  replace ((h / 2 - h / 2) * (exp h - 1) - linear_defect h) with (- linear_defect h) by ring.
  rewrite !Rabs_mult, Rabs_Ropp, <- (Rabs_mult (α t)), (Rabs_pos_eq _ scale), (Rabs_pos_eq (linear_defect h)) by lra.
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply Rabs_pos |]. apply Rmult_le_compat_l; assumption.
Qed.

(** With the integral of the line itself, [lean = h φ₂(−h)/(φ₁(−h) h_last)], a line is followed exactly: exponential
    Adams of order two, of which 2M is the middle. *)
Theorem exponential_adams_is_exact_for_a_line slope_of_line :
  (forall l, log_ratio r <= l <= log_ratio s -> f l = f l_t + slope_of_line * (l - l_t)) ->
  step (h * phi 2 (- h) / (phi 1 (- h) * h_last)) = α s * y (edm_sigma s).
Proof.
  intros line. destruct steps_and_scales as ((up & up') & _).
  apply Rminus_diag_uniq. rewrite (what_a_line_misses _ slope_of_line line).
  enough (exactly : (h * phi 2 (- h) / (phi 1 (- h) * h_last) * h_last - h / 2) * (exp h - 1) - linear_defect h = 0)
    by (rewrite exactly; ring).
  rewrite (phi_steps 1), (phi_steps 0). change (phi 0 (- h)) with (exp (- h)). rewrite exp_Ropp.
  pose proof (exp_ineq1 h ltac:(lra)) as more. unfold linear_defect. simpl. field. lra.
Qed.

(** With the lengths of the two steps exchanged, [lean = h_last/(2h)], a line is missed by a second power, unless the
    steps are equal: the order is one. *)
Theorem exchanged_lengths_lose_an_order slope_of_line ratio :
  (forall l, log_ratio r <= l <= log_ratio s -> f l = f l_t + slope_of_line * (l - l_t)) -> h_last = ratio * h ->
  Rabs slope_of_line * (α t * (σ s / σ t)) * (Rabs (ratio ^ 2 - 1) * h ^ 2 / 2 - h ^ 3 / 12 * exp h) <=
  Rabs (step (h_last / (2 * h)) - α s * y (edm_sigma s)).
Proof.
  intros line uneven. destruct steps_and_scales as ((up & up') & (signal_t & noise_t & signal_s) & _).
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

(** ** All steps

    The first step is DDIM's, and misses a second power of one step; each other misses a third, and moves what was missed
    before no further apart than a denoiser that is Lipschitz can. *)

Section AllSteps.

(** The levels [l 0 … l n], from noise to data, with lengths up to [H], each up to [ratio] times the one before. *)
Variables (l : nat -> level R) (n : nat) (H ratio : R).
Hypothesis down : forall i, (i < n)%nat -> cleaner (l (S i)) (l i).
Hypothesis signal : 0 < α (l 0%nat).
Hypothesis noise : 0 < σ (l n).

Let length_of i := rise (l i) (l (S i)).
Hypothesis short : forall i, (i < n)%nat -> length_of i <= H.
Hypothesis regular : forall i, (S i < n)%nat -> length_of (S i) <= ratio * length_of i.

(** A path of the flow, the estimate along it, and a denoiser that says it there. *)
Variables (y D f' f'' : R -> R) (L M K : R) (denoise : level R -> R -> R).
Hypothesis flows : forall u, edm_sigma (l n) <= u <= edm_sigma (l 0%nat) -> is_derive y u ((y u - D u) / u).
Hypothesis smooth : forall k, log_ratio (l 0%nat) <= k <= log_ratio (l n) ->
  is_derive (fun k => D (exp (- k))) k (f' k) /\ is_derive f' k (f'' k) /\ Rabs (f' k) <= L /\ Rabs (f'' k) <= M.
Hypothesis says : forall i, (i <= n)%nat -> denoise (l i) (α (l i) * y (edm_sigma (l i))) = D (edm_sigma (l i)).
Hypothesis lipschitz : forall i a b, (i <= n)%nat ->
  Rabs (denoise (l i) (α (l i) * a) - denoise (l i) (α (l i) * b)) <= K * Rabs (a - b).

(** The states of the sampler, from a point of the path. *)
Variable x : nat -> R.
Hypothesis starts : x 0%nat = α (l 0%nat) * y (edm_sigma (l 0%nat)).
Hypothesis first : (0 < n)%nat ->
  x 1%nat = apply_step (ddim_step (l 1%nat) (l 0%nat) 0) (x 0%nat) (denoise (l 0%nat) (x 0%nat)) 0.
Hypothesis next : forall i, (S i < n)%nat ->
  x (S (S i)) = apply_multistep (l (S i)) (l (S (S i))) (multistep_lean (l i) (l (S i)) (l (S (S i))))
                  (x (S i)) (denoise (l (S i)) (x (S i))) (denoise (l i) (x i)).

Let scales := scales_on_the_way l n down signal noise.
Let rises_by : forall i, (i < n)%nat -> 0 < length_of i /\ log_ratio (l (S i)) = log_ratio (l i) + length_of i :=
  rises_on_the_way l n down signal noise.
Let ordered := levels_in_order l n down signal noise.

(** What is missed in unscaled data, and what it stays under. *)
Let missed i := x i / α (l i) - y (edm_sigma (l i)).
Let time i := log_ratio (l i) - log_ratio (l 0%nat).
Let bound i := exp (K * (1 + ratio) * time i) * (H ^ 2 * (L / 2 + (L + 5 * M) / 12 * time i)).

Lemma state_is i : (i <= n)%nat -> x i = α (l i) * (y (edm_sigma (l i)) + missed i).
Proof. intros below. destruct (scales i below). unfold missed. field. lra. Qed.

Lemma answers_miss i : (i <= n)%nat -> Rabs (denoise (l i) (x i) - D (edm_sigma (l i))) <= K * Rabs (missed i).
Proof.
  intros below. rewrite <- says, (state_is i below) by exact below.
  replace (missed i) with (y (edm_sigma (l i)) + missed i - y (edm_sigma (l i))) at 2 by ring. apply lipschitz, below.
Qed.

Lemma bound_grows i : 0 <= K -> 0 <= ratio -> 0 <= L -> 0 <= M -> (i < n)%nat ->
  (1 + K * (1 + ratio) * length_of i) * bound i + H ^ 2 * ((L + 5 * M) / 12) * length_of i <= bound (S i) /\
  0 <= bound i.
Proof.
  intros. destruct (rises_by i ltac:(assumption)) as [up at_next]. destruct (ordered 0 i ltac:(lia)) as [later _].
  assert (next_time : time (S i) = time i + length_of i) by (unfold time; rewrite at_next; ring).
  assert (since : 0 <= time i) by (unfold time; lra).
  unfold bound. rewrite next_time. set (q := K * (1 + ratio)). set (c := (L + 5 * M) / 12). set (h := length_of i) in *.
  assert (0 <= q) by (unfold q; apply Rmult_le_pos; lra). assert (0 <= c) by (unfold c; lra).
  assert (0 <= H ^ 2) by apply pow2_ge_0.
  assert (0 <= c * time i) by (apply Rmult_le_pos; lra). assert (0 <= c * h) by (apply Rmult_le_pos; lra).
  pose proof (exp_pos (q * time i)). pose proof (exp_ineq1_le (q * h)).
  assert (1 <= exp (q * (time i + h))) by (rewrite <- exp_0; apply exp_rises; apply Rmult_le_pos; lra).
  split; [| apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]].
  replace (exp (q * (time i + h)) * (H ^ 2 * (L / 2 + c * (time i + h)))) with
    (exp (q * h) * (exp (q * time i) * (H ^ 2 * (L / 2 + c * time i))) + exp (q * (time i + h)) * (H ^ 2 * (c * h)))
    by (replace (exp (q * (time i + h))) with (exp (q * h) * exp (q * time i)) by (rewrite <- exp_plus; f_equal; ring);
        ring).
  apply Rplus_le_compat.
  - apply Rmult_le_compat_r; [apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra] | lra].
  - rewrite <- (Rmult_1_l (H ^ 2 * c * h)), Rmult_assoc. apply Rmult_le_compat; try lra.
    apply Rmult_le_pos; lra.
Qed.

(** One step more: what was missed stays, what the answers miss is weighed by the length, and a third power is added. *)
Lemma missed_after_a_step i : 0 <= K -> (S i < n)%nat ->
  let h := length_of (S i) in let h_last := length_of i in
  Rabs (missed (S (S i))) <=
  Rabs (missed (S i)) + h * K * ((1 + h / (2 * h_last)) * Rabs (missed (S i)) + h / (2 * h_last) * Rabs (missed i)) +
  (L * h ^ 3 / 12 + M * (h ^ 3 / 6 + h ^ 2 * h_last / 4)).
Proof.
  intros K_pos below h h_last.
  destruct (rises_by (S i) below) as [up at_s]. destruct (rises_by i ltac:(lia)) as [up' _]. fold h in up, at_s. fold h_last in up'.
  destruct (scales i ltac:(lia)) as [signal_r noise_r]. destruct (scales (S i) ltac:(lia)) as [signal_t noise_t].
  destruct (scales (S (S i)) ltac:(lia)) as [signal_s noise_s].
  assert (third := a_step_misses_a_third_power (l i) (l (S i)) (l (S (S i))) y D f' f'' L M
    (down i ltac:(lia)) (down (S i) below) signal_r noise_s).
  destruct (ordered 0 (S i) ltac:(lia)) as [_ inside]. destruct (ordered (S (S i)) n ltac:(lia)) as [inside' inside''].
  destruct (ordered 0 i ltac:(lia)) as [within _].
  specialize (third ltac:(intros u range; apply flows; lra) ltac:(intros k range; apply smooth; lra)).
  change (rise (l (S i)) (l (S (S i)))) with h in third. change (rise (l i) (l (S i))) with h_last in third.
  pose proof (answers_miss (S i) ltac:(lia)) as miss_t. pose proof (answers_miss i ltac:(lia)) as miss_r.
  set (e_t := denoise (l (S i)) (x (S i)) - D (edm_sigma (l (S i)))) in *.
  set (e_r := denoise (l i) (x i) - D (edm_sigma (l i))) in *.
  cbv beta in third. set (step := apply_multistep _ _ _ _ _ _) in third.
  set (lean := h / (2 * h_last)).
  assert (leans : multistep_lean (l i) (l (S i)) (l (S (S i))) = lean) by reflexivity.
  assert (lean_pos : 0 <= lean) by (apply Rdiv_le_0_compat; lra).
  set (q := edm_sigma (l (S (S i))) / edm_sigma (l (S i))).
  assert (q_is : q = exp (- h)).
  { unfold q. rewrite <- !exp_minus_log_ratio by assumption. rewrite at_s.
    unfold Rdiv. rewrite <- exp_Ropp, <- exp_plus. f_equal. ring. }
  assert (some : 0 < q) by (rewrite q_is; apply exp_pos).
  assert (most : q <= 1) by (rewrite q_is, <- exp_0; apply exp_rises; lra).
  assert (moves : 1 - q <= h) by (rewrite q_is; pose proof (exp_ineq1_le (- h)); lra).
  assert (whole : missed (S (S i)) =
    (step - α (l (S (S i))) * y (edm_sigma (l (S (S i))))) / α (l (S (S i))) +
    (q * missed (S i) + (1 - q) * ((1 + lean) * e_t - lean * e_r))).
  { unfold missed at 1. rewrite (next i below), leans.
    replace (denoise (l (S i)) (x (S i))) with (D (edm_sigma (l (S i))) + e_t) by (unfold e_t; ring).
    replace (denoise (l i) (x i)) with (D (edm_sigma (l i)) + e_r) by (unfold e_r; ring).
    rewrite (state_is (S i)) by lia. unfold step, q. rewrite leans. unfold apply_multistep.
    generalize (D (edm_sigma (l (S i)))) (D (edm_sigma (l i))) (y (edm_sigma (l (S i)))) (y (edm_sigma (l (S (S i)))))
      (missed (S i)) e_t e_r lean. clear - signal_t noise_t signal_s noise_s. intros. formulas. field. repeat split; lra. }
  rewrite whole. rewrite Rplus_comm.
  apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat.
  - apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat.
    + rewrite Rabs_mult, (Rabs_pos_eq q) by lra. pose proof (Rabs_pos (missed (S i))). nra.
    + rewrite Rabs_mult, (Rabs_pos_eq (1 - q)) by lra. rewrite Rmult_assoc.
      apply Rmult_le_compat; [lra | apply Rabs_pos | exact moves |].
      apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp, !Rabs_mult, (Rabs_pos_eq (1 + lean)), (Rabs_pos_eq lean) by lra.
      assert ((1 + lean) * Rabs e_t <= (1 + lean) * (K * Rabs (missed (S i)))) by (apply Rmult_le_compat_l; lra).
      assert (lean * Rabs e_r <= lean * (K * Rabs (missed i))) by (apply Rmult_le_compat_l; lra).
      lra.
  - rewrite Rabs_div, (Rabs_pos_eq (α (l (S (S i))))) by lra. apply Rle_div_l; [exact signal_s |]. lra.
Qed.

Theorem multistep_is_of_second_order :
  0 <= K -> 0 <= ratio ->
  Rabs (x n - α (l n) * y (edm_sigma (l n))) <=
  α (l n) * (H ^ 2 * (exp (K * (1 + ratio) * time n) * (L / 2 + (L + 5 * M) / 12 * time n))).
Proof.
  intros K_pos ratio_pos.
  assert (bound_L : 0 <= L).
  { apply Rle_trans with (1 := Rabs_pos (f' (log_ratio (l n)))). apply smooth. split; [apply ordered; lia | lra]. }
  assert (bound_M : 0 <= M).
  { apply Rle_trans with (1 := Rabs_pos (f'' (log_ratio (l n)))). apply smooth. split; [apply ordered; lia | lra]. }
  assert (grows : forall i, (i < n)%nat -> bound i <= bound (S i)).
  { intros i below. destruct (bound_grows i K_pos ratio_pos bound_L bound_M below) as [more some].
    destruct (rises_by i below) as [up _]. specialize (short i below).
    pose proof (pow2_ge_0 H) as square. generalize dependent (bound i). intros b more some.
    assert (0 <= K * (1 + ratio) * length_of i * b) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= H ^ 2 * ((L + 5 * M) / 12) * length_of i) by (apply Rmult_le_pos; [apply Rmult_le_pos |]; lra). lra. }
  enough (both : forall i, ((i <= n)%nat -> Rabs (missed i) <= bound i) /\
                           ((S i <= n)%nat -> Rabs (missed (S i)) <= bound (S i))).
  { pose proof (proj1 (both n) (le_n n)) as last. rewrite (state_is n (le_n n)).
    replace (α (l n) * (y (edm_sigma (l n)) + missed n) - α (l n) * y (edm_sigma (l n))) with (α (l n) * missed n) by ring.
    destruct (scales n (le_n n)). rewrite Rabs_mult, (Rabs_pos_eq (α (l n))) by lra.
    apply Rmult_le_compat_l; [lra |]. unfold bound in last. lra. }
  induction i as [| i [IH IH']]; (split; [| intros below]).
  - intros _. unfold missed, bound, time. rewrite starts.
    destruct (scales 0 ltac:(lia)) as [some _].
    replace (α (l 0%nat) * y (edm_sigma (l 0%nat)) / α (l 0%nat) - y (edm_sigma (l 0%nat))) with 0 by (field; lra).
    rewrite Rabs_R0, Rminus_diag_eq, !Rmult_0_r, exp_0 by reflexivity. pose proof (pow2_ge_0 H).
    rewrite Rmult_1_l, Rplus_0_r. apply Rmult_le_pos; lra.
  - (* the first step *)
    destruct (rises_by 0 below) as [up at_next]. destruct (scales 0 ltac:(lia)) as [a b]. destruct (scales 1 below) as [c d].
    destruct (ordered 1 n ltac:(lia)) as [inside inside'].
    pose proof (step_misses_a_second_power (l 0%nat) (l 1%nat) y D f' L (down 0%nat below) a d
      ltac:(intros u range; apply flows; lra) ltac:(intros k range; split; apply smooth; lra)) as second.
    rewrite <- (says 0%nat), <- starts, <- first in second by lia.
    unfold missed. replace (x 1%nat / α (l 1%nat) - y (edm_sigma (l 1%nat))) with
      ((x 1%nat - α (l 1%nat) * y (edm_sigma (l 1%nat))) / α (l 1%nat)) by (field; lra).
    rewrite Rabs_div, (Rabs_pos_eq (α (l 1%nat))) by lra. apply Rle_div_l; [exact c |].
    apply Rle_trans with (1 := second). rewrite (Rmult_comm (bound 1)). apply Rmult_le_compat_l; [lra |].
    unfold bound, time. rewrite at_next. replace (log_ratio (l 0%nat) + length_of 0 - log_ratio (l 0%nat)) with (length_of 0) by ring.
    assert (1 <= exp (K * (1 + ratio) * length_of 0))
      by (apply Rle_trans with (exp 0); [rewrite exp_0; lra | apply exp_rises; repeat apply Rmult_le_pos; lra]).
    assert (length_of 0 ^ 2 <= H ^ 2) by (apply pow_incr; specialize (short 0%nat below); lra).
    assert (0 <= (L + 5 * M) / 12 * length_of 0) by (apply Rmult_le_pos; lra).
    apply Rle_trans with (1 * (H ^ 2 * (L / 2 + 0))).
    + change (rise (l 0%nat) (l 1%nat)) with (length_of 0). nra.
    + apply Rmult_le_compat; [lra | apply Rmult_le_pos; [apply pow2_ge_0 | lra] | lra |].
      apply Rmult_le_compat_l; [apply pow2_ge_0 | lra].
  - exact IH'.
  - specialize (IH ltac:(lia)). specialize (IH' ltac:(lia)).
    pose proof (missed_after_a_step i K_pos below) as step. cbv zeta in step.
    destruct (rises_by i ltac:(lia)) as [up' _]. destruct (rises_by (S i) below) as [up _].
    pose proof (regular i below) as steady. pose proof (short i ltac:(lia)) as short_last. pose proof (short (S i) below) as short_h.
    pose proof (grows i ltac:(lia)) as grown.
    destruct (bound_grows (S i) K_pos ratio_pos bound_L bound_M below) as [enough some].
    set (h := length_of (S i)) in *. set (h_last := length_of i) in *. set (b := bound (S i)) in *.
    apply Rle_trans with (1 := step). apply Rle_trans with (2 := enough).
    assert (leans : 0 <= h / (2 * h_last) <= ratio / 2).
    { split; [apply Rdiv_le_0_compat; lra |]. apply Rle_div_l; [lra |]. lra. }
    set (lean := h / (2 * h_last)) in *.
    assert ((1 + lean) * Rabs (missed (S i)) + lean * Rabs (missed i) <= (1 + ratio) * b).
    { apply Rle_trans with ((1 + lean) * b + lean * b); [apply Rplus_le_compat; apply Rmult_le_compat_l; lra |].
      replace ((1 + lean) * b + lean * b) with ((1 + 2 * lean) * b) by ring. apply Rmult_le_compat_r; lra. }
    assert (h * K * ((1 + lean) * Rabs (missed (S i)) + lean * Rabs (missed i)) <= h * K * ((1 + ratio) * b))
      by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | assumption]).
    assert (square : h ^ 2 <= H ^ 2) by (apply pow_incr; lra).
    assert (product : h * h_last <= H ^ 2) by (simpl; rewrite Rmult_1_r; apply Rmult_le_compat; lra).
    assert (L * h ^ 3 / 12 <= H ^ 2 * (L / 12) * h).
    { replace (L * h ^ 3 / 12) with (h ^ 2 * (L / 12 * h)) by field. rewrite Rmult_assoc.
      apply Rmult_le_compat_r; [apply Rmult_le_pos; lra | exact square]. }
    assert (M * (h ^ 3 / 6 + h ^ 2 * h_last / 4) <= H ^ 2 * (5 * M / 12) * h).
    { replace (M * (h ^ 3 / 6 + h ^ 2 * h_last / 4)) with ((h ^ 2 / 6 + h * h_last / 4) * (M * h)) by field.
      replace (H ^ 2 * (5 * M / 12) * h) with ((H ^ 2 / 6 + H ^ 2 / 4) * (M * h)) by field.
      apply Rmult_le_compat_r; [apply Rmult_le_pos; lra | lra]. }
    lra.
Qed.

End AllSteps.
