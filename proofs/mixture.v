(** * Data, and what noise makes of them

    The data are a finite mixture [Σ w_k 𝒩(m_k, v_k)] with [v_k ≥ 0]; a component with [v_k = 0] is a point, so any
    finite set of points is among them. At a level [(α, σ)], [σ > 0], the law of [x_t = α x₀ + σ ε] is again a mixture,

    [[
      p(x) = Σ w_k 𝒩(x; α m_k, V_k)        V_k = α² v_k + σ²
    ]]

    and given [x_t = x] component [k] has the responsibility [r_k = w_k 𝒩(x; α m_k, V_k)/p(x)], and within it [x₀] has
    mean [μ_k] and variance [τ_k]. One coordinate is enough for the score in any dimension: held fixed, the other
    coordinates multiply each weight by a positive number, and the weights below are any positive numbers. *)

From Coq Require Import Reals Lra Psatz List Permutation.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula integral gaussian merging.
Import ListNotations.
Local Open Scope R_scope.

(** ** Finite sums *)

Section Sums.
Context {A : Type}.
Implicit Types (f g : A -> R) (l : list A).

Lemma sum_same f g l : (forall a, In a l -> f a = g a) -> sum_over f l = sum_over g l.
Proof. induction l as [|a l IH]; simpl; intros fg; [reflexivity|]. rewrite fg, IH; auto. Qed.

Lemma sum_combine u v f g l : sum_over (fun a => u * f a + v * g a) l = u * sum_over f l + v * sum_over g l.
Proof. induction l as [|a l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_scal u f l : sum_over (fun a => u * f a) l = u * sum_over f l.
Proof. induction l as [|a l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_positive f l : l <> [] -> (forall a, In a l -> 0 < f a) -> 0 < sum_over f l.
Proof.
  intros some f0. destruct l as [|a l]; [contradiction|]. simpl. clear some.
  assert (0 <= sum_over f l).
  { induction l as [|b l IH]; simpl; [lra|].
    pose proof (f0 b ltac:(simpl; auto)). enough (0 <= sum_over f l) by lra.
    apply IH. intros c [->|cl]; apply f0; simpl; auto. }
  pose proof (f0 a ltac:(simpl; auto)). lra.
Qed.

Lemma sum_derive (f : A -> R -> R) (df : A -> R) l x : (forall a, In a l -> is_derive (f a) x (df a)) ->
  is_derive (fun y => sum_over (fun a => f a y) l) x (sum_over df l).
Proof.
  induction l as [|a l IH]; simpl; intros d.
  - apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule) 0).
  - apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule) (f a)); auto.
Qed.
End Sums.

(** ** Data *)

Definition mixture : Type := list (R * gaussian R).

(** There is a component, weights are positive, variances are not negative. *)
Definition proper (d : mixture) : Prop := d <> [] /\ forall c, In c d -> 0 < fst c /\ 0 <= var (snd c).

(** The mean of [h] over one component: an integral, or the value at a point. *)
Definition expects (g : gaussian R) (h : R -> R) (I : R) : Prop :=
  var g = 0 /\ I = h (mean g) \/ 0 < var g /\ ∫ x0, h x0 * density g x0 ≡ I.

(** The mean of [h] over the data. *)
Definition is_expectation (d : mixture) (h : R -> R) (I : R) : Prop :=
  exists J, (forall c, In c d -> expects (snd c) h (J c)) /\ I = sum_over (fun c => fst c * J c) d.

Notation "'𝔼' [ x0 ∈ d ] h ≡ I" := (is_expectation d (fun x0 => h%R) I%R)
  (at level 70, x0 name, d at level 69, h at level 69, I at level 69, format "𝔼 [ x0  ∈  d ]  h  ≡  I") : R_scope.

Lemma expectation_unique d h I J : is_expectation d h I -> is_expectation d h J -> I = J.
Proof.
  intros (K & HK & ->) (L & HL & ->). apply sum_same. intros c cd. f_equal.
  destruct (HK c cd) as [(v & ->)|(v & k)], (HL c cd) as [(w & ->)|(w & l)]; try lra.
  exact (integral_unique _ _ _ k l).
