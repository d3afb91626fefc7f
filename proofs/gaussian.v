(** * The Gaussian

    [[
      ∫ exp(−x²) dx = √π
      𝒩(x; m, v) = exp(−(x − m)²/2v) / √(2πv)          ∫ 𝒩 = 1    ∫ x 𝒩 = m    ∫ (x − m)² 𝒩 = v
    ]]

    The first line needs an idea, and this is the classical one: with

    [[
      F(x) = (∫₀ˣ exp(−t²) dt)² + ∫₀¹ exp(−x²(1 + t²))/(1 + t²) dt
    ]]

    [F' = 0], [F(0) = ∫₀¹ dt/(1 + t²) = π/4], and the second term dies as [x → ∞]. The rest is three derivatives. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula integral.
Local Open Scope R_scope.

(** ** The integral of [exp(−x²)] *)

Definition bell (x : R) : R := exp (- (x * x)).

Lemma bell_derive x : is_derive bell x (-2 * x * bell x).
Proof. unfold bell. auto_derive; [exact I | ring]. Qed.

Lemma bell_continuous x : continuous bell x.
Proof. apply (ex_derive_continuous bell). eexists. apply bell_derive. Qed.

Lemma bell_ex a b : ex_RInt bell a b.
Proof. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; apply bell_continuous. Qed.

Definition area (x : R) : R := RInt bell 0 x.

Lemma area_derive x : is_derive area x (bell x).
Proof.
  apply (is_derive_RInt bell area 0 x).
  - apply filter_forall. intros y. apply (RInt_correct (V := R_CompleteNormedModule)), bell_ex.
  - apply bell_continuous.
Qed.

(** [∫₀ˣ exp(−t²) dt = ∫₀¹ x exp(−x²t²) dt] *)
Lemma area_scaled x : area x = RInt (fun t => x * bell (x * t)) 0 1.
Proof.
  unfold area. pose proof (RInt_comp_lin (V := R_CompleteNormedModule) bell x 0 0 1) as H.
  rewrite !Rmult_0_r, !Rmult_1_r, !Rplus_0_r in H. rewrite <- H by apply bell_ex.
  apply RInt_ext. intros t _. rewrite Rplus_0_r. reflexivity.
Qed.

Definition slice (x t : R) : R := exp (- (x * x * (1 + t * t))) / (1 + t * t).

Lemma slice_derive x t : is_derive (fun x => slice x t) x (-2 * x * exp (- (x * x * (1 + t * t)))).
Proof. assert (0 < 1 + t * t) by nra. unfold slice. auto_derive; [lra | field; lra]. Qed.

Lemma slice_ex x a b : ex_RInt (slice x) a b.
Proof.
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros t _.
  apply (ex_derive_continuous (slice x)). unfold slice. auto_derive. nra.
Qed.

Definition rest (x : R) : R := RInt (slice x) 0 1.

(** Differentiation under the integral, and [exp(−x²(1 + t²)) = exp(−x²) exp(−x²t²)]. *)
Lemma rest_derive x : is_derive rest x (-2 * bell x * area x).
Proof.
  replace (-2 * bell x * area x) with (RInt (fun t => Derive (fun u => slice u t) x) 0 1).
  - apply (is_derive_RInt_param slice 0 1 x).
    + apply filter_forall. intros y t _. eexists. apply slice_derive.
    + intros t _. apply (continuity_2d_pt_ext (fun u v => -2 * u * exp (- (u * u * (1 + v * v))))).
      { intros; symmetry; apply is_derive_unique, slice_derive. }
      apply continuity_2d_pt_mult.
      * apply continuity_2d_pt_mult; [apply continuity_2d_pt_const | apply continuity_2d_pt_id1].
      * apply (continuity_1d_2d_pt_comp exp (fun u v => - (u * u * (1 + v * v)))).
        { apply derivable_continuous, derivable_exp. }
        apply continuity_2d_pt_opp.
        repeat first [apply continuity_2d_pt_mult | apply continuity_2d_pt_plus | apply continuity_2d_pt_const
                     | apply continuity_2d_pt_id1 | apply continuity_2d_pt_id2].
    + apply filter_forall. intros y. apply slice_ex.
  - rewrite area_scaled.
    transitivity (RInt (fun t => scal (-2 * bell x) (x * bell (x * t))) 0 1).
    + apply RInt_ext. intros t _. etransitivity; [apply is_derive_unique, slice_derive|].
      unfold scal; simpl; unfold mult; simpl; unfold bell.
      replace (- (x * x * (1 + t * t))) with (- (x * x) + - (x * t * (x * t))) by ring.
      rewrite exp_plus. ring.
    + apply (RInt_scal (V := R_CompleteNormedModule) (fun t => x * bell (x * t))).
      apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros t _.
      apply (ex_derive_continuous (fun t => x * bell (x * t))). unfold bell. auto_derive. exact I.
Qed.

Lemma slice_start t : slice 0 t = / (1 + t²).
Proof.
  unfold slice, Rsqr. replace (- (0 * 0 * (1 + t * t))) with 0 by ring. rewrite exp_0. field. nra.
Qed.

(** [∫₀¹ dt/(1 + t²) = π/4] *)
Lemma rest_start : rest 0 = PI / 4.
Proof.
  assert (H : is_RInt (fun t => / (1 + t²)) 0 1 (atan 1 - atan 0)).
  { apply (is_RInt_derive (V := R_CompleteNormedModule) atan); intros t _; [apply is_derive_atan|].
    apply (ex_derive_continuous (fun t => / (1 + t²))). unfold Rsqr. auto_derive. nra. }
  rewrite atan_1, atan_0 in H. rewrite <- (Rminus_0_r (PI / 4)).
  rewrite <- (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ H).
  apply RInt_ext. intros t _. apply slice_start.
Qed.

Lemma area_squared x : area x * area x + rest x = PI / 4.
Proof.
  assert (start : area 0 * area 0 + rest 0 = PI / 4).
  { replace (area 0) with 0; [rewrite rest_start; ring|].
    symmetry. apply (RInt_point (V := R_CompleteNormedModule) 0 bell). }
  rewrite <- start.
  assert (H : forall y, is_derive (fun y => area y * area y + rest y) y 0).
  { intros y.
    replace 0 with (bell y * area y + area y * bell y + -2 * bell y * area y) by ring.
    apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule) (fun y => area y * area y) rest).
    - apply (is_derive_mult (K := R_AbsRing) area area); try apply area_derive. intros; apply Rmult_comm.
    - apply rest_derive. }
  destruct (Req_dec x 0) as [-> | x0]; [reflexivity|].
  destruct (MVT_gen (fun y => area y * area y + rest y) 0 x (fun _ => 0)) as (c & _ & Hc).
  - intros; apply H.
  - intros; apply continuity_pt_filterlim, (ex_derive_continuous (fun y => area y * area y + rest y)).
    eexists; apply H.
  - lra.
