(** * EDM: preconditioning, and steps in unscaled data

    A network [F] is wrapped, [D = c_skip x + c_out F(c_in x)], around [x = x₀ + σ ε]. Of all wrappings with unit
    variance at input and target, EDM's leaves [F] the least to predict:

<<
        c_skip = σ_d²/(σ² + σ_d²)     c_out = σ σ_d/√(σ² + σ_d²)     c_in = 1/√(σ² + σ_d²)
>>

    [c_skip] is the one minimiser of the target's variance, [c_out²] the minimum, and [λ = 1/c_out²] evens the levels.
    As [σ → 0] the input is passed on, as [σ → ∞] the network predicts the data; both to second order.

    Euler's and Heun's steps of [dx̂/dσ̂ = (x̂ − D)/σ̂] in [x̂ = x/α], [σ̂ = σ/α] come out the same for every scaling.
    *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels expectation.
Local Open Scope R_scope.

(** [√(σ² + σ_d²)] by a name, with what is known of it. *)
Ltac hypotenuse sigma sigma_data :=
  let S := fresh "S" in
  assert (0 < sigma * sigma + sigma_data * sigma_data) by nra;
  pose proof (sqrt_lt_R0 (sigma * sigma + sigma_data * sigma_data) ltac:(assumption));
  pose proof (sqrt_sqrt (sigma * sigma + sigma_data * sigma_data) ltac:(lra));
  set (S := sqrt (sigma * sigma + sigma_data * sigma_data)) in *; clearbody S.

(** ** Preconditioning *)

Section Moments.

(** Centred data of standard deviation [σ_d], and noise of unit variance that knows nothing of them. *)
Variables (Ω : Type) (E : expectation Ω) (x0 eps : Ω -> R) (sigma sigma_data : R).
Hypothesis sigma_positive : 0 < sigma.
Hypothesis sigma_data_positive : 0 < sigma_data.
Hypothesis data_var : E (fun ω => x0 ω ^ 2) = sigma_data ^ 2.
Hypothesis noise_is_unit : E (fun ω => eps ω ^ 2) = 1.
Hypothesis independent : E (fun ω => x0 ω * eps ω) = 0.

Let x ω := x0 ω + sigma * eps ω.

(** What is left to predict when [c x] is passed on. *)
Definition rest (c : R) : R := E (fun ω => (x0 ω - c * x ω) ^ 2).

Lemma rest_is c : rest c = (1 - c) ^ 2 * sigma_data ^ 2 + c ^ 2 * sigma ^ 2.
Proof.
  unfold rest.
  rewrite (E_same E _ (fun ω => ((1 - c) * x0 ω + (- (c * sigma)) * eps ω) ^ 2)) by (intro; unfold x; ring).
  rewrite second_moment by exact independent. rewrite data_var, noise_is_unit. ring.
Qed.

Theorem network_input_and_target_have_unit_variance :
  let c := edm sigma sigma_data in
  E (fun ω => (c_in c * x ω) ^ 2) = 1 /\
  E (fun ω => ((x0 ω - c_skip c * x ω) / c_out c) ^ 2) = 1.
Proof.
  intro c. split.
  - rewrite (E_same E _ (fun ω => (c_in c * x0 ω + c_in c * sigma * eps ω) ^ 2)) by (intro; unfold x; ring).
    rewrite second_moment by exact independent. rewrite data_var, noise_is_unit.
    unfold c. formulas. hypotenuse sigma sigma_data. field_simplify; [| lra]. field_simplify_eq; nra.
  - rewrite (E_same E _ (fun ω => ((1 - c_skip c) / c_out c * x0 ω + - (c_skip c * sigma / c_out c) * eps ω) ^ 2))
      by (intro; unfold x, Rdiv; ring).
    rewrite second_moment by exact independent. rewrite data_var, noise_is_unit.
    unfold c. formulas. hypotenuse sigma sigma_data.
    replace (sigma * sigma + sigma_data * sigma_data) with (S * S) by assumption.
    field_simplify_eq; [| repeat split; nra]. nra.
Qed.

(** At a distance [h] from [c_skip] the rest is larger by [h² (σ² + σ_d²)]: there is one minimum, [c_out²]. *)
Theorem skip_leaves_the_least_to_predict c :
  let best := edm sigma sigma_data in
  rest (c_skip best) = c_out best ^ 2 /\
  rest c = rest (c_skip best) + (c - c_skip best) ^ 2 * (sigma ^ 2 + sigma_data ^ 2) /\
  (rest c <= rest (c_skip best) -> c = c_skip best).
Proof.
  intro best.
  assert (wide : 0 < sigma ^ 2 + sigma_data ^ 2) by nra.
  assert (more : rest c = rest (c_skip best) + (c - c_skip best) ^ 2 * (sigma ^ 2 + sigma_data ^ 2)).
  { rewrite !rest_is. unfold best. formulas. field. nra. }
  split; [| split; [exact more |]].
  - rewrite rest_is. unfold best. formulas. hypotenuse sigma sigma_data.
    replace ((sigma * sigma_data / S) ^ 2) with ((sigma * sigma_data) ^ 2 / (S * S)) by (field; lra).
    replace (S * S) with (sigma * sigma + sigma_data * sigma_data). field. nra.
  - intros least. rewrite more in least.
    assert (nothing : (c - c_skip best) ^ 2 <= 0) by nra.
    assert (c - c_skip best = 0); [| lra].
    apply Rsqr_0_uniq. unfold Rsqr. assert (0 <= (c - c_skip best) ^ 2) by apply pow2_ge_0. lra.
Qed.

(** A network that says 0 has the same weighted loss at every level; and [λ] as printed in Table 1. *)
Theorem loss_weight_evens_the_levels :
  let c := edm sigma sigma_data in
  loss_weight c * c_out c ^ 2 = 1 /\
  loss_weight c * E (fun ω => (c_skip c * x ω - x0 ω) ^ 2) = 1 /\
  loss_weight c = (sigma ^ 2 + sigma_data ^ 2) / (sigma * sigma_data) ^ 2.
Proof.
  intro c.
  assert (nonzero : c_out c <> 0).
  { unfold c. formulas. hypotenuse sigma sigma_data.
    apply Rgt_not_eq. unfold Rdiv. repeat apply Rmult_lt_0_compat; try lra. apply Rinv_0_lt_compat; lra. }
  assert (even : loss_weight c * c_out c ^ 2 = 1).
  { unfold loss_weight. generalize dependent (c_out c). intros. formulas. field. assumption. }
  split; [exact even | split].
  - rewrite (E_same E _ (fun ω => (x0 ω - c_skip c * x ω) ^ 2)) by (intro; ring).
    fold (rest (c_skip c)). unfold c.
    rewrite (proj1 (skip_leaves_the_least_to_predict 0)). exact even.
  - unfold c. formulas. hypotenuse sigma sigma_data.
    replace (sigma ^ 2 + sigma_data ^ 2) with (S * S) by nra. field. lra.
Qed.

End Moments.

(** [c_skip x + c_out F = x₀], where [F] says what the design has it predict. *)
Theorem denoiser_is_assembled_from_the_network c sigma x0 eps :
  c_out c <> 0 ->
  c_skip c * (x0 + sigma * eps) + c_out c * value (edm_prediction c sigma) x0 eps = x0.
Proof. intros. formulas. field. assumption. Qed.

(** VP's network predicts ε, VE's −ε, and EDM's −v at [σ_d = 1], of the variance-preserving level with the same [σ̂]. *)
Theorem designs_predict_noise_or_velocity sigma :
  0 < sigma ->
  edm_prediction (edm_vp sigma) sigma = predict_eps /\
  edm_prediction (edm_ve sigma) sigma = Prediction 0 (- 1) /\
  let l := Level (1 / sqrt (sigma ^ 2 + 1)) (sigma / sqrt (sigma ^ 2 + 1)) in
  preserves_variance l /\ edm_sigma l = sigma /\
  edm_prediction (edm sigma 1) sigma = Prediction (- in_x0 (predict_v l)) (- in_eps (predict_v l)) /\
  c_in (edm sigma 1) = α l.
Proof.
  intros above. split; [| split].
  - formulas. f_equal; field; lra.
  - formulas. f_equal; field; lra.
  - intro l. unfold l, preserves_variance. replace (sigma ^ 2 + 1) with (sigma * sigma + 1 * 1) by ring.
    formulas. hypotenuse sigma 1. repeat split.
    + field_simplify_eq; nra.
    + field. lra.
    + replace (sigma * sigma + 1 * 1) with (S * S) by assumption. f_equal; [| field; nra].
      replace 1 with (S * S - sigma * sigma) at 1 2 3 by lra. field_simplify_eq; [nra | split; nra].
Qed.

(** *** The ends *)

Lemma near_one a b : 0 < a -> 0 < b ->
  0 < 1 - b * b / (a * a + b * b) <= (a / b) ^ 2 /\ 0 < 1 - b / sqrt (a * a + b * b) <= (a / b) ^ 2.
Proof.
  intros. hypotenuse a b.
  assert (b < S) by nra.
  split.
  - replace (1 - b * b / (a * a + b * b)) with (a * a / (a * a + b * b)) by (field; nra).
    split; [apply Rdiv_lt_0_compat; nra |].
    replace ((a / b) ^ 2) with (a * a / (b * b)) by (field; lra).
    apply Rmult_le_compat_l; [nra |]. apply Rinv_le_contravar; nra.
  - replace (1 - b / S) with (a * a / (S * (S + b))).
    + split; [apply Rdiv_lt_0_compat; nra |].
      replace ((a / b) ^ 2) with (a * a / (b * b)) by (field; lra).
      apply Rmult_le_compat_l; [nra |]. apply Rinv_le_contravar; nra.
    + replace (a * a) with ((S - b) * (S + b)) by nra. field. split; nra.
Qed.

Theorem preconditioning_runs_from_noise_to_data sigma sigma_data :
  0 < sigma -> 0 < sigma_data ->
  let c := edm sigma sigma_data in
  let small := (sigma / sigma_data) ^ 2 in
  let large := (sigma_data / sigma) ^ 2 in
  (0 < 1 - c_skip c <= small /\ 0 < 1 - c_out c / sigma <= small /\ 0 < 1 - sigma_data * c_in c <= small) /\
  (0 < c_skip c <= large /\ 0 < 1 - c_out c / sigma_data <= large /\ 0 < 1 - sigma * c_in c <= large).
Proof.
  intros noise data c small large.
  destruct (near_one sigma sigma_data noise data) as [skip root].
  destruct (near_one sigma_data sigma data noise) as [skip' root'].
  replace (sigma_data * sigma_data + sigma * sigma) with (sigma * sigma + sigma_data * sigma_data) in * by ring.
  unfold c, small, large. formulas. hypotenuse sigma sigma_data.
  replace (sigma * sigma_data / S / sigma) with (sigma_data / S) by (field; lra).
  replace (sigma * sigma_data / S / sigma_data) with (sigma / S) by (field; lra).
  replace (sigma_data * (1 / S)) with (sigma_data / S) by (field; lra).
  replace (sigma * (1 / S)) with (sigma / S) by (field; lra).
  replace (sigma_data * sigma_data / (sigma * sigma + sigma_data * sigma_data)) with
    (1 - sigma * sigma / (sigma * sigma + sigma_data * sigma_data)) at 3 4 by (field; nra).
  tauto.
Qed.

(** A quantity that is [l] up to the square of its argument tends to [l]. *)
Lemma tends_at_zero (f : R -> R) l C : (forall u, 0 < u -> Rabs (f u - l) <= C * u ^ 2) ->
  filterlim f (at_right 0) (locally l).
Proof.
  intros close. apply filterlim_locally. intros eps.
  assert (room : 0 < eps / (Rabs C + 1)) by (apply Rdiv_lt_0_compat; [apply cond_pos | pose proof (Rabs_pos C); lra]).
  assert (below : 0 < Rmin 1 (eps / (Rabs C + 1))) by (apply Rmin_pos; lra).
  exists (mkposreal _ below). intros u near above.
  apply Rle_lt_trans with (1 := close u above).
  unfold ball in near; simpl in near; unfold AbsRing_ball, abs, minus, plus, opp in near; simpl in near.
  rewrite Rabs_pos_eq in near by lra.
  pose proof (Rmin_l 1 (eps / (Rabs C + 1))). pose proof (Rmin_r 1 (eps / (Rabs C + 1))).
  pose proof (RRle_abs C). pose proof (Rabs_pos C).
  assert (u * (Rabs C + 1) < eps).
  { apply Rlt_le_trans with (eps / (Rabs C + 1) * (Rabs C + 1)); [apply Rmult_lt_compat_r; lra | right; field; lra]. }
  apply Rle_lt_trans with (u * (Rabs C + 1)); [| assumption].
  assert (C * u ^ 2 <= Rabs C * u ^ 2) by (apply Rmult_le_compat_r; [apply pow2_ge_0 | lra]).
  assert (0 <= Rabs C * (u * (1 - u))) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  lra.
Qed.

Lemma inverse_to_the_right : filterlim Rinv (Rbar_locally p_infty) (at_right 0).
Proof.
  intros P [eps near]. exists (/ eps). intros u far.
  pose proof (Rinv_0_lt_compat _ (cond_pos eps)).
  assert (0 < / u) by (apply Rinv_0_lt_compat; lra).
  apply near; [| assumption].
  unfold ball; simpl; unfold AbsRing_ball, abs, minus, plus, opp; simpl. rewrite Rabs_pos_eq by lra.
  replace (/ u + - 0) with (/ u) by ring. rewrite <- (Rinv_inv eps). apply Rinv_lt_contravar; [nra | assumption].
Qed.

Lemma tends_at_infinity (f : R -> R) l C : (forall u, 0 < u -> Rabs (f u - l) <= C * (/ u) ^ 2) ->
  is_lim f p_infty l.
Proof.
  intros close.
  apply (filterlim_ext_loc (fun u => (fun v => f (/ v)) (/ u))).
  { exists 0. intros u above. simpl. rewrite Rinv_inv. reflexivity. }
  apply (filterlim_comp _ _ _ Rinv (fun v => f (/ v)) _ (at_right 0) _ inverse_to_the_right).
  apply (tends_at_zero (fun v => f (/ v)) l C). intros v above.
  replace (v ^ 2) with ((/ / v) ^ 2) by (rewrite Rinv_inv; reflexivity).
  apply close, Rinv_0_lt_compat, above.
Qed.

(** [σ → 0]: [(c_skip, c_out/σ, c_in) → (1, 1, 1/σ_d)], and [σ → ∞]: [(c_skip, c_out, σ c_in) → (0, σ_d, 1)]. *)
Corollary preconditioning_at_the_ends sigma_data :
  0 < sigma_data ->
  let c sigma := edm sigma sigma_data in
  (filterlim (fun sigma => c_skip (c sigma)) (at_right 0) (locally 1) /\
   filterlim (fun sigma => c_out (c sigma) / sigma) (at_right 0) (locally 1) /\
   filterlim (fun sigma => c_in (c sigma)) (at_right 0) (locally (1 / sigma_data))) /\
  (is_lim (fun sigma => c_skip (c sigma)) p_infty 0 /\
   is_lim (fun sigma => c_out (c sigma)) p_infty sigma_data /\
   is_lim (fun sigma => sigma * c_in (c sigma)) p_infty 1).
Proof.
  intros data c.
  assert (inverse : 0 < / sigma_data) by (apply Rinv_0_lt_compat; assumption).
  repeat split;
    [apply tends_at_zero with ((/ sigma_data) ^ 2) | apply tends_at_zero with ((/ sigma_data) ^ 2) |
     apply tends_at_zero with ((/ sigma_data) ^ 3) |
     apply tends_at_infinity with (sigma_data ^ 2) | apply tends_at_infinity with (sigma_data ^ 3) |
     apply tends_at_infinity with (sigma_data ^ 2)];
    intros sigma above;
    destruct (preconditioning_runs_from_noise_to_data sigma sigma_data above data)
      as [(skip & out & into) (skip' & out' & into')];
    fold (c sigma) in *; generalize dependent (c sigma); intros [k o i] **; cbn [c_skip c_out c_in] in *;
    unfold Rdiv in *; rewrite ?Rpow_mult_distr in *; apply Rabs_le.
  - lra.
  - lra.
  - replace (i - 1 * / sigma_data) with (- (/ sigma_data * (1 - sigma_data * i))) by (field; lra).
    replace ((/ sigma_data) ^ 3 * sigma ^ 2) with (/ sigma_data * (sigma ^ 2 * (/ sigma_data) ^ 2)) by ring. nra.
  - lra.
  - replace (o - sigma_data) with (- (sigma_data * (1 - o * / sigma_data))) by (field; lra).
    replace (sigma_data ^ 3 * (/ sigma) ^ 2) with (sigma_data * (sigma_data ^ 2 * (/ sigma) ^ 2)) by ring. nra.
  - lra.
Qed.

(** [exp(4 c_noise) = σ] *)
Theorem noise_conditioning_is_a_quarter_of_the_logarithm sigma :
  0 < sigma -> exp (4 * noise_conditioning sigma) = sigma.
Proof.
  intros above. formulas. replace (4 * (1 / ((1 + 1) * (1 + 1)) * ln sigma)) with (ln sigma) by field.
  apply exp_ln, above.
Qed.

(** ** Steps *)

(** The step of Euler's method for [dx̂/dσ̂ = (x̂ − D)/σ̂], and its two-slope correction, as Algorithm 1 prints them for
    unscaled data; [D], [D'] are what the denoiser says at both ends. *)
Definition euler_as_printed (x t t_next d0 : R) : R := x + (t_next - t) * ((x - d0) / t).

Definition heun_as_printed (x t t_next d0 d0_next : R) : R :=
  let d := (x - d0) / t in
  let d' := (euler_as_printed x t t_next d0 - d0_next) / t_next in
  x + (t_next - t) * (d / 2 + d' / 2).

(** A step of ours, as it acts on [x̂ = x/α]. *)
Definition euler_unscaled (t s : level R) (x d0 : R) : R := apply_step (euler t s) (α t * x) d0 0 / α s.

Definition heun_unscaled (t s : level R) (x d0 d0_next : R) : R :=
  (heun_on_x_t t s * (α t * x) + heun_on_x0 t s * d0 + heun_on_x0_next t s * d0_next) / α s.

Lemma euler_is_as_printed t s x d0 :
  0 < α t -> 0 < α s -> 0 < σ t ->
  euler_unscaled t s x d0 = euler_as_printed x (edm_sigma t) (edm_sigma s) d0.
Proof. intros. unfold euler_unscaled, euler_as_printed. formulas. field. lra. Qed.

Theorem heun_averages_the_slopes_at_both_ends t s x d0 d0_next :
  0 < α t -> 0 < α s -> 0 < σ t -> 0 < σ s ->
  heun_unscaled t s x d0 d0_next = heun_as_printed x (edm_sigma t) (edm_sigma s) d0 d0_next.
Proof. intros. unfold heun_unscaled, heun_as_printed, euler_as_printed. formulas. field. lra. Qed.

(** Only [σ̂] counts. *)
Theorem path_does_not_depend_on_scaling t s t' s' x d0 d0_next :
  0 < α t -> 0 < α s -> 0 < σ t -> 0 < σ s -> 0 < α t' -> 0 < α s' -> 0 < σ t' -> 0 < σ s' ->
  edm_sigma t = edm_sigma t' -> edm_sigma s = edm_sigma s' ->
  euler_unscaled t s x d0 = euler_unscaled t' s' x d0 /\
  heun_unscaled t s x d0 d0_next = heun_unscaled t' s' x d0 d0_next.
Proof.
  intros. rewrite !euler_is_as_printed, !heun_averages_the_slopes_at_both_ends by assumption.
  split; congruence.
Qed.

(** A slope [p + qσ̂] is followed exactly by Heun, to [x̂ + p(b − a) + q(b² − a²)/2], and by Euler only where [q = 0].
    *)
Theorem heun_is_exact_where_the_slope_is_linear x a b p q D :
  0 < a -> 0 < b -> a <> b ->
  (forall y u, D y u = y - u * (p + q * u)) ->
  let truth := x + p * (b - a) + q * (b ^ 2 - a ^ 2) / 2 in
  heun_as_printed x a b (D x a) (D (euler_as_printed x a b (D x a)) b) = truth /\
  (euler_as_printed x a b (D x a) = truth <-> q = 0).
Proof.
  intros above above' apart says truth. unfold heun_as_printed, truth. rewrite !says. unfold euler_as_printed.
  split; [field; lra |].
  replace (x + (b - a) * ((x - (x - a * (p + q * a))) / a)) with (x + (b - a) * (p + q * a)) by (field; lra).
  split.
  - intros same. assert (product : q * ((b - a) * (b - a)) = 0) by lra.
    apply Rmult_integral in product as [| product]; [assumption |].
    apply Rmult_integral in product as [|]; lra.
  - intros ->. field.
Qed.

(** [α_t x₀ + σ_t ε ↦ α_s x₀ + σ_s ε] by both, however long the step. *)
Theorem steps_are_exact_for_a_point t s x0 eps :
  0 < α t -> 0 < α s -> 0 < σ t ->
  let on_line l := α l * x0 + σ l * eps in
  apply_step (euler t s) (on_line t) x0 0 = on_line s /\
  (0 < σ s -> heun_on_x_t t s * on_line t + heun_on_x0 t s * x0 + heun_on_x0_next t s * x0 = on_line s).
Proof. intros. unfold on_line. formulas. split; intros; field; lra. Qed.

(** ** Churn: [α' = α], [σ² + on_noise² = σ'² = (1 + γ)²σ²]; [S_noise] scales the noise alone. *)
Theorem churn_raises_the_noise_to_its_level t gamma s_noise :
  valid t -> 0 <= gamma ->
  α (churned_level t gamma) = α t /\
  σ t ^ 2 + churn_on_noise t gamma 1 ^ 2 = σ (churned_level t gamma) ^ 2 /\
  σ (churned_level t gamma) = (1 + gamma) * σ t /\
  churn_on_noise t gamma s_noise = s_noise * churn_on_noise t gamma 1.
Proof.
  intros [_ noise] more. formulas. repeat split; try ring.
  assert (0 <= σ t * σ t * gamma) by (apply Rmult_le_pos; nra).
  rewrite Rmult_1_r, pow2_sqrt by nra. ring.
Qed.

(** At [γ = 0] nothing is added, and Heun's step starts from where [x] was: Algorithm 2 is Algorithm 1. *)
Theorem without_churn_the_stochastic_sampler_is_heuns t s s_noise x z d0 d0_next :
  let t' := churned_level t 0 in
  let x' := x + churn_on_noise t 0 s_noise * z in
  x' = x /\ t' = t /\
  heun_unscaled t' s x' d0 d0_next = heun_unscaled t s x d0 d0_next /\
  euler_unscaled t' s x' d0 = euler_unscaled t s x d0.
Proof.
  intros t' x'.
  assert (level : t' = t) by (unfold t'; destruct t as [a b]; formulas; f_equal; ring).
  assert (state : x' = x) by (unfold x'; formulas; rewrite Rmult_0_r, Rmult_0_l, sqrt_0; ring).
  rewrite level, state. repeat split.
Qed.
