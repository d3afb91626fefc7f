(** * The score

    [[
      ∇ ln p(x) = −Σ r_k (x − α m_k)/V_k = −E[ε | x_t = x]/σ
    ]]

    for data that are any finite mixture of Gaussians and points ([mixture]): the score is the noise, up to a factor.
    And whatever a network predicts, [x₀], [ε], [v], the score or a velocity, is one line in the plane of [(x₀, ε)];
    with [x_t], another line, it determines all the others. *)

From Coq Require Import Reals Lra Psatz List Permutation.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels integral gaussian merging mixture.
Local Open Scope R_scope.

(** ** The score of noisy data *)

(** What the code streams: [−Σ r_k (x − α m_k)/V_k]. *)
Definition score (d : mixture) (t : level R) (x : R) : R := over_components d t (fun c => component_score t c x) x.

(** [ln p] and its first derivative. *)
Theorem is_the_gradient_of_the_log_density d t x : proper d -> 0 < σ t ->
  is_derive (fun y => ln (noisy_density d t y)) x (score d t x).
Proof.
  intros proper_d s0. pose proof (noisy_density_positive d t proper_d x) as p0.
  replace (score d t x) with (score d t x * noisy_density d t x * / noisy_density d t x) by (field; lra).
  apply (is_derive_comp (K := R_AbsRing) (V := R_NormedModule) ln (noisy_density d t) x).
  - apply is_derive_Reals, derivable_pt_lim_ln, p0.
  - apply noisy_density_derive; assumption.
Qed.

(** One Gaussian, or one point: [∇ ln q(x_t | x₀) = −(x_t − α x₀)/σ² = −ε/σ]. *)
Theorem of_a_gaussian_is_minus_epsilon_over_sigma t x0 ε : 0 < σ t ->
  is_derive (fun x => ln (density (at_point (marginal t) x0) x)) (α t * x0 + σ t * ε) (- ε / σ t).
Proof.
  intros s0. apply (is_derive_ext (log_density (at_point (marginal t) x0))).
  { intros x. symmetry. apply log_of_density. }
  destruct t as [a s]. cbn [α σ] in *.
  apply (is_derive_ext (fun x => - / 2 * (ln (2 * PI * (s * s)) + (x - (a * x0 + 0)) * (x - (a * x0 + 0)) / (s * s)))).
  { intros x. rewrite log_density_is. reflexivity. }
  set (k := ln _). clearbody k. auto_derive; [exact I|]. field. lra.
Qed.

(** [E[ε | x_t] = −σ ∇ ln p], where [ε = (x_t − α x₀)/σ]. *)
Theorem is_minus_the_expected_noise_over_sigma d t x : proper d -> 0 < σ t ->
  𝔼[x0 ∈ d | t, x] (x - α t * x0) / σ t ≡ - σ t * score d t x.
Proof.
  intros proper_d s0. refine (posterior_expectation_eq _ _ _ _ _ _ _
    (posterior_quadratic d t proper_d s0 x 0 (x / σ t) (- (α t / σ t)) 0) _ _).
  - intros x0. unfold Rsqr. field. lra.
  - unfold score. rewrite <- over_components_scal. apply over_components_same. intros c cd.
    pose proof (denoised_mean d t proper_d s0 c x cd) as μ. cbv zeta.
    apply (Rmult_eq_reg_r (σ t)); [|lra]. field_simplify; [|lra]. rewrite μ. unfold Rsqr. ring.
Qed.

(** ** The density *)

Theorem density_integrates_to_one d t : proper d -> 0 < σ t -> sum_over fst d = 1 ->
  ∫ x, noisy_density d t x ≡ 1.
Proof.
  intros proper_d s0 whole. rewrite <- whole.
  apply (integral_sum (fun c x => fst c * density (noisy t c) x) fst d). intros c cd.
  refine (integral_eq _ _ _ _ (integral_scal (fst c) _ _ (noisy_integrates_to_one d t proper_d s0 c cd)) _ _);
    [reflexivity | ring].
Qed.

(** [ln p = c + ln Σ exp(ℓ_k − c)], [ℓ_k = ln w_k − ½ ln 2πV_k − (x − α m_k)²/2V_k]: whatever [c] the code takes out of
    the sum, so that no term overflows. *)
Theorem log_density_is_the_log_of_the_sum d t x c : proper d -> 0 < σ t ->
  let ℓ k := ln (fst k) - / 2 * ln (2 * PI * var (noisy t k)) - (x - mean (noisy t k))² / (2 * var (noisy t k)) in
  ln (noisy_density d t x) = c + ln (sum_over (fun k => exp (ℓ k - c)) d).