Qed.

(** [exp(−u) ≤ 1/u] for [u > 0]. *)
Lemma exp_opp_le u : 0 < u -> exp (- u) <= / u.
Proof.
  intros. rewrite exp_Ropp. apply Rinv_le_contravar; [assumption|].
  pose proof (exp_ineq1_le u). lra.
Qed.

Lemma rest_bound x : x <> 0 -> 0 <= rest x <= / (x * x).
Proof.
  intros x0. assert (0 < x * x) by nra. unfold rest. split.
  - apply RInt_ge_0; [lra | apply slice_ex|]. intros t _. unfold slice.
    apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos | nra].
  - replace (/ (x * x)) with (RInt (fun _ => / (x * x)) 0 1).
    2: { rewrite RInt_const. unfold scal; simpl; unfold mult; simpl; ring. }
    apply RInt_le; [lra | apply slice_ex | apply ex_RInt_const|]. intros t _.
    assert (1 <= 1 + t * t) by nra. unfold slice.
    apply Rle_trans with (exp (- (x * x * (1 + t * t)))).
    + apply Rle_div_l; [lra|]. pose proof (exp_pos (- (x * x * (1 + t * t)))). nra.
    + apply Rle_trans with (/ (x * x * (1 + t * t))); [apply exp_opp_le; nra|].
      apply Rinv_le_contravar; nra.
Qed.

