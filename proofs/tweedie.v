(** * Tweedie's formula

    [[
      E[x₀ | x_t] = (x_t + σ² ∇ ln p(x_t))/α        Cov[x₀ | x_t] = (σ²/α²)(1 + σ² ∇² ln p(x_t))
    ]]

    for data that are any finite mixture of Gaussians and points, in one coordinate. The first line says that the score
    of a noisy sample is its denoiser; the second, that the slope of the denoiser is its uncertainty.

    Why: every component obeys [α μ_k = x + σ² s_k], with [s_k] its own score, and averaging with the responsibilities
    makes of the [s_k] the score of the mixture. Differentiate once more for the second line. *)

From Coq Require Import Reals Lra Psatz List.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels integral gaussian merging mixture score.
Local Open Scope R_scope.

Section Tweedie.
Variables (d : mixture) (t : level R).
Hypothesis d_proper : proper d.
Hypothesis signal : 0 < α t.
Hypothesis noise : 0 < σ t.

(** [ln p], and the denoiser as the code computes it from the slope of [ln p]. *)
Definition log_p (x : R) : R := ln (noisy_density d t x).

Definition denoiser (x : R) : R := tweedie_on_x_t t * x + tweedie_on_score t * Derive log_p x.

Lemma log_p_derive x : is_derive log_p x (score d t x).
Proof. apply is_the_gradient_of_the_log_density; assumption. Qed.

Lemma denoiser_is x : denoiser x = (x + (σ t)² * score d t x) / α t.
Proof.
  unfold denoiser. rewrite (is_derive_unique _ _ _ (log_p_derive x)).
  generalize (score d t x). destruct t as [a s]. cbn [α] in *. intros k. formulas. unfold Rsqr. field. lra.
Qed.

(** First order. *)
Theorem mean_is_the_posterior_mean x :
  ex_derive log_p x /\ 𝔼[x0 ∈ d | t, x] x0 ≡ tweedie_on_x_t t * x + tweedie_on_score t * Derive log_p x.
Proof.
  split; [eexists; apply log_p_derive|]. fold (denoiser x). rewrite denoiser_is.
  refine (posterior_expectation_eq _ _ _ _ _ _ _ (posterior_quadratic d t d_proper noise x 0 0 1 0) _ _).
  - intros x0. ring.
  - transitivity (over_components d t (fun c => x / α t * 1 + (σ t)² / α t * component_score t c x) x).
    + apply over_components_same. intros c cd. cbv zeta.
      pose proof (denoised_mean d t d_proper noise c x cd) as μ.
      apply (Rmult_eq_reg_l (α t)); [|lra]. field_simplify; [|lra]. rewrite μ. ring.
    + rewrite over_components_combine, over_components_one by assumption. fold (score d t x). field. lra.
Qed.

