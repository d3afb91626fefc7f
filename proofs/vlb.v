(** * The variational bound

    [[
      ln q(x_{1:T} | x₀)/p(x_{0:T}) = ln q(x_T | x₀)/p(x_T) + Σ ln q(x_s | x_t, x₀)/p(x_s | x_t) − ln p(x₀ | x₁)
    ]]

    on every path, not merely on average: Bayes' rule turns each forward factor round, and the marginals telescope. Each
    term is then the divergence of two Gaussians,

    [[
      KL(q ‖ p) = E_q ln q/p = ½ (v_q/v_p − 1 − ln(v_q/v_p) + (m_q − m_p)²/v_p) ≥ 0
    ]]

    in which the model's estimate enters as a weighted square. *)

From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels expectation integral gaussian merging posterior.
Local Open Scope R_scope.

Lemma ln_quotient a b : 0 < a -> 0 < b -> ln (a / b) = ln a - ln b.
Proof. intros. unfold Rdiv. rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; assumption). ring. Qed.

(** ** The divergence of two Gaussians *)

(** [ln q/p] is a quadratic in [x], so its mean is a matter of two moments. *)
Theorem divergence_is_the_expected_log_ratio (q p : gaussian R) : 0 < var q -> 0 < var p ->
  (∫ x, (ln (density q x) - ln (density p x)) * density q x ≡ kl q p) /\
  0 <= kl q p /\
  (∫ x, - ln (density q x) * density q x ≡ entropy q).
Proof.
  destruct q as [m v], p as [n w]. cbn [mean var]. intros v0 w0. pose proof PI_RGT_0 as pi0.
  assert (c0 : 0 < 2 * PI) by lra.
  assert (logs : ln (v / w) = ln (2 * PI * v) - ln (2 * PI * w)).
  { rewrite !ln_mult, ln_quotient by lra. ring. }
  set (a := ln (2 * PI * v)) in *. set (b := ln (2 * PI * w)) in *.
  repeat split.
  - refine (integral_eq _ _ _ _
      (quadratic_mean (/ 2 * (b - a + (m - n)² / w)) ((m - n) / w) (/ 2 * (/ w - / v)) m v v0) _ _).
    + intros x. rewrite !log_of_density, !log_density_is. cbn [var]. fold a b. formulas. unfold Rsqr. field. lra.
    + formulas. rewrite logs. unfold Rsqr. field. lra.
  - formulas. replace (1 / (1 + 1)) with (/ 2) by field.
    pose proof (Rdiv_lt_0_compat v w v0 w0). pose proof (exp_ineq1_le (ln (v / w))) as e.
    rewrite exp_ln in e by assumption.
    assert (0 <= (m - n) * (m - n) / w) 
      by (apply Rdiv_le_0_compat; [apply Rle_0_sqr | assumption]). lra.
  - refine (integral_eq _ _ _ _ (quadratic_mean (/ 2 * a) 0 (/ 2 * / v) m v v0) _ _).
    + intros x. rewrite log_of_density, log_density_is. cbn [var]. fold a. formulas. unfold Rsqr. field. lra.
    + unfold a. change (2 * PI * v) with ((1 + 1) * PI * v). formulas. field. lra.
Qed.

(** ** The bound telescopes *)

(** [Σ f t] and [∏ f t] over [t = 1 … T]. *)
Fixpoint sum_to (f : nat -> R) (T : nat) : R := match T with O => 0 | S t => sum_to f t + f (S t) end.
Fixpoint product_to (f : nat -> R) (T : nat) : R := match T with O => 1 | S t => product_to f t * f (S t) end.

Lemma sum_to_step f t : sum_to f (S t) = sum_to f t + f (S t).
Proof. reflexivity. Qed.

Lemma sum_to_same f g T : (forall t, f t = g t) -> sum_to f T = sum_to g T.
Proof. intros fg. induction T as [|t IH]; simpl; [|rewrite IH, fg]; reflexivity. Qed.

Lemma product_positive f T : (forall t, 0 < f t) -> 0 < product_to f T.
Proof. intros f0. induction T; simpl; [lra | apply Rmult_lt_0_compat; auto]. Qed.

Lemma log_of_product f T : (forall t, 0 < f t) -> ln (product_to f T) = sum_to (fun t => ln (f t)) T.
Proof.
  intros f0. induction T as [|t IH]; simpl; [apply ln_1|].
  rewrite ln_mult, IH; [reflexivity | apply product_positive; assumption | apply f0].