Lemma area_limit : is_lim area p_infty (sqrt PI / 2).
Proof.
  pose proof PI_RGT_0. pose proof (sqrt_lt_R0 PI PI_RGT_0). pose proof (sqrt_sqrt PI ltac:(lra)).
  apply is_lim_spec. intros (e & e0). simpl. exists (/ (sqrt PI / 2 * e) + 1). intros x Hx.
  assert (k : 0 < sqrt PI / 2 * e) by nra. pose proof (Rinv_0_lt_compat _ k).
  assert (0 <= area x).
  { unfold area. apply RInt_ge_0; [lra | apply bell_ex | intros; apply Rlt_le, exp_pos]. }
  pose proof (area_squared x). pose proof (rest_bound x ltac:(lra)) as rb.
  assert (/ (x * x) < sqrt PI / 2 * e).
  { rewrite <- (Rinv_inv (sqrt PI / 2 * e)). apply Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; nra. }
  (* (√π/2 − area)(√π/2 + area) = rest < (√π/2) e *)
  apply Rabs_def1; nra.
Qed.

Lemma area_odd x : area (- x) = - area x.
Proof.
  unfold area. pose proof (RInt_comp_lin (V := R_CompleteNormedModule) bell (-1) 0 0 x) as H.
  replace (-1 * 0 + 0) with 0 in H by ring. replace (-1 * x + 0) with (- x) in H by ring.
  rewrite <- H by apply bell_ex.
  transitivity (RInt (fun t => scal (-1) (bell t)) 0 x).
  - apply RInt_ext. intros t _. unfold bell. do 2 f_equal. ring.
  - rewrite (RInt_scal (V := R_CompleteNormedModule) bell) by apply bell_ex.
    unfold scal; simpl; unfold mult; simpl. ring.
Qed.

Theorem gaussian_integral : ∫ x, exp (- (x * x)) ≡ sqrt PI.
Proof.
  replace (sqrt PI) with (sqrt PI / 2 - - (sqrt PI / 2)) by field.
  apply (integral_derivative area bell); [apply area_derive | apply bell_continuous | | apply area_limit].
  apply (is_lim_ext (fun x => - area (- x))); [intros; rewrite area_odd; ring|].
  apply (is_lim_opp (fun x => area (- x)) m_infty (sqrt PI / 2)).
  apply (is_lim_comp area Ropp m_infty (sqrt PI / 2) p_infty area_limit).
  - apply is_lim_spec. intros M. simpl. exists (- M). intros; lra.
  - simpl. exists 0. discriminate.
Qed.

(** ** Its first two moments *)

Lemma bell_vanishes x : x <> 0 -> bell x <= / Rabs x /\ Rabs x * bell x <= / Rabs x.
Proof.
  intros x0. pose proof (Rabs_pos_lt x x0) as r0.
  unfold bell. replace (x * x) with (Rabs x * Rabs x) by (unfold Rabs; destruct (Rcase_abs x); ring).
  set (r := Rabs x) in *. pose proof (exp_ineq1_le (r * r)) as e1. rewrite exp_Ropp. split.
  - apply Rinv_le_contravar; nra.
  - apply Rmult_le_reg_l with (exp (r * r) * r); [apply Rmult_lt_0_compat; [apply exp_pos | assumption]|].
    pose proof (exp_pos (r * r)). field_simplify; [nra | lra | lra].
Qed.

Lemma bell_first : ∫ x, x * bell x ≡ 0.
Proof.
  destruct (vanishes (fun x => - / 2 * bell x) 1) as [L M].
  { intros x x0. pose proof (bell_vanishes x x0) as [b _]. pose proof (exp_pos (- (x * x))).
    rewrite Rabs_mult, Rabs_Ropp, !Rabs_right by (unfold bell; lra). unfold bell, Rdiv in *. lra. }
  replace 0 with (0 - 0) by ring. apply (integral_derivative (fun x => - / 2 * bell x)); try assumption.
  - intros x. unfold bell. auto_derive; [exact I | field].
  - intros x. apply (ex_derive_continuous (fun x => x * bell x)). unfold bell. auto_derive. exact I.
Qed.

