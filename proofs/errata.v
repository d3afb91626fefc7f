(** * Errata: formulas that are false as printed

    The source is a translation of Weng, _What are Diffusion Models?_ (W). Each theorem gives numbers at which the
    printed formula fails, and proves the mended one for all.

<<
        W, speed up              σ² = η β̃                          is   σ² = η² β̃              (DDIM eq. 16)
        W, L_t                   1/(2‖Σ‖²)                          is   1/(2σ²)                 (DDPM eq. 8)
        W, β_t                   f = cos                            is   f = cos²                (Improved DDPM eq. 17)
        W, NCSN                  E_{q(x₀)} ∇ q(x_t | x₀)            is   E_{q(x₀|x_t)} ∇ ln q(x_t | x₀)
>> *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels ddim certify.
Local Open Scope R_scope.

(** Two variance-preserving levels, (4/5, 3/5) and (3/5, 4/5). *)
Definition early : level R := Level (4 / 5) (3 / 5).
Definition late : level R := Level (3 / 5) (4 / 5).

Lemma early_is_cleaner : cleaner early late.
Proof. unfold cleaner, valid, early, late. cbn [α σ]. lra. Qed.

(** ** η *)

Theorem eta_scales_the_deviation_not_the_variance :
  on_noise (ddim_step early late (1 / 2)) ^ 2 <> 1 / 2 * posterior_var early late /\
  forall s t eta, cleaner s t -> on_noise (ddim_step s t eta) ^ 2 = eta ^ 2 * posterior_var s t.
Proof.
  assert (corrected : forall s t eta, cleaner s t -> on_noise (ddim_step s t eta) ^ 2 = eta ^ 2 * posterior_var s t).
  { intros s t eta st. pose proof (posterior_var_nonneg s t st) as nonneg.
    unfold ddim_step, with_on_eps, ddim_std. cbn [on_noise]. generalize dependent (posterior_var s t). intros v nonneg.
    formulas. rewrite Rpow_mult_distr, pow2_sqrt by assumption. reflexivity. }
  split; [| exact corrected].
  rewrite (corrected _ _ _ early_is_cleaner).
  assert (0 < posterior_var early late) by (unfold early, late; formulas; lra). lra.
Qed.

(** ** The weight of a step's loss *)

Theorem loss_divides_by_the_variance_not_by_its_square :
  let printed s t v := posterior_on_x0 s t ^ 2 / (2 * v ^ 2) in
  let excess s t v x0 x0_hat x_t := step_term s t v x0 x0_hat x_t - step_term s t v x0 x0 x_t in
  (exists v x0 x0_hat x_t, 0 < v /\ excess early late v x0 x0_hat x_t <> printed early late v * (x0 - x0_hat) ^ 2) /\
  forall s t v x0 x0_hat x_t, 0 < v -> excess s t v x0 x0_hat x_t = x0_weight s t v * (x0 - x0_hat) ^ 2.
Proof.
  intros printed excess.
  assert (corrected : forall s t v x0 x0_hat x_t, 0 < v ->
    excess s t v x0 x0_hat x_t = x0_weight s t v * (x0 - x0_hat) ^ 2).
  { intros. unfold excess, step_term, posterior_mean, x0_weight.
    generalize (posterior_on_x0 s t) (posterior_on_x_t s t) (posterior_var s t). intros. formulas. field. lra. }
  split; [| exact corrected].
  exists (1 / 5), 1, 0, 0. split; [lra |]. rewrite corrected by lra.
  unfold printed, early, late. formulas. lra.
Qed.

(** ** The cosine schedule: at the middle of 1000 steps the printed f gives ᾱ = 0.703, the paper's gives 0.494. *)

Definition angle (t : R) : R := (t / 1000 + 8 / 1000) / (1 + 8 / 1000) * (PI / 2).
Definition printed_alpha_bar (t : R) : R := cos (angle t) / cos (angle 0).
Definition cosine_alpha_bar (t : R) : R := cos (angle t) ^ 2 / cos (angle 0) ^ 2.

Theorem cosine_schedule_lacks_its_square :
  702 / 1000 < printed_alpha_bar 500 < 703 / 1000 /\
  493 / 1000 < cosine_alpha_bar 500 < 494 / 1000 /\
  forall t, cosine_alpha_bar t = printed_alpha_bar t ^ 2.
Proof.
  unfold printed_alpha_bar, cosine_alpha_bar, angle. split; [| split].
  - split; certify 60%positive.
  - split; certify 60%positive.
  - intro t. assert (0 < cos ((0 / 1000 + 8 / 1000) / (1 + 8 / 1000) * (PI / 2))) by certify 60%positive. field. lra.
Qed.

(** ** The score *)

(** The density of [N(m, 1)] up to its constant [k], and two points of data at ±1. *)
Definition bell (k m x : R) : R := k * exp (- (x - m) ^ 2 / 2).
Definition bell_slope (k m x : R) : R := - (x - m) * bell k m x.
Definition both (k x : R) : R := 1 / 2 * bell k 1 x + 1 / 2 * bell k (- 1) x.

Lemma bell_derivative k m x : is_derive (bell k m) x (bell_slope k m x).
Proof. unfold bell_slope, bell. auto_derive; [trivial |]. fold (x - m). simpl. unfold Rdiv. field. Qed.

(** As printed, the average of slopes of densities is the slope of the density itself: it is the score only where the
    density is 1. As corrected, each point's log slope [−(x − m)] is weighted by its share of the density. *)
Theorem score_is_an_average_over_the_posterior_of_log_gradients :
  let printed k x := 1 / 2 * bell_slope k 1 x + 1 / 2 * bell_slope k (- 1) x in
  let share k m x := 1 / 2 * bell k m x / both k x in
  printed (/ sqrt (2 * PI)) 2 <> Derive (fun x => ln (both (/ sqrt (2 * PI)) x)) 2 /\
  forall k x, 0 < k -> is_derive (fun x => ln (both k x)) x (share k 1 x * - (x - 1) + share k (- 1) x * - (x - - 1)).
Proof.
  intros printed share.
  assert (positive : forall k x, 0 < k -> 0 < both k x).
  { intros k x above. unfold both, bell.
    pose proof (exp_pos (- (x - 1) ^ 2 / 2)). pose proof (exp_pos (- (x - - 1) ^ 2 / 2)). nra. }
  assert (corrected : forall k x, 0 < k ->
    is_derive (fun x => ln (both k x)) x (share k 1 x * - (x - 1) + share k (- 1) x * - (x - - 1))).
  { intros k x above. specialize (positive k x above).
    evar_last.
    - apply (is_derive_comp ln (both k)).
      + apply is_derive_Reals, derivable_pt_lim_ln, positive.
      + apply (is_derive_plus (fun x => 1 / 2 * bell k 1 x) (fun x => 1 / 2 * bell k (- 1) x));
          apply is_derive_scal, bell_derivative.
    - unfold share, bell_slope, scal, plus; simpl. unfold mult; simpl. field. lra. }
  split; [| exact corrected].
  assert (above : 0 < / sqrt (2 * PI)) by (apply Rinv_0_lt_compat, sqrt_lt_R0; pose proof PI_RGT_0; lra).
  replace (Derive _ 2) with (share (/ sqrt (2 * PI)) 1 2 * - (2 - 1) + share (/ sqrt (2 * PI)) (- 1) 2 * - (2 - - 1))
    by (symmetry; apply is_derive_unique, corrected, above).
  unfold printed, share, bell_slope, both, bell. apply Rgt_not_eq. certify 60%positive.
Qed.