Qed.

Lemma expects_eq g h k I J : expects g h I -> (forall x0, h x0 = k x0) -> I = J -> expects g k J.
Proof.
  intros [(v & ->)|(v & i)] hk <-; [left | right]; split; try assumption.
  - apply hk.
  - refine (integral_ext _ _ _ _ i). intros. rewrite hk. reflexivity.
Qed.

Lemma expectation_ext d h k I : (forall x0, h x0 = k x0) -> is_expectation d h I -> is_expectation d k I.
Proof.
  intros hk (J & HJ & ->). exists J. split; [|reflexivity].
  intros c cd. exact (expects_eq _ _ _ _ _ (HJ c cd) hk eq_refl).
Qed.

(** Without points it is one integral against the density of the data. *)
Lemma expectation_is_an_integral d h I : (forall c, In c d -> 0 < var (snd c)) -> is_expectation d h I ->
  ∫ x0, h x0 * sum_over (fun c => fst c * density (snd c) x0) d ≡ I.
Proof.
  intros v0 (J & HJ & ->).
  refine (integral_ext _ _ _ _ (integral_sum (fun c x0 => fst c * (h x0 * density (snd c) x0)) _ d _)).
  - intros x. rewrite <- sum_scal. apply sum_same. intros. ring.
  - intros c cd. apply integral_scal. pose proof (v0 c cd).
    destruct (HJ c cd) as [(v & _)|(_ & k)]; [lra | exact k].
Qed.

(** One component: a quadratic. *)
Lemma expects_quadratic g A B C : 0 <= var g ->
  expects g (fun x0 => A + B * (x0 - mean g) + C * (x0 - mean g)²) (A + C * var g).
Proof.
  intros v0. destruct (Rle_lt_or_eq_dec _ _ v0) as [v1|v1]; [right | left]; (split; [auto|]).
  - destruct g as [m v]. apply quadratic_mean, v1.
  - rewrite <- v1. unfold Rsqr. ring.
Qed.

Lemma sum_reordered {A} (f : A -> R) l k : Permutation l k -> sum_over f l = sum_over f k.
Proof. induction 1; simpl; lra. Qed.

Lemma expectation_reordered d e h I : Permutation d e -> is_expectation d h I -> is_expectation e h I.
Proof.
  intros same (J & HJ & ->). exists J. split; [|apply sum_reordered, same].
  intros c ce. apply HJ, (Permutation_in c (Permutation_sym same) ce).
Qed.

(** ** Noise on one component *)

Lemma noisy_positive t g : 0 < σ t -> 0 <= var g -> 0 < var (push (marginal t) g).
Proof. destruct t as [a s], g as [m v]. formulas. nra. Qed.

(** A point stays where it is. *)
Lemma denoised_point t g x : 0 < σ t -> var g = 0 -> at_point (invert (marginal t) g) x = g.
Proof. destruct t as [a s], g as [m v]. cbn [σ var]. intros s0 ->. formulas. f_equal; field; nra. Qed.