Lemma bell_second : ∫ x, x * x * bell x ≡ sqrt PI / 2.
Proof.
  destruct (vanishes (fun x => - / 2 * (x * bell x)) 1) as [L M].
  { intros x x0. pose proof (bell_vanishes x x0) as [_ b]. pose proof (exp_pos (- (x * x))).
    pose proof (Rabs_pos x).
    rewrite !Rabs_mult, Rabs_Ropp, (Rabs_right (/ 2)), (Rabs_right (bell x)) by (unfold bell; lra).
    unfold bell, Rdiv in *. nra. }
  assert (H : ∫ x, x * x * bell x - / 2 * bell x ≡ 0 - 0).
  { apply (integral_derivative (fun x => - / 2 * (x * bell x))); try assumption.
    - intros x. unfold bell. auto_derive; [exact I | field].
    - intros x. apply (ex_derive_continuous (fun x => x * x * bell x - / 2 * bell x)).
      unfold bell. auto_derive. exact I. }
  refine (integral_eq _ _ _ _ (integral_plus _ _ _ _ H (integral_scal (/ 2) _ _ gaussian_integral)) _ _).
  - intros x. unfold bell. ring.
  - field.
Qed.

(** ** The density *)

(** [𝒩(x; m, v)], by its logarithm as in the code. *)
Definition density (g : gaussian R) (x : R) : R := exp (log_density g x).

Notation "'𝒩' ( x ; m , v )" := (density (Gaussian m%R v%R) x%R) (at level 0, format "𝒩 ( x ;  m ,  v )") : R_scope.

Lemma same_density g h x : mean g = mean h -> var g = var h -> density g x = density h x.
Proof. destruct g, h. simpl. intros -> ->. reflexivity. Qed.

Lemma density_positive g x : 0 < density g x.
Proof. apply exp_pos. Qed.

Lemma log_of_density g x : ln (density g x) = log_density g x.
Proof. apply ln_exp. Qed.

Lemma log_density_is g x : log_density g x = - / 2 * (ln (2 * PI * var g) + squared_distance g x).
Proof.
  unfold log_density. change (2 * PI * var g) with ((1 + 1) * PI * var g).
  set (q := squared_distance g x). formulas. field.
Qed.

Lemma density_is m v x : 0 < v -> 𝒩(x; m, v) = exp (- ((x - m)² / (2 * v))) / sqrt (2 * PI * v).
Proof.
  intros v0. pose proof PI_RGT_0. assert (0 < 2 * PI * v) by (apply Rmult_lt_0_compat; lra).
  unfold Rdiv at 1. rewrite <- Rpower_sqrt, <- Rpower_Ropp, Rmult_comm by assumption.
  unfold Rpower. rewrite <- exp_plus. unfold density. f_equal. formulas. unfold Rsqr.
  replace ((1 + 1) * PI * v) with (2 * PI * v) by ring. field. lra.
Qed.

(** Every integral in this folder is one of these: a quadratic against a Gaussian. *)
Theorem quadratic_mean a b c m v : 0 < v -> ∫ x, (a + b * (x - m) + c * (x - m)²) * 𝒩(x; m, v) ≡ a + c * v.
Proof.
  intros v0. pose proof PI_RGT_0 as pi0.
  pose proof (sqrt_lt_R0 (2 * v) ltac:(lra)) as s0. pose proof (sqrt_sqrt (2 * v) ltac:(lra)) as ss.
  pose proof (sqrt_lt_R0 PI ltac:(lra)) as p0.
  set (s := sqrt (2 * v)) in *.
  assert (root : sqrt (2 * PI * v) = s * sqrt PI).
  { unfold s. rewrite <- sqrt_mult by lra. f_equal. ring. }
  assert (H : ∫ z, (a + b * s * z + c * s * s * (z * z)) * bell z ≡ a * sqrt PI + c * s * s * (sqrt PI / 2)).
  { refine (integral_eq _ _ _ _ (integral_plus _ _ _ _ (integral_scal a _ _ gaussian_integral)
      (integral_plus _ _ _ _ (integral_scal (b * s) _ _ bell_first) (integral_scal (c * s * s) _ _ bell_second))) _ _).
    - intros z. unfold bell. ring.
    - ring. }
  apply (integral_affine (/ s) (- m / s)) in H; [|apply Rinv_0_lt_compat; assumption].
  apply (integral_scal (/ (s * sqrt PI))) in H.
  refine (integral_eq _ _ _ _ H _ _).
  - intros x. rewrite density_is, root by assumption. unfold bell.
    replace (- ((/ s * x + - m / s) * (/ s * x + - m / s))) with (- ((x - m)² / (2 * v))).
    + unfold Rsqr. field. split; lra.
    + unfold Rsqr. rewrite <- ss. field. lra.
  - replace v with (s * s / 2) by lra. field. split; lra.
Qed.

