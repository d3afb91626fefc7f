(** * DDIM and Euler in many steps: first order

    In [λ = ln(α/σ)], with [|dx̂₀/dλ| ≤ L] along a path of the flow, one deterministic step misses [α_s L h²/2]. [n] steps
    of lengths up to [H], with a denoiser that is Lipschitz with [K] in [x/α], over the time [Λ], miss by at most

<<
        α H e^{K Λ} Λ L/2
>>

    whatever the data, the levels and their spacing. *)

From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels slopes logarithm ddim.
Local Open Scope R_scope.

Lemma step_misses_a_second_power (t s : level R) (y D f' : R -> R) L :
  cleaner s t -> 0 < α t -> 0 < σ s ->
  (forall u, edm_sigma s <= u <= edm_sigma t -> is_derive y u ((y u - D u) / u)) ->
  (forall l, log_ratio t <= l <= log_ratio s -> is_derive (fun l => D (exp (- l))) l (f' l) /\ Rabs (f' l) <= L) ->
  Rabs (apply_step (ddim_step s t 0) (α t * y (edm_sigma t)) (D (edm_sigma t)) 0 - α s * y (edm_sigma s)) <=
  α s * (L * rise t s ^ 2 / 2).
Proof.
  intros st signal noise flows smooth.
  destruct (scales_of_a_step t s st signal noise) as (up & signal_s & noise_t & at_s & e_s & _).
  assert (bound_L : 0 <= L) by (apply Rle_trans with (1 := Rabs_pos (f' (log_ratio t))); apply smooth; lra).
  pose proof (path_by_a_line t s y D 0 st signal noise) as path. rewrite Rmult_0_l, Rplus_0_l in path.
  rewrite path, (ddim_step_zero s t st). clear path.
  set (h := rise t s) in *. set (l := log_ratio t) in *.
  set (rest := beside_a_line y D 0 l h - beside_a_line y D 0 l 0).
  replace (apply_step _ _ _ _ - _) with (- (σ s * rest)) by (formulas; ring).
  rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq (σ s)) by lra.
  replace (α s) with (σ s * exp (l + h)) by (rewrite e_s; field; lra).
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra |].
  apply (path_stays_beside_a_line t s y D 0 st signal noise flows (fun v => L * v) (fun v => L * v ^ 2 / 2)).
  - intros v range. fold l. rewrite Rmult_0_l, Rminus_0_r.
    pose proof (stays_within (fun v => D (exp (- (l + v)))) (fun v => f' (l + v)) (fun v => L * v) (fun _ => L) v
                  (proj1 range)) as bound. cbv beta in bound.
    rewrite Rplus_0_r, Rmult_0_r, Rminus_0_r in bound. fold h in range. apply bound.
    + intros u inside. apply (derive_ahead (fun l => D (exp (- l)))), smooth. lra.
    + intros u _. auto_derive; [trivial | ring].
    + intros u inside. apply smooth. lra.
  - simpl. field.
  - intros v range. assert (0 <= L * v ^ 2) by (apply Rmult_le_pos; [exact bound_L | apply pow_le; lra]). lra.
  - intros v. auto_derive; [trivial | field].
Qed.

Section AllSteps.

(** The levels [l 0 … l n], from noise to data, with lengths up to [H]; a path of the flow, the estimate along it, and a
    denoiser that says it there and is Lipschitz in unscaled data. *)
Variables (l : nat -> level R) (n : nat) (H : R).
Hypothesis down : forall i, (i < n)%nat -> cleaner (l (S i)) (l i).
Hypothesis signal : 0 < α (l 0%nat).
Hypothesis noise : 0 < σ (l n).
Hypothesis short : forall i, (i < n)%nat -> rise (l i) (l (S i)) <= H.

Variables (y D f' : R -> R) (L K : R) (denoise : level R -> R -> R).
Hypothesis flows : forall u, edm_sigma (l n) <= u <= edm_sigma (l 0%nat) -> is_derive y u ((y u - D u) / u).
Hypothesis smooth : forall k, log_ratio (l 0%nat) <= k <= log_ratio (l n) ->
  is_derive (fun k => D (exp (- k))) k (f' k) /\ Rabs (f' k) <= L.
Hypothesis says : forall i, (i <= n)%nat -> denoise (l i) (α (l i) * y (edm_sigma (l i))) = D (edm_sigma (l i)).
Hypothesis lipschitz : forall i a b, (i <= n)%nat ->
  Rabs (denoise (l i) (α (l i) * a) - denoise (l i) (α (l i) * b)) <= K * Rabs (a - b).

(** The states of the sampler, from a point of the path. *)
Variable x : nat -> R.
Hypothesis starts : x 0%nat = α (l 0%nat) * y (edm_sigma (l 0%nat)).
Hypothesis next : forall i, (i < n)%nat -> x (S i) = apply_step (ddim_step (l (S i)) (l i) 0) (x i) (denoise (l i) (x i)) 0.

Let scales := scales_on_the_way l n down signal noise.
Let rises_by := rises_on_the_way l n down signal noise.
Let ordered := levels_in_order l n down signal noise.
Let missed i := x i / α (l i) - y (edm_sigma (l i)).
Let time i := log_ratio (l i) - log_ratio (l 0%nat).

Lemma missed_after_a_ddim_step i : 0 <= K -> (i < n)%nat ->
  let h := rise (l i) (l (S i)) in
  Rabs (missed (S i)) <= (1 + K * h) * Rabs (missed i) + L * h ^ 2 / 2.
Proof.
  intros K_pos below h. destruct (rises_by i below) as [up at_s]. fold h in up, at_s.
  destruct (scales i ltac:(lia)) as [signal_t noise_t]. destruct (scales (S i) below) as [signal_s noise_s].
  destruct (ordered 0%nat i ltac:(lia)) as [within inside]. destruct (ordered (S i) n ltac:(lia)) as [within' inside'].
  pose proof (step_misses_a_second_power (l i) (l (S i)) y D f' L (down i below) signal_t noise_s
    ltac:(intros u range; apply flows; lra) ltac:(intros k range; apply smooth; lra)) as second.
  fold h in second.
  assert (state : x i = α (l i) * (y (edm_sigma (l i)) + missed i)) by (unfold missed; field; lra).
  set (e := denoise (l i) (x i) - D (edm_sigma (l i))).
  assert (told : Rabs e <= K * Rabs (missed i)).
  { unfold e. rewrite <- says, state by lia.
    replace (missed i) with (y (edm_sigma (l i)) + missed i - y (edm_sigma (l i))) at 2 by ring. apply lipschitz. lia. }
  set (q := edm_sigma (l (S i)) / edm_sigma (l i)).
  assert (q_is : q = exp (- h)).
  { unfold q. rewrite <- !exp_minus_log_ratio by assumption. rewrite at_s.
    unfold Rdiv. rewrite <- exp_Ropp, <- exp_plus. f_equal. ring. }
  assert (some : 0 < q) by (rewrite q_is; apply exp_pos).
  assert (most : q <= 1) by (rewrite q_is, <- exp_0; apply exp_rises; lra).
  assert (moves : 1 - q <= h) by (rewrite q_is; pose proof (exp_ineq1_le (- h)); lra).
  set (step := apply_step _ _ _ _) in second.
  assert (whole : missed (S i) =
    q * missed i + (1 - q) * e + (step - α (l (S i)) * y (edm_sigma (l (S i)))) / α (l (S i))).
  { unfold missed at 1. rewrite (next i below).
    replace (denoise (l i) (x i)) with (D (edm_sigma (l i)) + e) by (unfold e; ring).
    rewrite state. unfold step, q. rewrite (ddim_step_zero _ _ (down i below)).
    generalize (D (edm_sigma (l i))) (y (edm_sigma (l i))) (y (edm_sigma (l (S i)))) (missed i) e.
    clear - signal_t noise_t signal_s noise_s. intros. formulas. field. repeat split; lra. }
  rewrite whole. apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat.
  - apply Rle_trans with (1 := Rabs_triang _ _). rewrite !Rabs_mult, (Rabs_pos_eq q), (Rabs_pos_eq (1 - q)) by lra.
    pose proof (Rabs_pos (missed i)).
    assert (q * Rabs (missed i) <= 1 * Rabs (missed i)) by (apply Rmult_le_compat_r; lra).
    assert ((1 - q) * Rabs e <= h * (K * Rabs (missed i))) by (apply Rmult_le_compat; try lra; apply Rabs_pos).
    lra.
  - rewrite Rabs_div, (Rabs_pos_eq (α (l (S i)))) by lra. apply Rle_div_l; [exact signal_s |]. lra.
Qed.

Theorem converges_to_the_flow_at_first_order :
  0 <= K ->
  Rabs (x n - α (l n) * y (edm_sigma (l n))) <= α (l n) * (H * (exp (K * time n) * (L / 2 * time n))).
Proof.
  intros K_pos.
  assert (bound_L : 0 <= L).
  { apply Rle_trans with (1 := Rabs_pos (f' (log_ratio (l n)))). apply smooth. split; [apply ordered; lia | lra]. }
  enough (all : forall i, (i <= n)%nat -> Rabs (missed i) <= exp (K * time i) * (H * (L / 2 * time i))).
  { specialize (all n (le_n n)). destruct (scales n (le_n n)).
    replace (x n - α (l n) * y (edm_sigma (l n))) with (α (l n) * missed n) by (unfold missed; field; lra).
    rewrite Rabs_mult, (Rabs_pos_eq (α (l n))) by lra. apply Rmult_le_compat_l; lra. }
  induction i as [| i IH]; intros below.
  - destruct (scales 0%nat below). unfold missed, time. rewrite starts.
    replace (α (l 0%nat) * y (edm_sigma (l 0%nat)) / α (l 0%nat) - y (edm_sigma (l 0%nat))) with 0 by (field; lra).
    rewrite Rabs_R0, Rminus_diag_eq, !Rmult_0_r by reflexivity. lra.
  - specialize (IH ltac:(lia)). destruct (rises_by i below) as [up at_next]. destruct (ordered 0%nat i ltac:(lia)) as [later _].
    apply Rle_trans with (1 := missed_after_a_ddim_step i K_pos below).
    assert (next_time : time (S i) = time i + rise (l i) (l (S i))) by (unfold time; rewrite at_next; ring).
    pose proof (short i below) as small. rewrite next_time.
    set (h := rise (l i) (l (S i))) in *. assert (since : 0 <= time i) by (unfold time; lra).
    replace (exp (K * (time i + h))) with (exp (K * h) * exp (K * time i)) by (rewrite <- exp_plus; f_equal; ring).
    pose proof (exp_ineq1_le (K * h)) as grown. assert (0 <= K * h) by (apply Rmult_le_pos; lra).
    assert (1 <= exp (K * time i)) by (rewrite <- exp_0; apply exp_rises; apply Rmult_le_pos; lra).
    assert (0 <= L / 2 * time i) by (apply Rmult_le_pos; lra).
    replace (exp (K * h) * exp (K * time i) * (H * (L / 2 * (time i + h)))) with
      (exp (K * h) * (exp (K * time i) * (H * (L / 2 * time i))) + exp (K * h) * exp (K * time i) * (H * (L / 2 * h))) by ring.
    apply Rplus_le_compat.
    + apply Rmult_le_compat; [lra | apply Rabs_pos | exact grown | exact IH].
    + assert (h * h <= H * h) by (apply Rmult_le_compat_r; lra).
      assert (L * h ^ 2 / 2 <= H * (L / 2 * h)).
      { replace (L * h ^ 2 / 2) with (L / 2 * (h * h)) by field. replace (H * (L / 2 * h)) with (L / 2 * (H * h)) by ring.
        apply Rmult_le_compat_l; lra. }
      assert (0 <= H * (L / 2 * h)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
      assert (1 * 1 <= exp (K * h) * exp (K * time i)) by (apply Rmult_le_compat; lra). nra.
Qed.

(** In unscaled data the same steps are Euler's. *)
Corollary euler_is_of_first_order (u : nat -> R) :
  u 0%nat = x 0%nat ->
  (forall i, (i < n)%nat -> u (S i) = apply_step (euler (l i) (l (S i))) (u i) (denoise (l i) (u i)) 0) ->
  0 <= K -> Rabs (u n - α (l n) * y (edm_sigma (l n))) <= α (l n) * (H * (exp (K * time n) * (L / 2 * time n))).
Proof.
  intros same euler_next K_pos.
  enough (all : forall i, (i <= n)%nat -> u i = x i)
    by (rewrite all by exact (le_n n); apply converges_to_the_flow_at_first_order, K_pos).
  induction i as [| i IH]; intros below; [exact same |].
  destruct (scales i ltac:(lia)) as [signal_t _].
  destruct (deterministic_step_is_eulers_in_edm_sigma _ _ (down i below) signal_t) as [step _].
  rewrite euler_next, next, IH, step by lia. reflexivity.
Qed.

End AllSteps.