Qed.

(** Any Markov chain on any space, any positive densities. Along a path [x₀, x₁, … ]:
    [forward t] is [q(x_t | x_{t−1})], [law t] is [q(x_t | x₀)], [backward t] is [q(x_{t−1} | x_t, x₀)],
    [model t] is [p(x_{t−1} | x_t)] and [noise] is [p(x_T)]. Bayes' rule relates the first three. *)
Theorem bound_telescopes_for_any_chain (X : Type) (forward backward model : nat -> X -> X -> R) (law : nat -> X -> R)
    (noise : X -> R) (x : nat -> X) (n : nat) :
  (forall t y z, 0 < forward t y z) -> (forall t z y, 0 < backward t z y) -> (forall t z y, 0 < model t z y) ->
  (forall t y, 0 < law t y) -> (forall y, 0 < noise y) ->
  (forall y, law 1%nat y = forward 1%nat (x O) y) ->
  (forall t y z, (1 <= t <= n)%nat -> backward (S t) z y * law (S t) z = forward (S t) y z * law t y) ->
  let T := S n in
  ln (product_to (fun t => forward t (x (t - 1)%nat) (x t)) T
      / (noise (x T) * product_to (fun t => model t (x t) (x (t - 1)%nat)) T)) =
  ln (law T (x T) / noise (x T))
  + sum_to (fun t => ln (backward (S t) (x (S t)) (x t) / model (S t) (x (S t)) (x t))) n
  - ln (model 1%nat (x 1%nat) (x O)).
Proof.
  intros f0 b0 m0 l0 n0 start bayes T.
  rewrite ln_quotient, ln_mult, !log_of_product, (ln_quotient (law T _))
    by (intros; try apply Rmult_lt_0_compat; auto using product_positive).
  set (F := fun t => ln (forward t (x (t - 1)%nat) (x t))). set (M := fun t => ln (model t (x t) (x (t - 1)%nat))).
  set (B := fun t => ln (backward (S t) (x (S t)) (x t) / model (S t) (x (S t)) (x t))).
  unfold T. clear T. induction n as [|t IH].
  - simpl. unfold F, M. rewrite start. simpl. ring.
  - change (sum_to F (S (S t))) with (sum_to F (S t) + F (S (S t))).
    change (sum_to M (S (S t))) with (sum_to M (S t) + M (S (S t))).
    change (sum_to B (S t)) with (sum_to B t + B (S t)).
    change (F (S (S t))) with (ln (forward (S (S t)) (x (S t)) (x (S (S t))))).
    change (M (S (S t))) with (ln (model (S (S t)) (x (S (S t))) (x (S t)))).
    unfold B at 2. rewrite ln_quotient by auto. specialize (IH (fun t y z range => bayes t y z ltac:(lia))).
    pose proof (f_equal ln (bayes (S t) (x (S t)) (x (S (S t))) ltac:(lia))) as turn.
    rewrite !ln_mult in turn by auto. lra.
Qed.

(** The bound along one path as the code adds it up: [levels t] and [path t] for [t = 1 … n + 1], and [reverse t z], the
    model's law of the state before [path t = z]. *)
Definition along_path (levels : nat -> level R) (x0 : R) (path : nat -> R) (reverse : nat -> R -> gaussian R) n : R :=
  log_density (at_point (marginal (levels (S n))) x0) (path (S n)) - log_density (Gaussian 0 1) (path (S n))
  + sum_to (fun t => log_density (posterior (levels t) (levels (S t)) x0 (path (S t))) (path t)
                     - log_density (reverse (S t) (path (S t))) (path t)) n
  - log_density (reverse 1%nat (path 1%nat)) x0.

(** DDPM's own kernels. Clean data come first: [levels 0 = (1, 0)], [path 0 = x₀]. *)
Theorem bound_telescopes_path_by_path (levels : nat -> level R) (path : nat -> R) (reverse : nat -> R -> gaussian R) n :
  levels O = clean -> (forall t, (t <= n)%nat -> cleaner (levels t) (levels (S t))) ->
  let T := S n in
  let q t := density (at_point (between (levels (t - 1)%nat) (levels t)) (path (t - 1)%nat)) (path t) in
  let p t := density (reverse t (path t)) (path (t - 1)%nat) in
  ln (product_to q T / (𝒩(path T; 0, 1) * product_to p T)) = along_path levels (path O) path reverse n.
Proof.
  intros start cleaner_next T q p.
  pose proof (bound_telescopes_for_any_chain R
    (fun t y z => density (at_point (between (levels (t - 1)%nat) (levels t)) y) z)
    (fun t z y => density (posterior (levels (t - 1)%nat) (levels t) (path O) z) y)
    (fun t z y => density (reverse t z) y)
    (fun t y => density (at_point (marginal (levels t)) (path O)) y)
    (density (Gaussian 0 1)) path n) as bound. cbv zeta in bound.
  unfold T, q, p. rewrite bound; try (intros; apply density_positive).
  - assert (quotient : forall g h y, ln (density g y / density h y) = log_density g y - log_density h y).
    { intros g h y. rewrite <- !log_of_density. apply ln_quotient; apply density_positive. }
    unfold along_path. rewrite quotient, log_of_density. f_equal. f_equal.
    apply sum_to_same. intros t. rewrite quotient. simpl. rewrite Nat.sub_0_r. reflexivity.
  - intros y. simpl. rewrite start. apply same_density; destruct (levels 1%nat); formulas; field.
  - intros t y z range. simpl. rewrite Nat.sub_0_r. apply is_bayes_rule_at_every_point; [apply cleaner_next; lia|].
    destruct t as [|u]; [lia|]. apply (cleaner_noise (levels u)), cleaner_next. lia.
Qed.

(** What the bound costs. Along a path, [q0] is the density of its data [x₀], [q] is [q(x_{1:T} | x₀)], [p] is
    [p(x_{0:T})] and [p0] is [p(x₀)]; [E] is the mean over paths under [q0 q], under which
    [p(x_{1:T} | x₀)/q(x_{1:T} | x₀)] has mean 1. Then [bound − NLL = KL of the paths − KL of the data ≥ 0]. *)
Theorem bound_exceeds_the_nll_by_the_divergence_of_the_paths (Ω : Type) (E : expectation Ω) (q0 q p0 p : Ω -> R) :
  (forall ω, 0 < q0 ω) -> (forall ω, 0 < q ω) -> (forall ω, 0 < p0 ω) -> (forall ω, 0 < p ω) ->
  (forall X Y : Ω -> R, (forall ω, X ω <= Y ω) -> E X <= E Y) ->
  E (fun _ => 1) = 1 -> E (fun ω => p ω / p0 ω / q ω) = 1 ->
  let bound := E (fun ω => ln (q ω / p ω)) in
  let nll := E (fun ω => - ln (p0 ω)) in
  bound - nll = E (fun ω => ln (q0 ω * q ω / p ω)) - E (fun ω => ln (q0 ω / p0 ω)) /\ 0 <= bound - nll.
Proof.
  intros q00 qp p00 pp monotone one normal bound nll.
  assert (minus : forall X Y : Ω -> R, E X - E Y = E (fun ω => 1 * X ω + -1 * Y ω)).
  { intros X Y. rewrite E_linear. ring. }
  unfold bound, nll. rewrite !minus. split.
  - apply E_same. intros ω. rewrite !ln_quotient, ln_mult by (try apply Rmult_lt_0_compat; auto). ring.
  - replace 0 with (E (fun ω => 1 * 1 + -1 * (p ω / p0 ω / q ω))) by (rewrite E_linear, one, normal; ring).
    apply monotone. intros ω. pose proof (qp ω). pose proof (p00 ω). pose proof (pp ω).
    assert (r0 : 0 < p ω / p0 ω / q ω) by (repeat apply Rdiv_lt_0_compat; assumption).
    pose proof (exp_ineq1_le (ln (p ω / p0 ω / q ω))) as e. rewrite exp_ln in e by exact r0.
    rewrite !ln_quotient in e by (try apply Rdiv_lt_0_compat; assumption).
    rewrite ln_quotient by assumption. lra.
Qed.

(** ** A step's term is a weighted square *)

Theorem step_term_is_a_weighted_square s t v x0 x0_hat x_t : cleaner s t -> 0 < v ->
  step_term s t v x0 x0_hat x_t =
    kl (Gaussian 0 (posterior_var s t)) (Gaussian 0 v) + x0_weight s t v * (x0 - x0_hat)² /\
  (forall ε ε_hat, 0 < α t -> x_t = α t * x0 + σ t * ε -> x_t = α t * x0_hat + σ t * ε_hat ->
    x0_weight s t v * (x0 - x0_hat)² = eps_weight s t v * (ε - ε_hat)²).
Proof.
  intros st v0. positive st. split.
  - unfold step_term, x0_weight, posterior_mean.
    set (a := posterior_on_x0 s t). set (b := posterior_on_x_t s t). set (w := posterior_var s t).
    clearbody a b w. formulas. unfold Rsqr. field. lra.
  - intros ε ε_hat at0 -> same.
    replace (x0 - x0_hat) with (- (σ t / α t) * (ε - ε_hat)).
    + destruct s as [a1 s1], t as [a2 s2]. formulas. unfold Rsqr. field. lra.
    + apply (Rmult_eq_reg_l (α t)); [|lra]. field_simplify; [lra | lra].
Qed.

(** DDPM eq. 12, for the step of variance [β] after the level [ᾱ]. *)
Theorem eps_weight_as_printed (ᾱ β v : R) : 0 < ᾱ <= 1 -> 0 < β < 1 -> 0 < v ->
  let s := level_of (Squares ᾱ (1 - ᾱ)) in
  let t := level_of (diffused (Squares ᾱ (1 - ᾱ)) β) in
  let ᾱ_t := (1 - β) * ᾱ in
  eps_weight s t v = β² / (2 * v * (1 - β) * (1 - ᾱ_t)).
Proof.
  intros a b v0 s t ᾱ_t.
  pose proof (neighbours_are_one_step_apart (Squares ᾱ (1 - ᾱ)) β (proj1 a) ltac:(simpl; lra) b) as step.
  assert (scales : alpha_ts s t = sqrt (1 - β)) by exact (f_equal scale step).
  assert (variances : var_ts s t = β) by exact (f_equal noise_var step).
  unfold eps_weight. rewrite scales, variances. unfold s, t, ᾱ_t. assert (0 < 1 - (1 - β) * ᾱ) by nra.
  clear step scales variances. formulas. replace (β + (1 - β) * (1 - ᾱ)) with (1 - (1 - β) * ᾱ) by ring.
  rewrite !sqrt_sqrt by lra. unfold Rsqr. field. lra.
Qed.

(** With the posterior's own variance the weight is half the fall of [α²/σ²], and so the weights add up. *)
Theorem weight_is_half_the_fall_of_the_snr :
  (forall s t, cleaner s t -> 0 < σ s -> x0_weight s t (posterior_var s t) = snr_weight s t) /\
  (forall (levels : nat -> level R) n,
    sum_to (fun t => snr_weight (levels (t - 1)%nat) (levels t)) n = snr_weight (levels O) (levels n)).
Proof.
  split.
  - intros s t st s0. positive st. unfold x0_weight, snr_weight, snr, posterior_on_x0, posterior_var.
    assert (gap : (α s)² / (σ s)² - (α t)² / (σ t)² = (α s)² * var_ts s t / ((σ s)² * (σ t)²)).
    { formulas. unfold Rsqr. field. lra. }
    set (V := var_ts s t) in *. clearbody V.
    cbv [squared]. cbn [Number.mul Number.div Number.sub Number.one Number.add reals].
    transitivity (1 / 2 * ((α s)² / (σ s)² - (α t)² / (σ t)²)); [rewrite gap|]; unfold Rsqr; field; lra.
  - intros levels n. induction n as [|t IH]; [simpl; formulas; ring|].
    rewrite sum_to_step, IH. replace (S t - 1)%nat with t by lia. formulas. ring.
Qed.

(** The loss does not change with what the network predicts: [w_p (Δp)²] is one number. *)
Theorem loss_is_the_same_in_every_prediction (p : prediction R) (l : level R) w x0 ε x0_hat ε_hat : det p l <> 0 ->
  α l * x0 + σ l * ε = α l * x0_hat + σ l * ε_hat ->
  weight_of p l w * (value p x0 ε - value p x0_hat ε_hat)² = w * (x0 - x0_hat)².
Proof.
  destruct p as [a b], l as [al si]. formulas. intros det0 same. unfold Rsqr.
  assert (b * (al * x0 + si * ε) = b * (al * x0_hat + si * ε_hat)) by (rewrite same; reflexivity).
  assert (back : (0 * al - 1 * si) * (a * x0 + b * ε - (a * x0_hat + b * ε_hat)) = (al * b - si * a) * (x0 - x0_hat))
    by lra.
  replace (x0 - x0_hat) with ((0 * al - 1 * si) * (a * x0 + b * ε - (a * x0_hat + b * ε_hat)) / (al * b - si * a))
    by (rewrite back; field; assumption).
  field. assumption.
Qed.

(** [min(snr, γ)] on [x₀] is [min(1, γ/snr)] on [ε], and [min(snr, γ)/(snr + 1)] on [v]. *)
Theorem min_snr_caps_the_weight (l : level R) γ : 0 < α l -> 0 < σ l ->
  min_snr_weight l γ = Rmin (snr l) γ /\
  weight_of predict_eps l (min_snr_weight l γ) = Rmin 1 (γ / snr l) /\
  (preserves_variance l -> weight_of (predict_v l) l (min_snr_weight l γ) = Rmin (snr l) γ / (snr l + 1)).
Proof.
  destruct l as [a s]. cbn [α σ]. intros a0 s0. split; [reflexivity|].
  assert (r0 : 0 < a / s) by (apply Rdiv_lt_0_compat; assumption). split.
  - formulas. set (r := a / s) in *. assert (0 < r * r) by nra.
    replace ((0 * a - 1 * s) / (a * 1 - s * 0) * ((0 * a - 1 * s) / (a * 1 - s * 0))) with (/ (r * r))
      by (unfold r; field; lra).
    unfold Rmin. destruct (Rle_dec (r * r) γ) as [h|h], (Rle_dec 1 (γ / (r * r))) as [k|k]; try (field; lra).
    + contradict k. apply Rle_div_r; lra.
    + contradict h. apply Rle_div_r in k; lra.
  - unfold preserves_variance. cbn [α σ]. intros vp. formulas.
    set (m := Rmin _ _). clearbody m. replace (a * a - s * - s) with 1 by lra.
    replace (a / s * (a / s) + 1) with (/ (s * s)); [field; lra|].
    replace (/ (s * s)) with ((a ^ 2 + s ^ 2) / (s * s)) by (rewrite vp; field; lra). field. lra.
Qed.

(** ** The best variance *)

(** What the denoiser cannot know adds to the posterior's variance, and makes that of the true reverse step. *)
Lemma reverse_var_splits s t c2 : cleaner s t -> 0 <= c2 ->
  reverse_var s t c2 =
    posterior_var s t + (posterior_on_x0 s t)² * noise_var (invert (marginal t) (Gaussian 0 c2)).
Proof.
  intros st c0. positive st. unfold posterior_var, posterior_on_x0, reverse_var.
  assert (whole : (σ t)² = var_ts s t + (alpha_ts s t)² * (σ s)²) by (formulas; unfold Rsqr; ring).
  assert (scales : α t = alpha_ts s t * α s) by (formulas; field; lra).
  assert (0 < (alpha_ts s t)² * (σ s)² + var_ts s t) by (unfold Rsqr; nra).
  assert (0 <= (alpha_ts s t)² * (α s)² * c2) by (unfold Rsqr; apply Rmult_le_pos; nra).
  set (V := var_ts s t) in *. set (a := alpha_ts s t) in *. clearbody V a.
  destruct s as [a1 s1], t as [a2 s2]. cbn [α σ] in *. subst a2. formulas. unfold Rsqr in *.
  rewrite whole. field. nra.
Qed.

(** Data [𝒩(m, c²)] and their ideal denoiser: the term of a step, averaged over [x₀] given [x_t], has its least value at
    the variance of the true reverse step, and slope 0 there. *)
Theorem ideal_variance_minimises_the_bound s t m c2 x_t : cleaner s t -> 0 < σ s -> 0 < c2 ->
  let x0_law := at_point (invert (marginal t) (Gaussian m c2)) x_t in
  let loss v := / 2 * (reverse_var s t c2 / v - 1 - ln (posterior_var s t / v)) in
  (forall v, 0 < v -> ∫ x0, step_term s t v x0 (mean x0_law) x_t * density x0_law x0 ≡ loss v) /\
  is_derive loss (reverse_var s t c2) 0 /\
  (forall v, 0 < v -> loss (reverse_var s t c2) <= loss v).
Proof.
  intros st s0 c0 x0_law loss. positive st.
  pose proof (posterior_var_positive s t st s0) as p0.
  pose proof (reverse_var_splits s t c2 st (Rlt_le _ _ c0)) as splits.
  assert (M0 : 0 < var x0_law).
  { apply (invert_var_positive (marginal t) (Gaussian m c2)); [apply (Rmult_lt_0_compat (σ t) (σ t)) |]; assumption. }
  change (noise_var (invert (marginal t) (Gaussian 0 c2))) with (var x0_law) in splits.
  assert (r0 : 0 < reverse_var s t c2).
  { rewrite splits. pose proof (Rle_0_sqr (posterior_on_x0 s t)). nra. }
  split; [|split].
  - intros v v0.
    refine (integral_eq _ _ _ _ (quadratic_mean (kl (Gaussian 0 (posterior_var s t)) (Gaussian 0 v)) 0
      (x0_weight s t v) (mean x0_law) (var x0_law) M0) _ _).
    + intros x. rewrite (proj1 (step_term_is_a_weighted_square s t v x (mean x0_law) x_t st v0)). f_equal. ring.
    + unfold loss, x0_weight. rewrite splits. unfold Rsqr.
      set (p := posterior_var s t). set (w := posterior_on_x0 s t). set (M := var x0_law). clearbody p w M.
      formulas. field. lra.
  - unfold loss. set (r := reverse_var s t c2) in *. set (p := posterior_var s t) in *. clearbody r p.
    auto_derive.
    + repeat split; try lra. apply Rdiv_lt_0_compat; assumption.
    + field. lra.
  - intros v v0. unfold loss. set (r := reverse_var s t c2) in *. set (p := posterior_var s t) in *. clearbody r p.
    pose proof (Rdiv_lt_0_compat r v r0 v0) as q0. pose proof (exp_ineq1_le (ln (r / v))) as e.
    rewrite exp_ln in e by assumption.
    replace (p / v) with (p / r * (r / v)) by (field; lra).
    rewrite ln_mult by (try apply Rdiv_lt_0_compat; assumption). replace (r / r) with 1 by (field; lra). lra.
Qed.

(** ** The decoder *)

Section Decoder.
Variables (law : gaussian R) (values : nat).
Hypothesis law_var : 0 < var law.

(** The edge between the bins of [k − 1] and [k]: [−1 + (2k − 1)/(values − 1)]. *)
Definition edge (k : nat) : R := (2 * INR k - INR values) / (INR values - 1).

(** The mass below it; the first and the last bin reach to infinity. *)
Definition below (k : nat) : R :=
  if Nat.eqb k 0 then 0 else if Nat.eqb k values then 1 else normal_cdf ((edge k - mean law) / sqrt (var law)).

Definition bin (k : nat) : R := below (S k) - below k.

(** [Σ_k p(k) = 1] over [k = 0 … values − 1]; a bin holds the integral of the density, the two outer ones its limit. *)
Theorem decoder_bins_sum_to_one : (2 <= values)%nat ->
  sum_to (fun t => bin (t - 1)) values = 1 /\
  (forall k, (0 < k)%nat -> (S k < values)%nat -> is_RInt (density law) (edge k) (edge (S k)) (bin k)) /\
  is_lim (fun a => RInt (density law) a (edge 1)) m_infty (bin 0) /\
  is_lim (fun b => RInt (density law) (edge (values - 1)) b) p_infty (bin (values - 1)).
Proof.
  intros many.
  assert (same : density law = density (Gaussian (mean law) (var law))) by (destruct law; reflexivity).
  assert (inner : forall k, (0 < k)%nat -> (k < values)%nat ->
    below k = normal_cdf ((edge k - mean law) / sqrt (var law))).
  { intros k k0 kn. unfold below.
    rewrite (proj2 (Nat.eqb_neq k 0)), (proj2 (Nat.eqb_neq k values)) by lia. reflexivity. }
  assert (first : below 0 = 0) by reflexivity.
  assert (last : below values = 1).
  { unfold below. rewrite (proj2 (Nat.eqb_neq values 0)), Nat.eqb_refl by lia. reflexivity. }
  destruct (integrals_of_tails (mean law) (var law) (edge 1) law_var) as [down _].
  destruct (integrals_of_tails (mean law) (var law) (edge (values - 1)) law_var) as [_ up].
  rewrite <- same in down, up. unfold bin at 2 3 4. split; [|split; [|split]].
  - assert (sums : forall n, sum_to (fun t => bin (t - 1)) n = below n - below 0).
    { induction n as [|n IH]; [simpl; ring|].
      rewrite sum_to_step, IH. replace (S n - 1)%nat with n by lia. unfold bin. ring. }
    rewrite sums, last, first. ring.
  - intros k k0 kn. rewrite !inner, same by lia. apply integral_of_a_bin, law_var.
  - rewrite inner, first by lia. exact down.
  - replace (S (values - 1)) with values by lia. rewrite last, inner by lia. exact up.
Qed.
End Decoder.