(** [s' = Σ r_k (s_k² − 1/V_k) − s²] *)
Lemma score_derive x :
  is_derive (score d t) x
    (over_components d t (fun c => (component_score t c x)² - / var (noisy t c)) x - (score d t x)²).
Proof.
  pose proof (noisy_density_positive d t d_proper) as p0. pose proof (p0 x) as px.
  assert (same : forall y, score d t y * noisy_density d t y / noisy_density d t y = score d t y).
  { intros y. specialize (p0 y). field. lra. }
  apply (is_derive_ext _ _ _ _ same).
  pose proof (is_derive_div _ _ x _ _ (noisy_density_derive_2 d t d_proper noise x)
    (noisy_density_derive d t d_proper noise x) ltac:(lra)) as quotient.
  fold (score d t x) in quotient.
  set (h := over_components d t _ x) in *. set (s := score d t x) in *. set (p := noisy_density d t x) in *.
  replace (h - s²) with ((h * p * p - s * p * (s * p)) / p ^ 2); [exact quotient|].
  clearbody h s p. unfold Rsqr. field. lra.
Qed.

Lemma hessian_is x :
  Derive_n log_p 2 x
  = over_components d t (fun c => (component_score t c x)² - / var (noisy t c)) x - (score d t x)².
Proof.
  simpl. rewrite (Derive_ext _ (score d t)); [apply is_derive_unique, score_derive|].
  intros y. apply is_derive_unique, log_p_derive.
Qed.

(** The same for every quadratic: what is not the mean adds its squared distance. *)
Lemma squared_error x D :
  𝔼[x0 ∈ d | t, x] (x0 - D)² ≡
    tweedie_on_identity t + tweedie_on_hessian t * Derive_n log_p 2 x + (D - denoiser x)².
Proof.
  refine (posterior_expectation_eq _ _ _ _ _ _ _ (posterior_quadratic d t d_proper noise x D 0 0 1) _ _).
  - intros x0. ring.
  - rewrite hessian_is, denoiser_is.
    set (K := fun c => (component_score t c x)² - / var (noisy t c)).
    set (b := (σ t)² / α t). set (e := x / α t - D).
    transitivity (over_components d t (fun c => 1 * (((σ t)² / (α t)² + e²) * 1 + 2 * e * b * component_score t c x)
                                                + b² * K c) x).
    + apply over_components_same. intros c cd. cbv zeta. unfold K.
      pose proof (denoised_mean d t d_proper noise c x cd) as μ.
      pose proof (denoised_var d t d_proper noise c x cd) as τ.
      pose proof (noisy_var_positive d t d_proper noise c cd) as V0.
      set (m := mean (denoised t c x)) in *. set (v := var (denoised t c x)) in *.
      set (k := component_score t c x) in *. set (V := var (noisy t c)) in *. clearbody m v k V.
      transitivity ((α t * m / α t - D)² + (α t)² * v / (α t)²); [unfold Rsqr; field; lra|].
      rewrite μ, τ. unfold b, e, Rsqr. field. lra.
    + rewrite !over_components_combine, over_components_one by assumption. fold (score d t x).
      generalize (score d t x) (over_components d t K x). intros s k. unfold b, e.
      destruct t as [al si]. cbn [α σ] in *. formulas. unfold Rsqr. field. lra.
Qed.

(** Second order. *)
Theorem covariance_is_the_posterior_covariance x :
  ex_derive_n log_p 2 x /\
  𝔼[x0 ∈ d | t, x] (x0 - denoiser x)² ≡ tweedie_on_identity t + tweedie_on_hessian t * Derive_n log_p 2 x.
Proof.
  split.
  - simpl. apply (ex_derive_ext (score d t)); [|eexists; apply score_derive].
    intros y. symmetry. apply is_derive_unique, log_p_derive.
  - refine (posterior_expectation_eq _ _ _ _ _ _ _ (squared_error x (denoiser x)) _ _); [reflexivity|].
    rewrite Rminus_diag_eq by reflexivity. unfold Rsqr. ring.
Qed.

(** [Cov[x₀ | x_t] = (σ²/α) ∂E[x₀ | x_t]/∂x_t] *)
Theorem covariance_is_the_slope_of_the_mean x :
  ex_derive denoiser x /\ 𝔼[x0 ∈ d | t, x] (x0 - denoiser x)² ≡ (σ t)² / α t * Derive denoiser x.
Proof.
  assert (slope : is_derive denoiser x ((1 + (σ t)² * Derive_n log_p 2 x) / α t)).
  { assert (same : forall y, / α t * y + (σ t)² / α t * score d t y = denoiser y).
    { intros y. rewrite denoiser_is. field. lra. }
    apply (is_derive_ext _ _ _ _ same).
    rewrite hessian_is. pose proof (score_derive x) as h.
    match type of h with is_derive _ _ ?v => set (k := v) in * end.
    replace ((1 + (σ t)² * k) / α t) with (/ α t * 1 + (σ t)² / α t * k) by (field; lra).
    apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule) (fun y => / α t * y)).
    - apply (is_derive_scal (fun y => y)), (is_derive_id (K := R_AbsRing)).
    - apply (is_derive_scal (score d t)), h. }
  split; [eexists; exact slope|]. rewrite (is_derive_unique _ _ _ slope).
  refine (posterior_expectation_eq _ _ _ _ _ _ _ (proj2 (covariance_is_the_posterior_covariance x)) _ _);
    [reflexivity|].
  generalize (Derive_n log_p 2 x). intros k. destruct t as [al si]. cbn [α σ] in *. formulas. unfold Rsqr. field. lra.
Qed.

(** [E(x₀ − D)² = mmse + (D − E[x₀ | x_t])²] at every [x_t], for every estimate [D]. *)
Theorem no_estimator_is_better x D :
  exists mmse, 𝔼[x0 ∈ d | t, x] (x0 - denoiser x)² ≡ mmse /\
               𝔼[x0 ∈ d | t, x] (x0 - D)² ≡ mmse + (D - denoiser x)².
Proof.
  eexists. split; [apply covariance_is_the_posterior_covariance | apply squared_error].
Qed.

(** [E (Cov[x₀ | x_t] + (E[x₀ | x_t] − M)²) = Cov x₀ = Σ w_k (v_k + (m_k − M)²)], [M] the mean of the data. *)
Theorem variance_splits_into_known_and_unknown M :
  let cov x := tweedie_on_identity t + tweedie_on_hessian t * Derive_n log_p 2 x in
  ∫ x, (cov x + (denoiser x - M)²) * noisy_density d t x ≡
    sum_over (fun c => fst c * (var (snd c) + (mean (snd c) - M)²)) d.
Proof.
  intros cov.
  refine (integral_eq _ _ _ _ (integral_sum (fun c x => fst c *
    (((mean (denoised t c x) - M)² + var (denoised t c x)) * density (noisy t c) x))
    (fun c => fst c * (var (snd c) + (mean (snd c) - M)²)) d _) _ _); [| |reflexivity].
  - intros c cd. apply integral_scal. destruct d_proper as [_ all].
    apply component_splits; [exact noise | apply all, cd].
  - intros x. pose proof (posterior_quadratic d t d_proper noise x M 0 0 1) as by_component.
    assert (square : forall x0, 0 + 0 * (x0 - M) + 1 * (x0 - M)² = (x0 - M)²) by (intros; ring).
    apply (fun H => posterior_expectation_eq d t x _ _ _ _ H square eq_refl) in by_component.
    unfold cov. replace (denoiser x - M)² with (M - denoiser x)² by (unfold Rsqr; ring).
    rewrite (posterior_expectation_unique d t d_proper x _ _ _ (squared_error x M) by_component).
    rewrite over_components_is by assumption. apply sum_same. intros. cbv zeta. ring.
Qed.

End Tweedie.