Theorem integrates_to_one m v : 0 < v -> ∫ x, 𝒩(x; m, v) ≡ 1.
Proof. intros v0. apply (integral_eq _ _ _ _ (quadratic_mean 1 0 0 m v v0)); intros; ring. Qed.

Theorem mean_is_the_mean m v : 0 < v -> ∫ x, x * 𝒩(x; m, v) ≡ m.
Proof. intros v0. apply (integral_eq _ _ _ _ (quadratic_mean m 1 0 m v v0)); intros; ring. Qed.

Theorem var_is_the_variance m v : 0 < v -> ∫ x, (x - m)² * 𝒩(x; m, v) ≡ v.
Proof. intros v0. apply (integral_eq _ _ _ _ (quadratic_mean 0 0 1 m v v0)); intros; ring. Qed.

(** ** The distribution function *)

(** [Φ(z) = ½ + (1/√π) ∫₀^{z/√2} exp(−t²) dt] *)
Definition normal_cdf (z : R) : R := / 2 + / sqrt PI * area (/ sqrt 2 * z).

Lemma normal_cdf_derive z : is_derive normal_cdf z (𝒩(z; 0, 1)).
Proof.
  pose proof PI_RGT_0 as pi0. pose proof (sqrt_lt_R0 PI pi0). pose proof (sqrt_lt_R0 2 ltac:(lra)).
  pose proof (sqrt_sqrt 2 ltac:(lra)) as ss.
  replace (𝒩(z; 0, 1)) with (0 + / sqrt PI * (/ sqrt 2 * bell (/ sqrt 2 * z))).
  - apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule) (fun _ => / 2)).
    + apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
    + apply (is_derive_scal (fun z => area (/ sqrt 2 * z))).
      apply (is_derive_comp (K := R_AbsRing) (V := R_NormedModule) area (fun z => / sqrt 2 * z)).
      * apply area_derive.
      * set (k := / sqrt 2). auto_derive; [exact I | ring].
  - rewrite density_is, (Rmult_1_r (2 * PI)), sqrt_mult by lra. unfold bell.
    replace (- (/ sqrt 2 * z * (/ sqrt 2 * z))) with (- ((z - 0)² / (2 * 1))).
    + field. split; lra.
    + unfold Rsqr. set (s := sqrt 2) in *. clearbody s. rewrite <- ss. field. lra.
Qed.