Proof.
  intros proper_d s0 ℓ.
  assert (same : noisy_density d t x = exp c * sum_over (fun k => exp (ℓ k - c)) d).
  { rewrite <- sum_scal. apply sum_same. intros k kd. destruct proper_d as [some all].
    pose proof (noisy_var_positive d t (conj some all) s0 k kd) as V0.
    rewrite <- exp_plus, <- (exp_ln (fst k)) by apply all, kd. unfold density. rewrite <- exp_plus. f_equal.
    rewrite log_density_is. unfold ℓ. generalize (ln (fst k)) (ln (2 * PI * var (noisy t k))). intros.
    change (squared_distance (noisy t k) x) with ((x - mean (noisy t k)) * (x - mean (noisy t k)) / var (noisy t k)).
    unfold Rsqr. rewrite ?ln_exp. field. lra. }
  rewrite same, ln_mult, ln_exp; [reflexivity | apply exp_pos|].
  apply sum_positive; [apply proper_d | intros; apply exp_pos].
Qed.

(** Nothing depends on the order in which the components come. *)
Theorem order_of_the_points_does_not_matter d e t : Permutation d e ->
  (forall x, noisy_density d t x = noisy_density e t x) /\
  (forall x, score d t x = score e t x) /\
  (forall x h I, is_posterior_expectation d t x h I -> is_posterior_expectation e t x h I).
Proof.
  intros same.
  assert (densities : forall x, noisy_density d t x = noisy_density e t x) by (intros; apply sum_reordered, same).
  split; [exact densities | split].
  - intros x. unfold score, over_components, responsibility. rewrite densities. apply sum_reordered, same.
  - intros x h I. unfold is_posterior_expectation. rewrite densities. apply expectation_reordered, same.
Qed.

(** [E x₀ = Σ w m] and [E(x₀ − M)² = Σ w (v + (m − M)²)]. *)
Theorem data_moments_are_sums d M : proper d ->
  (𝔼[x0 ∈ d] x0 ≡ sum_over (fun c => fst c * mean (snd c)) d) /\
  (𝔼[x0 ∈ d] (x0 - M)² ≡ sum_over (fun c => fst c * (var (snd c) + (mean (snd c) - M)²)) d).
Proof.
  intros [_ all]. split.
  - exists (fun c => mean (snd c)). split; [|reflexivity]. intros c cd.
    refine (expects_eq _ _ _ _ _ (expects_quadratic (snd c) (mean (snd c)) 1 0 (proj2 (all c cd))) _ _); intros; ring.
  - exists (fun c => var (snd c) + (mean (snd c) - M)²). split; [|reflexivity]. intros c cd.
    refine (expects_eq _ _ _ _ _ (expects_quadratic (snd c) (mean (snd c) - M)² (2 * (mean (snd c) - M)) 1
      (proj2 (all c cd))) _ _); intros; unfold Rsqr; ring.
Qed.

(** [r_k = w_k p_k/p], [Σ r_k = 1], and [E r_k = w_k]. *)
Theorem responsibilities_are_bayes_rule d t : proper d -> 0 < σ t ->
  (forall c x, responsibility d t c x * noisy_density d t x = fst c * density (noisy t c) x) /\
  (forall x, sum_over (fun c => responsibility d t c x) d = 1) /\
  (forall c, In c d -> ∫ x, responsibility d t c x * noisy_density d t x ≡ fst c).
Proof.
  intros proper_d s0.
  assert (bayes : forall c x, responsibility d t c x * noisy_density d t x = fst c * density (noisy t c) x).
  { intros c x. pose proof (noisy_density_positive d t proper_d x). unfold responsibility. field. lra. }
  split; [exact bayes | split].
  - intros x. rewrite <- (over_components_one d t proper_d x). apply sum_same. intros. ring.
  - intros c cd.
    refine (integral_eq _ _ _ _ (integral_scal (fst c) _ _ (noisy_integrates_to_one d t proper_d s0 c cd)) _ _);
      [|ring].
    intros x. rewrite bayes. reflexivity.
Qed.

(** ** Matching *)

(** Denoising score matching, at each [x_t]: whatever the estimate [s], its error against the noise that was added is
    its error against the score, plus a number [C] that [s] does not enter. *)
Theorem denoising_and_explicit_matching_differ_by_a_constant d t x : proper d -> 0 < σ t ->
  exists C, forall s, 𝔼[x0 ∈ d | t, x] (s + (x - α t * x0) / σ t / σ t)² ≡ (s - score d t x)² + C.
Proof.
  intros proper_d s0.
  exists (over_components d t (fun c => (component_score t c x)² + (/ (σ t)² - / var (noisy t c))) x - (score d t x)²).
  intros s. refine (posterior_expectation_eq _ _ _ _ _ _ _
    (posterior_quadratic d t proper_d s0 x 0 (s + x / (σ t)²)² (-2 * (s + x / (σ t)²) * (α t / (σ t)²))
      ((α t / (σ t)²)²)) _ _).
  - intros x0. unfold Rsqr. field. lra.
  - set (K := fun c => (component_score t c x)² + (/ (σ t)² - / var (noisy t c))).
    transitivity (over_components d t (fun c => s * (s * 1 + -2 * component_score t c x) + 1 * K c) x).
    + apply over_components_same. intros c cd. unfold K.
      pose proof (denoised_mean d t proper_d s0 c x cd) as μ. pose proof (denoised_var d t proper_d s0 c x cd) as τ.
      pose proof (noisy_var_positive d t proper_d s0 c cd) as V0. cbv zeta.
      set (m := mean (denoised t c x)) in *. set (v := var (denoised t c x)) in *.
      set (k := component_score t c x) in *. set (V := var (noisy t c)) in *. clearbody m v k V.
      transitivity ((s + (x - α t * m) / (σ t)²)² + (α t)² * v / ((σ t)² * (σ t)²)).
      * unfold Rsqr. field. lra.
      * rewrite μ, τ. unfold Rsqr. field. lra.
    + rewrite !over_components_combine, over_components_one by assumption. fold (score d t x). unfold Rsqr. ring.
