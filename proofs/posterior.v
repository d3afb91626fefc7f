(** * The posterior of the forward process

    Where [x_s] was, given where it went and where it came from:

    [[
      q(x_s | x_t, x₀) q(x_t | x₀) = q(x_t | x_s) q(x_s | x₀)

      q(x_s | x_t, x₀) = 𝒩(x_s; (α_s σ²_ts/σ²_t) x₀ + (α_ts σ²_s/σ²_t) x_t,  σ²_ts σ²_s/σ²_t)
    ]]

    for any two levels, at every point, normalisers included. It is Bayes' rule for one Gaussian ([merging]) with the
    marginal at [s] for its prior. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels integral gaussian merging.
Local Open Scope R_scope.

(** [q(x_s | x_t, x₀)], from the coefficients that the code computes. *)
Definition posterior (s t : level R) (x0 x_t : R) : gaussian R :=
  Gaussian (posterior_mean s t x0 x_t) (posterior_var s t).

(** The same, as a kernel in [x_t]. *)
Definition posterior_kernel (s t : level R) (x0 : R) : kernel R :=
  Kernel (posterior_on_x_t s t) (posterior_on_x0 s t * x0) (posterior_var s t).

Lemma posterior_is_at_point s t x0 x_t : posterior s t x0 x_t = at_point (posterior_kernel s t x0) x_t.
Proof. unfold posterior, posterior_kernel. formulas. f_equal; ring. Qed.

(** The formula is the inverse of the kernel from [s] to [t]. *)
Lemma posterior_inverts s t x0 : cleaner s t ->
  posterior_kernel s t x0 = invert (between s t) (at_point (marginal s) x0).
Proof.
  intros st. positive st. unfold posterior_kernel. destruct s as [a1 s1], t as [a2 s2]. formulas.
  assert (whole : a2 / a1 * (a2 / a1) * (s1 * s1) + (s2 * s2 - a2 / a1 * (a2 / a1) * (s1 * s1)) = s2 * s2) by ring.
  rewrite whole. f_equal; field; lra.
Qed.

Lemma posterior_var_positive s t : cleaner s t -> 0 < σ s -> 0 < posterior_var s t.
Proof.
  intros st s0. positive st. unfold posterior_var.
  apply (Rdiv_lt_0_compat (var_ts s t * (σ s * σ s)) (σ t * σ t)); repeat apply Rmult_lt_0_compat; assumption.
Qed.

(** The kernel after the marginal at [s] is the marginal at [t]. *)
Lemma push_between s t x0 : cleaner s t ->
  push (between s t) (at_point (marginal s) x0) = at_point (marginal t) x0.
Proof. intros st. positive st. destruct s, t. formulas. f_equal; field; lra. Qed.

Theorem is_bayes_rule_at_every_point s t x0 x_s x_t : cleaner s t -> 0 < σ s ->
  density (posterior s t x0 x_t) x_s * density (at_point (marginal t) x0) x_t =
  density (at_point (between s t) x_s) x_t * density (at_point (marginal s) x0) x_s.
Proof.
  intros st s0. rewrite posterior_is_at_point, posterior_inverts, <- (push_between s t) by assumption.
  rewrite Rmult_comm, (Rmult_comm (density (at_point (between s t) x_s) x_t)). symmetry.
  positive st. apply a_gaussian_inverts_by_bayes_rule; [assumption|].
  apply (Rmult_lt_0_compat (σ s) (σ s)); assumption.
Qed.

(** Precisions add, and weigh the two estimates [α_s x₀] and [x_t/α_ts] of [x_s]. *)
Theorem weighs_by_precision s t x0 x_t : cleaner s t -> 0 < σ s ->
  / posterior_var s t = / (σ s)² + (alpha_ts s t)² / var_ts s t /\
  posterior_mean s t x0 x_t =
    posterior_var s t * (/ (σ s)² * (α s * x0) + (alpha_ts s t)² / var_ts s t * (x_t / alpha_ts s t)).
Proof.
  intros st s0. positive st.
  assert (whole : σ t * σ t = var_ts s t + alpha_ts s t * alpha_ts s t * (σ s * σ s)) by (formulas; ring).
  assert (scales : alpha_ts s t * α s = α t) by (formulas; field; lra).
  assert (0 < σ s * σ s) by nra. assert (0 < σ t * σ t) by nra.
  unfold posterior_mean, posterior_var, posterior_on_x0, posterior_on_x_t, squared, Rsqr.
  cbn [Number.add Number.mul Number.div reals]. rewrite whole in *.
  set (V := var_ts s t) in *. set (a := alpha_ts s t) in *. clearbody V a. split.
  - field. lra.
  - destruct (Req_dec a 0) as [-> | a0]; [unfold Rdiv; rewrite !Rmult_0_l|]; field; lra.
Qed.

(** [q(x_r | x_s, x₀)] after [q(x_s | x_t, x₀)] is [q(x_r | x_t, x₀)]. *)
Theorem composes_over_any_levels r s t x0 : cleaner r s -> cleaner s t ->
  then_ (posterior_kernel s t x0) (posterior_kernel r s x0) = posterior_kernel r t x0.
Proof.
  intros rs st. positive rs. positive st.
  unfold posterior_kernel. destruct r as [a1 s1], s as [a2 s2], t as [a3 s3]. formulas.
  f_equal; field; lra.
Qed.

(** DDPM eq. 7, for the step of variance [β] that follows the level [ᾱ], with [ᾱ_t = (1 − β) ᾱ]. *)
Theorem has_the_printed_form_for_neighbours (ᾱ β x0 x_t : R) : 0 < ᾱ <= 1 -> 0 < β < 1 ->
  let s := level_of (Squares ᾱ (1 - ᾱ)) in
  let t := level_of (diffused (Squares ᾱ (1 - ᾱ)) β) in
  let ᾱ_t := (1 - β) * ᾱ in
  posterior_mean s t x0 x_t =
    sqrt ᾱ * β / (1 - ᾱ_t) * x0 + sqrt (1 - β) * (1 - ᾱ) / (1 - ᾱ_t) * x_t /\
  posterior_var s t = (1 - ᾱ) / (1 - ᾱ_t) * β.
Proof.
  intros a b s t ᾱ_t.
  pose proof (neighbours_are_one_step_apart (Squares ᾱ (1 - ᾱ)) β (proj1 a) ltac:(simpl; lra) b) as step.
  assert (scales : alpha_ts s t = sqrt (1 - β)) by exact (f_equal scale step).
  assert (variances : var_ts s t = β) by exact (f_equal noise_var step).
  unfold posterior_mean, posterior_var, posterior_on_x0, posterior_on_x_t. rewrite scales, variances.
  unfold s, t, ᾱ_t. assert (0 < 1 - (1 - β) * ᾱ) by nra.
  clear step scales variances. formulas. replace (β + (1 - β) * (1 - ᾱ)) with (1 - (1 - β) * ᾱ) by ring.
  rewrite !sqrt_sqrt by lra. split; field; lra.
Qed.

(** DDPM eq. 11: with [x₀ = (x_t − σ_t ε)/α_t]. *)
Theorem mean_follows_from_the_noise s t x0 ε : cleaner s t -> 0 < α t ->
  let x_t := α t * x0 + σ t * ε in
  posterior_mean s t x0 x_t = eps_mean_on_x_t s t * x_t + eps_mean_on_eps s t * ε /\
  posterior_mean s t x0 x_t = (x_t - var_ts s t / σ t * ε) / alpha_ts s t.
Proof. intros st a. positive st. destruct s as [a1 s1], t as [a2 s2]. formulas. split; field; lra. Qed.

(** DDPM eq. 11 as printed, for the step of variance [β] that follows the level [ᾱ]. *)
Theorem noise_form_as_printed (ᾱ β x0 ε : R) : 0 < ᾱ <= 1 -> 0 < β < 1 ->
  let s := level_of (Squares ᾱ (1 - ᾱ)) in
  let t := level_of (diffused (Squares ᾱ (1 - ᾱ)) β) in
  let ᾱ_t := (1 - β) * ᾱ in
  let x_t := sqrt ᾱ_t * x0 + sqrt (1 - ᾱ_t) * ε in
  posterior_mean s t x0 x_t = 1 / sqrt (1 - β) * (x_t - β / sqrt (1 - ᾱ_t) * ε).
Proof.
  intros a b s t ᾱ_t x_t. unfold x_t, ᾱ_t. assert (0 < 1 - (1 - β) * ᾱ) by nra.
  rewrite (proj1 (has_the_printed_form_for_neighbours ᾱ β x0 _ a b)), sqrt_mult by lra.
  pose proof (sqrt_lt_R0 (1 - β) ltac:(lra)) as k0. pose proof (sqrt_sqrt (1 - β) ltac:(lra)) as kk.
  pose proof (sqrt_lt_R0 _ H) as n0. pose proof (sqrt_sqrt (1 - (1 - β) * ᾱ) ltac:(lra)) as nn.
  set (k := sqrt (1 - β)) in *. set (n := sqrt (1 - (1 - β) * ᾱ)) in *.
  rewrite <- nn. assert (kept : k * k * (1 - ᾱ) = n * n - β) by (rewrite kk, nn; ring). clearbody k n.
  transitivity (sqrt ᾱ * x0 * ((β + k * k * (1 - ᾱ)) / (n * n)) + k * k * (1 - ᾱ) / (k * n) * ε); [field; lra|].
  rewrite kept. field. lra.
Qed.

(** No noise at [s]: the posterior is certain of [x₀]. No signal at [t]: it does not look at [x_t]. *)
Theorem ends_are_certain s t x0 x_t : cleaner s t ->
  (σ s = 0 -> posterior s t x0 x_t = Gaussian (α s * x0) 0) /\
  (α t = 0 -> posterior s t x0 x_t = Gaussian (α s * x0) ((σ s)²)).
Proof.
  intros st. positive st. unfold posterior. destruct s as [a1 s1], t as [a2 s2]. cbn [α σ] in *.
  split; intros ->; formulas; unfold Rsqr; f_equal; field; lra.
Qed.

(** ** The true reverse step for Gaussian data *)

(** [reverse_var] is the variance of [x_s] given [x_t] when [x₀ ~ 𝒩(m, c²)], [c² ≥ 0]. *)
Lemma reverse_var_is_bayes s t m c2 : cleaner s t -> 0 <= c2 ->
  noise_var (invert (between s t) (push (marginal s) (Gaussian m c2))) = reverse_var s t c2.
Proof.
  intros st c0. positive st. destruct s as [a1 s1], t as [a2 s2]. formulas.
  unfold Rdiv. ring.
Qed.

(** For a point it is β̃, the posterior's own; for unit variance on a variance-preserving schedule it is [σ²_ts], for
    neighbours [β]; and between them for data of variance between 0 and 1, growing. *)
Theorem two_variances_are_exact_for_a_point_and_for_unit_variance s t : cleaner s t ->
  reverse_var s t 0 = posterior_var s t /\
  (preserves_variance s -> preserves_variance t -> reverse_var s t 1 = var_ts s t) /\
  (forall c2 d2, 0 <= c2 -> c2 <= d2 -> reverse_var s t c2 <= reverse_var s t d2).
Proof.
  intros st. positive st.
  assert (whole : var_ts s t + alpha_ts s t * alpha_ts s t * (σ s * σ s) = σ t * σ t) by (formulas; ring).
  assert (scales : alpha_ts s t * α s = α t) by (formulas; field; lra).
  unfold reverse_var, posterior_var, preserves_variance, squared.
  cbn [Number.add Number.mul Number.div Number.one reals].
  set (V := var_ts s t) in *. set (a := alpha_ts s t) in *. clearbody V a. repeat split.
  - rewrite <- whole. field. nra.
  - intros vs vt. replace (α s * α s * 1 + σ s * σ s) with 1 by lra.
    replace (a * a * 1 + V) with 1; [field|]. nra.
  - intros c2 d2 c0 cd.
    assert (m : 0 <= α s * α s * c2 + σ s * σ s) by nra.
    assert (mm : α s * α s * c2 + σ s * σ s <= α s * α s * d2 + σ s * σ s) by nra.
    set (M := α s * α s * c2 + σ s * σ s) in *. set (N := α s * α s * d2 + σ s * σ s) in *. clearbody M N.
    assert (0 < a * a * M + V) by nra. assert (0 < a * a * N + V) by nra.
    apply Rminus_le_0.
    replace (_ - _) with (V * V * (N - M) / ((a * a * M + V) * (a * a * N + V))) by (field; lra).
    apply Rdiv_le_0_compat; nra.
Qed.

(** Improved DDPM eq. 15: between [β] and [β̃] in the logarithm. *)
Theorem learned_variance_is_a_geometric_mean s t v : cleaner s t -> 0 < σ s ->
  learned_var s t v = Rpower (var_ts s t) v * Rpower (posterior_var s t) (1 - v).
Proof. intros st s0. unfold Rpower. rewrite <- exp_plus. reflexivity. Qed.

(** ** What the posterior leaves over *)

(** [x_s − mean] has mean 0 given [x_t] and [x₀], so it is uncorrelated with every function [h] of them; its variance is
    [var]. *)
Theorem residual_is_independent s t x0 (h : R -> R) : cleaner s t -> 0 < σ s ->
  (forall x_t, ∫ x_s, (x_s - posterior_mean s t x0 x_t) * h x_t * density (posterior s t x0 x_t) x_s ≡ 0) /\
  (forall x_t, ∫ x_s, (x_s - posterior_mean s t x0 x_t)² * density (posterior s t x0 x_t) x_s ≡ posterior_var s t).
Proof.
  intros st s0. pose proof (posterior_var_positive s t st s0) as v0. split; intros x_t.
  - refine (integral_eq _ _ _ _ (quadratic_mean 0 (h x_t) 0 (posterior_mean s t x0 x_t) _ v0) _ _).
    + intros x. unfold posterior. ring.
    + ring.
  - apply var_is_the_variance, v0.
Qed.