(** The mean and the variance of [x₀] by the component's score [s_k = −(x − α m_k)/V_k]. *)
Lemma denoised_by_score t g x : 0 < σ t -> 0 <= var g ->
  let V := var (push (marginal t) g) in
  let s := - ((x - mean (push (marginal t) g)) / V) in
  α t * mean (at_point (invert (marginal t) g) x) = x + (σ t)² * s /\
  (α t)² * var (at_point (invert (marginal t) g) x) = (σ t)² * (1 - (σ t)² / V).
Proof.
  intros s0 v0. pose proof (noisy_positive t g s0 v0) as V0. destruct t as [a s], g as [m v].
  formulas. unfold Rsqr. split; field; lra.
Qed.

(** Known and unknown: over [x], the squared distance of [μ_k] from [M] and [τ_k] make up that of [x₀]. *)
Lemma component_splits t g M : 0 < σ t -> 0 <= var g ->
  ∫ x, ((mean (at_point (invert (marginal t) g) x) - M)² + var (at_point (invert (marginal t) g) x))
       * density (push (marginal t) g) x ≡ var g + (mean g - M)².
Proof.
  intros s0 v0. pose proof (noisy_positive t g s0 v0) as V0.
  set (k := gain (marginal t) g). set (m := mean (push (marginal t) g)).
  refine (integral_eq _ _ _ _ (quadratic_mean ((mean g - M)² + noise_var (invert (marginal t) g))
    (2 * (mean g - M) * k) k² m (var (push (marginal t) g)) V0) _ _).
  - intros x. change (𝒩(x; m, var (push (marginal t) g))) with (density (push (marginal t) g) x).
    change (mean (at_point (invert (marginal t) g) x)) with (k * x + (mean g - k * m)).
    change (var (at_point (invert (marginal t) g) x)) with (noise_var (invert (marginal t) g)).
    unfold Rsqr. ring.
  - unfold k. clear k m. destruct t as [a s], g as [n v]. formulas. unfold Rsqr. field. lra.
Qed.

(** ** Noise on all of them *)

Section Noise.
Variables (d : mixture) (t : level R).
Hypothesis d_proper : proper d.
Hypothesis t_noisy : 0 < σ t.

(** [𝒩(α m_k, V_k)] *)
Definition noisy (c : R * gaussian R) : gaussian R := push (marginal t) (snd c).

(** [x₀] given [x] and the component. *)
Definition denoised (c : R * gaussian R) (x : R) : gaussian R := at_point (invert (marginal t) (snd c)) x.

(** [p(x)] *)
Definition noisy_density (x : R) : R := sum_over (fun c => fst c * density (noisy c) x) d.

(** [r_k] *)
Definition responsibility (c : R * gaussian R) (x : R) : R := fst c * density (noisy c) x / noisy_density x.

(** [Σ r_k f_k] *)
Definition over_components (f : R * gaussian R -> R) (x : R) : R := sum_over (fun c => responsibility c x * f c) d.

Lemma noisy_var_positive c : In c d -> 0 < var (noisy c).
Proof.
  intros cd. destruct d_proper as [_ all]. destruct (all c cd) as [_ v0].
  apply noisy_positive; assumption.
Qed.

Lemma noisy_integrates_to_one c : In c d -> ∫ x, density (noisy c) x ≡ 1.
Proof. intros cd. exact (integrates_to_one (mean (noisy c)) _ (noisy_var_positive c cd)). Qed.

Lemma noisy_density_positive x : 0 < noisy_density x.
Proof.
  destruct d_proper as [some all]. apply sum_positive; [exact some|].
  intros c cd. apply Rmult_lt_0_compat; [apply all, cd | apply density_positive].
Qed.

Lemma over_components_is f x :
  over_components f x * noisy_density x = sum_over (fun c => fst c * density (noisy c) x * f c) d.
Proof.
  pose proof (noisy_density_positive x). rewrite Rmult_comm. unfold over_components. rewrite <- sum_scal.
  apply sum_same. intros c _. unfold responsibility. field. lra.
Qed.

Lemma over_components_combine u v f g x :
  over_components (fun c => u * f c + v * g c) x = u * over_components f x + v * over_components g x.
Proof. unfold over_components. rewrite <- sum_combine. apply sum_same. intros. ring. Qed.

Lemma over_components_scal u f x : over_components (fun c => u * f c) x = u * over_components f x.
Proof. unfold over_components. rewrite <- sum_scal. apply sum_same. intros. ring. Qed.

Lemma over_components_same f g x : (forall c, In c d -> f c = g c) -> over_components f x = over_components g x.
Proof. intros fg. apply sum_same. intros c cd. rewrite fg by assumption. reflexivity. Qed.

Lemma over_components_one x : over_components (fun _ => 1) x = 1.
Proof.
  pose proof (noisy_density_positive x). apply (Rmult_eq_reg_r (noisy_density x)); [|lra].
  rewrite over_components_is, Rmult_1_l. apply sum_same. intros. ring.
Qed.

(** [E[h(x₀) | x_t = x]], by Bayes' rule: [I p(x) = E h(x₀) q(x | x₀)]. *)
Definition is_posterior_expectation (x : R) (h : R -> R) (I : R) : Prop :=
  is_expectation d (fun x0 => h x0 * density (at_point (marginal t) x0) x) (I * noisy_density x).

Lemma posterior_expectation_unique x h I J :
  is_posterior_expectation x h I -> is_posterior_expectation x h J -> I = J.
Proof.
  intros HI HJ. pose proof (noisy_density_positive x). apply (Rmult_eq_reg_r (noisy_density x)); [|lra].
  exact (expectation_unique _ _ _ _ HI HJ).
Qed.

Lemma posterior_expectation_eq x h k I J :
  is_posterior_expectation x h I -> (forall x0, h x0 = k x0) -> I = J -> is_posterior_expectation x k J.
Proof.
  intros HI hk <-. refine (expectation_ext _ _ _ _ _ HI). intros. rewrite hk. reflexivity.
Qed.

(** One component: a quadratic in [x₀] times the likelihood. *)
Lemma component_moments c x A B C : In c d ->
  expects (snd c) (fun x0 => (A + B * (x0 - mean (denoised c x)) + C * (x0 - mean (denoised c x))²)
                             * density (at_point (marginal t) x0) x)
    ((A + C * var (denoised c x)) * density (noisy c) x).
Proof.
  intros cd. destruct d_proper as [_ all]. destruct (all c cd) as [_ v0]. destruct (Rle_lt_or_eq_dec _ _ v0) as [v1|v1].
  - right. split; [exact v1|].
    assert (n0 : 0 < noise_var (marginal t)) by (apply (Rmult_lt_0_compat (σ t) (σ t)); assumption).
    refine (integral_eq _ _ _ _ (integral_scal (density (noisy c) x) _ _
      (quadratic_mean A B C (mean (denoised c x)) (var (denoised c x)) _)) _ _).
    + apply (invert_var_positive (marginal t) (snd c)); assumption.
    + intros x0. rewrite (Rmult_assoc _ (density (at_point (marginal t) x0) x)).
      rewrite (Rmult_comm (density (at_point (marginal t) x0) x)), a_gaussian_inverts_by_bayes_rule by assumption.
      change (𝒩(x0; mean (denoised c x), var (denoised c x))) with (density (denoised c x) x0).
      unfold noisy, denoised. ring.
    + ring.
  - left. split; [symmetry; exact v1|]. symmetry in v1.
    unfold denoised. rewrite denoised_point, v1 by assumption.
    rewrite (same_density (noisy c) (at_point (marginal t) (mean (snd c)))).
    + cbv beta. unfold Rsqr. ring.
    + reflexivity.
    + unfold noisy, push. cbn [var]. rewrite v1. unfold at_point. cbn [var].
      change (scale (marginal t) * scale (marginal t) * 0 + noise_var (marginal t) = noise_var (marginal t)). ring.
Qed.

(** All of them. *)
Theorem posterior_quadratic x M A B C :
  is_posterior_expectation x (fun x0 => A + B * (x0 - M) + C * (x0 - M)²)
    (over_components (fun c =>
      let μ := mean (denoised c x) in A + B * (μ - M) + C * ((μ - M)² + var (denoised c x))) x).
Proof.
  unfold is_posterior_expectation. rewrite over_components_is.
  exists (fun c => let μ := mean (denoised c x) in
    (A + B * (μ - M) + C * ((μ - M)² + var (denoised c x))) * density (noisy c) x).
  split; [|apply sum_same; intros; cbv zeta; ring].
  intros c cd. cbv zeta.
  pose proof (component_moments c x (A + B * (mean (denoised c x) - M) + C * (mean (denoised c x) - M)²)
    (B + 2 * C * (mean (denoised c x) - M)) C cd) as [(v & same)|(v & k)].
  - left. split; [exact v|]. transitivity ((A + B * (mean (denoised c x) - M) + C * (mean (denoised c x) - M)²
      + C * var (denoised c x)) * density (noisy c) x); [unfold Rsqr; ring|].
    rewrite same. unfold Rsqr. ring.
  - right. split; [exact v|]. refine (integral_eq _ _ _ _ k _ _); [intros x0|]; cbv beta; unfold Rsqr; ring.
Qed.

(** ** Derivatives *)

Lemma density_derive g x : var g <> 0 -> is_derive (density g) x (density g x * - ((x - mean g) / var g)).
Proof.
  destruct g as [m v]. cbn [mean var]. intros v0.
  apply (is_derive_ext (fun y => exp (- / 2 * (ln (2 * PI * v) + (y - m) * (y - m) / v)))).
  - intros y. unfold density. rewrite log_density_is. reflexivity.
  - unfold density. rewrite log_density_is. change (squared_distance (Gaussian m v) x) with ((x - m) * (x - m) / v).
    cbn [var]. set (k := ln (2 * PI * v)). clearbody k. auto_derive; [exact I|].
    unfold Rminus, Rdiv. field. exact v0.
Qed.

(** [s_k = −(x − α m_k)/V_k] *)
Definition component_score (c : R * gaussian R) (x : R) : R := - ((x - mean (noisy c)) / var (noisy c)).

Lemma noisy_density_derive x :
  is_derive noisy_density x (over_components (fun c => component_score c x) x * noisy_density x).
Proof.
  rewrite over_components_is. apply (sum_derive (fun c y => fst c * density (noisy c) y)).
  intros c cd. pose proof (noisy_var_positive c cd). rewrite Rmult_assoc.
  apply (is_derive_scal (fun y => density (noisy c) y)), density_derive. lra.
Qed.

(** [α μ_k = x + σ² s_k] *)
Lemma denoised_mean c x : In c d -> α t * mean (denoised c x) = x + (σ t)² * component_score c x.
Proof.
  intros cd. destruct d_proper as [_ all]. apply (denoised_by_score t (snd c) x t_noisy (proj2 (all c cd))).
Qed.

(** [α² τ_k = σ² (1 − σ²/V_k)] *)
Lemma denoised_var c x : In c d -> (α t)² * var (denoised c x) = (σ t)² * (1 - (σ t)² / var (noisy c)).
Proof.
  intros cd. destruct d_proper as [_ all]. apply (denoised_by_score t (snd c) x t_noisy (proj2 (all c cd))).
Qed.

Lemma noisy_density_derive_2 x :
  is_derive (fun y => over_components (fun c => component_score c y) y * noisy_density y) x
    (over_components (fun c => (component_score c x)² - / var (noisy c)) x * noisy_density x).
Proof.
  rewrite over_components_is.
  apply (is_derive_ext (fun y => sum_over (fun c => fst c * density (noisy c) y * component_score c y) d)).
  { intros y. rewrite over_components_is. reflexivity. }
  apply (sum_derive (fun c y => fst c * density (noisy c) y * component_score c y)).
  intros c cd. pose proof (noisy_var_positive c cd) as V0.
  set (s := component_score c x). set (V := var (noisy c)) in *.
  replace (fst c * density (noisy c) x * (s² - / V))
    with (fst c * (density (noisy c) x * s) * s + fst c * density (noisy c) x * - / V) by (unfold Rsqr; ring).
  apply (is_derive_mult (K := R_AbsRing) (fun y => fst c * density (noisy c) y) (component_score c)).
  - apply (is_derive_scal (fun y => density (noisy c) y)), density_derive. fold V. lra.
  - unfold component_score. fold V. set (m := mean (noisy c)). clearbody V m. auto_derive; [exact I | field; lra].
  - intros; apply Rmult_comm.
Qed.

End Noise.

Notation "'𝔼' [ x0 ∈ d | t , x ] h ≡ I" := (is_posterior_expectation d t x (fun x0 => h%R) I%R)
  (at level 70, x0 name, d at level 69, t at level 69, x at level 69, h at level 69, I at level 69,
   format "𝔼 [ x0  ∈  d  |  t ,  x ]  h  ≡  I") : R_scope.