(** Its limits are 0 and 1. *)
Lemma normal_cdf_limits : is_lim normal_cdf m_infty 0 /\ is_lim normal_cdf p_infty 1.
Proof.
  pose proof PI_RGT_0 as pi0. pose proof (sqrt_lt_R0 PI pi0). pose proof (sqrt_lt_R0 2 ltac:(lra)) as s0.
  assert (up : is_lim normal_cdf p_infty 1).
  { replace 1 with (/ 2 + / sqrt PI * (sqrt PI / 2)) by (field; lra).
    apply (is_lim_plus' (fun _ => / 2)); [apply is_lim_const|].
    apply (is_lim_scal_l (fun z => area (/ sqrt 2 * z)) (/ sqrt PI) p_infty (sqrt PI / 2)).
    apply (is_lim_comp area (fun z => / sqrt 2 * z) p_infty (sqrt PI / 2) p_infty area_limit).
    - apply is_lim_spec. intros M. simpl. exists (sqrt 2 * M). intros z Hz.
      apply (Rmult_lt_reg_l (sqrt 2)); [assumption|]. field_simplify; lra.
    - exists 0. discriminate. }
  split; [|exact up].
  apply (is_lim_ext (fun z => 1 - normal_cdf (- z))).
  { intros z. unfold normal_cdf. replace (/ sqrt 2 * - z) with (- (/ sqrt 2 * z)) by ring.
    rewrite area_odd. field. lra. }
  replace (Finite 0) with (Finite (1 - 1)) by (f_equal; ring).
  apply (is_lim_minus' (fun _ => 1)); [apply is_lim_const|].
  apply (is_lim_comp normal_cdf Ropp m_infty 1 p_infty up).
  - apply is_lim_spec. intros M. simpl. exists (- M). intros; lra.
  - exists 0. discriminate.
Qed.

(** [∫_a^b 𝒩(x; m, v) dx = Φ((b − m)/√v) − Φ((a − m)/√v)] *)
Lemma integral_of_a_bin m v a b : 0 < v ->
  is_RInt (density (Gaussian m v)) a b (normal_cdf ((b - m) / sqrt v) - normal_cdf ((a - m) / sqrt v)).
Proof.
  intros v0. pose proof (sqrt_lt_R0 v v0) as s0. pose proof (sqrt_sqrt v ltac:(lra)) as ss.
  assert (d : forall x, is_derive (fun x => normal_cdf ((x - m) / sqrt v)) x (𝒩(x; m, v))).
  { intros x. replace (𝒩(x; m, v)) with (/ sqrt v * 𝒩((x - m) / sqrt v; 0, 1)).
    - apply (is_derive_comp (K := R_AbsRing) (V := R_NormedModule) normal_cdf (fun x => (x - m) / sqrt v)).
      + apply normal_cdf_derive.
      + set (k := sqrt v) in *. clearbody k. auto_derive; [exact I | field; lra].
    - pose proof PI_RGT_0 as pi0. rewrite !density_is, (Rmult_1_r (2 * PI)), (sqrt_mult (2 * PI) v) by lra.
      pose proof (sqrt_lt_R0 (2 * PI) ltac:(lra)).
      replace ((((x - m) / sqrt v) - 0)² / (2 * 1)) with ((x - m)² / (2 * v)); [field; lra|].
      unfold Rsqr. set (s := sqrt v) in *. clearbody s. rewrite <- ss. field. lra. }
  apply (is_RInt_derive (V := R_CompleteNormedModule) (fun x => normal_cdf ((x - m) / sqrt v))).
  - intros x _. apply d.
  - intros x _. apply (ex_derive_continuous (density (Gaussian m v))).
    apply (ex_derive_ext (fun x => exp (- / 2 * (ln (2 * PI * v) + (x - m) * (x - m) / v)))).
    + intros y. unfold density. rewrite log_density_is. reflexivity.
    + set (k := ln _). clearbody k. auto_derive. exact I.
Qed.

(** The bins that reach to infinity: [Φ((b − m)/√v)] below [b] and [1 − Φ((a − m)/√v)] above [a]. *)
Lemma integrals_of_tails m v x : 0 < v ->
  is_lim (fun a => RInt (density (Gaussian m v)) a x) m_infty (normal_cdf ((x - m) / sqrt v) - 0) /\
  is_lim (fun b => RInt (density (Gaussian m v)) x b) p_infty (1 - normal_cdf ((x - m) / sqrt v)).
Proof.
  intros v0. pose proof (sqrt_lt_R0 v v0) as s0. destruct normal_cdf_limits as [down up].
  assert (value : forall a b, RInt (density (Gaussian m v)) a b
    = normal_cdf ((b - m) / sqrt v) - normal_cdf ((a - m) / sqrt v)).
  { intros a b. apply (is_RInt_unique (V := R_CompleteNormedModule)), integral_of_a_bin, v0. }
  assert (scaled : forall M, sqrt v * ((M - m) / sqrt v) = M - m) by (intros; field; lra).
  split.
  - apply (is_lim_ext (fun a => normal_cdf ((x - m) / sqrt v) - normal_cdf ((a - m) / sqrt v))).
    { intros a. symmetry. apply value. }
    apply (is_lim_minus' (fun _ => normal_cdf ((x - m) / sqrt v))); [apply is_lim_const|].
    apply (is_lim_comp normal_cdf (fun a => (a - m) / sqrt v) m_infty 0 m_infty down).
    + apply is_lim_spec. intros M. simpl. exists (sqrt v * M + m). intros a Ha.
      apply (Rmult_lt_reg_l (sqrt v)); [assumption|]. rewrite scaled. lra.
    + exists 0. discriminate.
  - apply (is_lim_ext (fun b => normal_cdf ((b - m) / sqrt v) - normal_cdf ((x - m) / sqrt v))).
    { intros b. symmetry. apply value. }
    apply (is_lim_minus' (fun b => normal_cdf ((b - m) / sqrt v))); [|apply is_lim_const].
    apply (is_lim_comp normal_cdf (fun b => (b - m) / sqrt v) p_infty 1 p_infty up).
    + apply is_lim_spec. intros M. simpl. exists (sqrt v * M + m). intros b Hb.
      apply (Rmult_lt_reg_l (sqrt v)); [assumption|]. rewrite scaled. lra.
    + exists 0. discriminate.
Qed.