Qed.

(** So the score is the minimiser: [∇ ln p + ε/σ] has mean 0 at every [x_t], and is orthogonal to every function [h] of
    it. *)
Theorem minimises_denoising_score_matching d t (h : R -> R) : proper d -> 0 < σ t ->
  forall x, 𝔼[x0 ∈ d | t, x] h x * (score d t x + (x - α t * x0) / σ t / σ t) ≡ 0.
Proof.
  intros proper_d s0 x. refine (posterior_expectation_eq _ _ _ _ _ _ _
    (posterior_quadratic d t proper_d s0 x 0 (h x * (score d t x + x / (σ t)²)) (- (h x * (α t / (σ t)²))) 0) _ _).
  - intros x0. unfold Rsqr. field. lra.
  - transitivity (over_components d t (fun c => h x * score d t x * 1 + - h x * component_score t c x) x).
    + apply over_components_same. intros c cd. pose proof (denoised_mean d t proper_d s0 c x cd) as μ. cbv zeta.
      set (m := mean (denoised t c x)) in *. set (k := component_score t c x) in *. clearbody m k.
      transitivity (h x * (score d t x + (x - α t * m) / (σ t)²)).
      * unfold Rsqr. field. lra.
      * rewrite μ. unfold Rsqr. field. lra.
    + rewrite over_components_combine, over_components_one by assumption. fold (score d t x). ring.
Qed.

(** ** Predictions *)

(** Any one and [x_t] give any other, where the two lines cross. *)
Theorem predictions_convert_into_each_other (wanted given : prediction R) (l : level R) x0 ε : det given l <> 0 ->
  value wanted x0 ε =
    conversion_on_x_t wanted given l * (α l * x0 + σ l * ε) + conversion_on_given wanted given l * value given x0 ε.
Proof. destruct wanted as [a b], given as [c e], l as [al si]. formulas. intros. field. assumption. Qed.

(** Each prediction is what its paper says it is, with [x_t = α x₀ + σ ε]. *)
Theorem predictions_are_what_their_papers_define (l : level R) x0 ε :
  let x_t := α l * x0 + σ l * ε in
  (preserves_variance l -> x0 = α l * x_t - σ l * value (predict_v l) x0 ε) /\
  (0 < σ l ->
    is_derive (fun x => ln (density (at_point (marginal l) x0) x)) x_t (value (predict_score l) x0 ε)) /\
  (forall t, is_derive (fun t => (1 - t) * x0 + t * ε) t (value predict_velocity x0 ε)) /\
  (forall φ, is_derive (fun φ => cos φ * x0 + sin φ * ε) φ (value (predict_v (Level (cos φ) (sin φ))) x0 ε)) /\
  (forall p sigma, c_out p <> 0 ->
    c_skip p * (x0 + sigma * ε) + c_out p * value (edm_prediction p sigma) x0 ε = x0).
Proof.
  intros x_t. split; [|split; [|split; [|split]]].
  - unfold x_t, preserves_variance. destruct l as [a s]. formulas. intros vp.
    transitivity ((a ^ 2 + s ^ 2) * x0); [rewrite vp|]; ring.
  - intros s0. replace (value (predict_score l) x0 ε) with (- ε / σ l).
    + apply of_a_gaussian_is_minus_epsilon_over_sigma, s0.
    + destruct l as [a s]. cbn [σ] in s0. formulas. field. lra.
  - intros t. formulas. auto_derive; [exact I | ring].
  - intros φ. formulas. auto_derive; [exact I | ring].
  - intros [k o i] sigma o0. formulas. field. exact o0.
Qed.

(** [v] and the velocity determine [x₀] and [ε] at every level, pure noise and clean data included; [ε], [x₀] and the
    score do not. *)
Theorem v_and_velocity_serve_both_ends (l : level R) : valid l ->
  (α l <> 0 \/ σ l <> 0 -> det (predict_v l) l <> 0 /\ det predict_velocity l <> 0) /\
  (α l = 0 -> det predict_eps l = 0) /\
  (σ l = 0 -> det predict_x0 l = 0) /\
  (α l = 0 -> det (predict_score l) l = 0).
Proof.
  destruct l as [a s]. unfold valid. cbn [α σ]. intros [a0 s0]. formulas. split; [|split; [|split]].
  - intros some. destruct some; split; nra.
  - intros ->. ring.
  - intros ->. ring.
  - intros ->. ring.
Qed.
