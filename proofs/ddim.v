(** * DDIM: a family of reverse steps with the same marginals

    A step [x_s = k x₀ + m x_t + std z] turns [x_t ~ N(α_t x₀, σ²_t)] into [x_s ~ N(α_s x₀, σ²_s)] when

<<
        k + m α_t = α_s            m² σ²_t + std² = σ²_s           (the two marginal equations)
>>

    For each [std] in [[0, σ_s]] they have two solutions, and no third; so every descent through the levels, with any
    fresh noise at each step and either branch, keeps every marginal. [η = 1] is the posterior, [η = 0] is Euler's
    step in [(x/α, σ/α)].

    With [E[x₀ | x_t]] for [x₀] the marginals are not kept: the deterministic step comes short of the variance by
    [(α_s − α_t σ_s/σ_t)² mmse], whatever the data; on Gaussian data it keeps [cos²] of an angle of it, and is the flow
    for a point mass only. [n] steps of equal angle keep at least [1 − Θ²/n], [Θ] the whole angle. *)

From Coq Require Import Reals Lra Psatz List.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels expectation integral gaussian merging.
Import ListNotations.
Local Open Scope R_scope.

(** ** The two marginal equations *)

(** [√(σ²_s − std²)], the root that both branches take. *)
Definition kept_noise (s : level R) (std : R) : R := sqrt ((σ s - std) * (σ s + std)).

Lemma kept_noise_squared s std : 0 <= std <= σ s -> kept_noise s std ^ 2 = σ s ^ 2 - std ^ 2.
Proof.
  intros. unfold kept_noise. rewrite pow2_sqrt; [ring | nra].
Qed.

Lemma kept_is s std b : kept s std b = match b with Aligned => kept_noise s std | Reflected => - kept_noise s std end.
Proof. reflexivity. Qed.

Definition solves_the_marginal_equations (s t : level R) (m k std : R) : Prop :=
  k + m * α t = α s /\ m ^ 2 * σ t ^ 2 + std ^ 2 = σ s ^ 2.

Theorem coefficients_solve_the_two_marginal_equations s t std b :
  cleaner s t -> 0 <= std <= σ s ->
  let step := step_with_std s t std b in
  solves_the_marginal_equations s t (on_x_t step) (on_x0 step) std /\ on_noise step = std.
Proof.
  intros st range. positive st. pose proof (kept_noise_squared s std range) as root.
  assert (kept s std b ^ 2 = σ s ^ 2 - std ^ 2) by (rewrite kept_is; destruct b; nra).
  unfold solves_the_marginal_equations, step_with_std, with_on_eps; cbn [on_x_t on_x0 on_noise].
  generalize dependent (kept s std b); intros on_eps square.
  formulas. split; [split |]; [field; lra | | reflexivity].
  replace ((on_eps / σ t) ^ 2 * σ t ^ 2) with (on_eps ^ 2) by (field; lra). lra.
Qed.

(** [m² σ²_t + std² − σ²_s = σ²_t (m − m₊)(m − m₋)] *)
Lemma variance_equation_factors s t std m :
  cleaner s t -> 0 <= std <= σ s ->
  m ^ 2 * σ t ^ 2 + std ^ 2 - σ s ^ 2 =
    σ t ^ 2 * (m - on_x_t (step_with_std s t std Aligned)) * (m - on_x_t (step_with_std s t std Reflected)).
Proof.
  intros st range. positive st. pose proof (kept_noise_squared s std range) as root.
  unfold step_with_std, with_on_eps; cbn [on_x_t]. rewrite !kept_is. formulas.
  transitivity (m ^ 2 * σ t ^ 2 - kept_noise s std ^ 2); [lra | field; lra].
Qed.

Theorem marginal_equations_have_no_third_solution s t std m k :
  cleaner s t -> 0 <= std <= σ s ->
  solves_the_marginal_equations s t m k std <->
  exists b, Step m k std = step_with_std s t std b.
Proof.
  intros st range. split.
  - intros [on_signal on_noise]. positive st.
    pose proof (variance_equation_factors s t std m st range) as factors.
    assert (0 < σ t ^ 2) by nra.
    assert (root : m = on_x_t (step_with_std s t std Aligned) \/ m = on_x_t (step_with_std s t std Reflected)).
    { rewrite on_noise, Rminus_diag_eq, Rmult_assoc in factors by reflexivity.
      symmetry in factors. apply Rmult_integral in factors as [zero | zero]; [lra |].
      apply Rmult_integral in zero as [zero | zero]; [left | right]; lra. }
    destruct root as [root | root]; [exists Aligned | exists Reflected];
      unfold step_with_std, with_on_eps in *; cbn [on_x_t] in root; f_equal; try exact root;
      formulas; rewrite <- root; lra.
  - intros [b equal].
    destruct (coefficients_solve_the_two_marginal_equations s t std b st range) as [solved _].
    rewrite <- equal in solved. exact solved.
Qed.

(** Seen from the signal, the two branches lie opposite each other; the aligned one keeps the sign of ε. *)
Theorem branches_are_mirror_images s t std x0 eps :
  cleaner s t -> 0 <= std <= σ s ->
  let x_t := α t * x0 + σ t * eps in
  let aside b := apply_step (step_with_std s t std b) x_t x0 0 - α s * x0 in
  aside Aligned = - aside Reflected /\ 0 <= aside Aligned * eps.
Proof.
  intros st range x_t aside. positive st.
  assert (0 <= kept_noise s std) by apply sqrt_pos.
  assert (side : forall b, aside b = kept s std b * eps).
  { intro b. unfold aside, x_t, apply_step, step_with_std, with_on_eps; cbn [on_x_t on_x0 on_noise].
    generalize (kept s std b); intro on_eps. formulas. field. lra. }
  rewrite !side.
  change (kept s std Aligned) with (kept_noise s std). change (kept s std Reflected) with (- kept_noise s std).
  split; [ring |]. replace (kept_noise s std * eps * eps) with (kept_noise s std * eps ^ 2) by ring.
  apply Rmult_le_pos; [assumption | apply pow2_ge_0].
Qed.

(** No step adds more noise than the level it goes to has; one that adds all of it forgets [x_t]. *)
Theorem fresh_noise_is_at_most_that_of_the_level s t std m k :
  cleaner s t -> 0 <= std -> solves_the_marginal_equations s t m k std ->
  std <= σ s /\ (std = σ s -> m = 0 /\ k = α s).
Proof.
  intros st nonneg [on_signal on_noise]. positive st.
  assert (0 <= m ^ 2 * σ t ^ 2) by nra.
  split; [nra |]. intros all. rewrite all in *.
  assert (nothing : m * σ t = 0) by (apply Rsqr_0_uniq; unfold Rsqr; lra).
  apply Rmult_integral in nothing as [nothing | nothing]; [subst m | ]; lra.
Qed.

(** ** Every descent keeps every marginal *)

(** The law of [x_s] given [x_t], with [x₀] held. *)
Definition law_of (st : step R) (x0 : R) : kernel R := Kernel (on_x_t st) (on_x0 st * x0) (on_noise st ^ 2).

(** The marginal [q(x_t | x₀)] at one [x₀]. *)
Definition marginal_law (t : level R) (x0 : R) : gaussian R := at_point (marginal t) x0.

(** A move goes to a level with so much fresh noise and on one branch. *)
Record move := Move { to : level R; fresh : R; which : branch }.

(** Each level is cleaner than the one before, and no move adds more noise than its level has. *)
Fixpoint descends (t : level R) (moves : list move) : Prop :=
  match moves with
  | [] => True
  | move :: rest => cleaner (to move) t /\ 0 <= fresh move <= σ (to move) /\ descends (to move) rest
  end.

(** The law at the end of a descent that starts from [law] at [t], and the level where it ends. *)
Fixpoint law_after (x0 : R) (t : level R) (law : gaussian R) (moves : list move) : gaussian R :=
  match moves with
  | [] => law
  | move :: rest =>
      law_after x0 (to move) (push (law_of (step_with_std (to move) t (fresh move) (which move)) x0) law) rest
  end.

Fixpoint end_of (t : level R) (moves : list move) : level R :=
  match moves with [] => t | move :: rest => end_of (to move) rest end.

Lemma step_keeps_the_marginal s t std b x0 :
  cleaner s t -> 0 <= std <= σ s ->
  push (law_of (step_with_std s t std b) x0) (marginal_law t x0) = marginal_law s x0.
Proof.
  intros st range.
  destruct (coefficients_solve_the_two_marginal_equations s t std b st range) as [[on_signal on_noise] fresh].
  unfold push, law_of, marginal_law, at_point, marginal; cbn [scale shift noise_var mean var].
  rewrite fresh. generalize dependent (step_with_std s t std b). intros [m k n] **.
  formulas. f_equal; [rewrite <- on_signal; ring | nra].
Qed.

(** As densities: integrated over [x_t], the step's law is the marginal at [s]. *)
Corollary step_integrates_to_the_marginal s t std b x0 x_s :
  cleaner s t -> 0 < std <= σ s ->
  ∫ x_t, density (at_point (law_of (step_with_std s t std b) x0) x_t) x_s * density (marginal_law t x0) x_t ≡
    density (marginal_law s x0) x_s.
Proof.
  intros st range. positive st.
  rewrite <- (step_keeps_the_marginal s t std b x0 st) by lra. apply push_is_the_marginal.
  - apply (pow_lt std 2). lra.
  - apply Rmult_lt_0_compat; assumption.
Qed.

Theorem marginals_do_not_depend_on_eta x0 t moves :
  descends t moves -> law_after x0 t (marginal_law t x0) moves = marginal_law (end_of t moves) x0.
Proof.
  revert t. induction moves as [| move rest keeps]; intros t; [reflexivity |].
  intros (st & range & down). simpl.
  rewrite step_keeps_the_marginal by assumption. apply keeps, down.
Qed.

(** ** η *)

Lemma posterior_var_nonneg s t : cleaner s t -> 0 <= posterior_var s t.
Proof.
  intros st. positive st.
  unfold posterior_var. generalize dependent (var_ts s t). intros v **. formulas.
  apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; nra].
Qed.

(** [std(η) = η √((1 − ᾱ_s)/(1 − ᾱ_t)) √(1 − ᾱ_t/ᾱ_s)] as printed, where [ᾱ = α²] and [1 − ᾱ = σ²]: η scales the
    standard deviation. *)
Theorem eta_scales_the_standard_deviation s t eta :
  cleaner s t -> preserves_variance s -> preserves_variance t ->
  ddim_std s t eta = eta * sqrt (posterior_var s t) /\
  ddim_std s t eta = eta * sqrt ((1 - α s ^ 2) / (1 - α t ^ 2)) * sqrt (1 - α t ^ 2 / α s ^ 2).
Proof.
  unfold preserves_variance. intros st vp_s vp_t. positive st.
  split; [reflexivity |].
  assert (between : var_ts s t = 1 - α t ^ 2 / α s ^ 2).
  { formulas. transitivity (σ t ^ 2 - α t ^ 2 / α s ^ 2 * σ s ^ 2); [field; lra |].
    replace (σ t ^ 2) with (1 - α t ^ 2) by lra. replace (σ s ^ 2) with (1 - α s ^ 2) by lra. field; lra. }
  rewrite <- between, Rmult_assoc, <- sqrt_mult.
  - unfold ddim_std, posterior_var. generalize (var_ts s t). intro v. formulas.
    do 2 f_equal. replace (1 - α s ^ 2) with (σ s ^ 2) by lra. replace (1 - α t ^ 2) with (σ t ^ 2) by lra. field; lra.
  - replace (1 - α s ^ 2) with (σ s ^ 2) by lra. replace (1 - α t ^ 2) with (σ t ^ 2) by lra.
    unfold Rdiv. apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; nra].
  - lra.
Qed.

(** The argument of the root, a sum of positive terms up to [η = 1], is [σ²_s − std(η)²]. *)
Lemma kept_of_eta s t eta :
  cleaner s t ->
  (posterior_on_x_t s t * σ t) ^ 2 + (1 - eta) * (1 + eta) * posterior_var s t =
    σ s ^ 2 - ddim_std s t eta ^ 2.
Proof.
  intros st. pose proof (posterior_var_nonneg s t st) as nonneg. positive st.
  replace (ddim_std s t eta ^ 2) with (eta ^ 2 * posterior_var s t).
  2: { unfold ddim_std. formulas. rewrite Rpow_mult_distr, pow2_sqrt by assumption. reflexivity. }
  formulas. field. lra.
Qed.

(** So the step of [η] is the aligned step of [std(η)]: all theorems above hold for it. *)
Theorem eta_is_a_standard_deviation s t eta :
  cleaner s t -> ddim_step s t eta = step_with_std s t (ddim_std s t eta) Aligned.
Proof.
  intros st. pose proof (kept_of_eta s t eta st) as same.
  unfold ddim_step, step_with_std, kept. f_equal.
  generalize dependent (ddim_std s t eta). intros std same. formulas. f_equal.
  transitivity (σ s ^ 2 - std ^ 2); [rewrite <- same; ring | ring].
Qed.

(** [std(η) ≤ σ_s] exactly up to [η = σ_t/σ_ts]; where [σ_s = 0] every η will do. *)
Theorem eta_is_at_most_where_all_noise_is_fresh s t eta :
  cleaner s t -> 0 <= eta ->
  (0 < σ s -> ddim_std s t eta <= σ s <-> eta <= σ t / sqrt (var_ts s t)) /\
  (σ s = 0 -> ddim_std s t eta = 0) /\
  1 <= σ t / sqrt (var_ts s t).
Proof.
  intros st nonneg. positive st.
  assert (root : 0 < sqrt (var_ts s t)) by (apply sqrt_lt_R0; assumption).
  assert (std : ddim_std s t eta = eta * (sqrt (var_ts s t) * (σ s / σ t))).
  { unfold ddim_std, posterior_var. change (eta * sqrt (var_ts s t * (σ s * σ s) / (σ t * σ t)) =
      eta * (sqrt (var_ts s t) * (σ s / σ t))). f_equal.
    replace (var_ts s t * (σ s * σ s) / (σ t * σ t)) with (var_ts s t * (σ s / σ t) ^ 2) by (field; lra).
    rewrite sqrt_mult, sqrt_pow2; try reflexivity; try lra; try nra;
      unfold Rdiv; apply Rmult_le_pos; try lra; left; apply Rinv_0_lt_compat; lra. }
  repeat split.
  - rewrite std. intros bound.
    apply Rmult_le_reg_r with (sqrt (var_ts s t) * (σ s / σ t)).
    + apply Rmult_lt_0_compat; [assumption | unfold Rdiv; apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; lra]].
    + replace (σ t / sqrt (var_ts s t) * (sqrt (var_ts s t) * (σ s / σ t))) with (σ s) by (field; lra). exact bound.
  - rewrite std. intros bound.
    replace (σ s) with (σ t / sqrt (var_ts s t) * (sqrt (var_ts s t) * (σ s / σ t))) at 2 by (field; lra).
    apply Rmult_le_compat_r; [| exact bound].
    apply Rmult_le_pos; [lra | unfold Rdiv; apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]].
  - intros none. rewrite std, none. unfold Rdiv. ring.
  - apply Rmult_le_reg_r with (sqrt (var_ts s t)); [assumption |].
    replace (σ t / sqrt (var_ts s t) * sqrt (var_ts s t)) with (σ t) by (field; lra).
    rewrite Rmult_1_l, <- (sqrt_pow2 (σ t)) by lra. apply sqrt_le_1_alt.
    formulas. assert (0 <= (α t / α s * σ s) ^ 2) by nra. lra.
Qed.

(** [η = 1] is the posterior, at any two levels. *)
Theorem eta_one_is_the_posterior s t :
  cleaner s t ->
  let step := ddim_step s t 1 in
  on_x0 step = posterior_on_x0 s t /\ on_x_t step = posterior_on_x_t s t /\ on_noise step ^ 2 = posterior_var s t.
Proof.
  intros st. pose proof (posterior_var_nonneg s t st) as nonneg. positive st.
  assert (root : on_x_t (ddim_step s t 1) = posterior_on_x_t s t).
  { assert (weight : 0 <= posterior_on_x_t s t * σ t).
    { apply Rmult_le_pos; [| lra]. formulas.
      unfold Rdiv. repeat apply Rmult_le_pos; try lra; left; apply Rinv_0_lt_compat; nra. }
    unfold ddim_step, with_on_eps; cbn [on_x_t].
    generalize dependent (posterior_on_x_t s t). intros w weight. formulas.
    replace (w * σ t * (w * σ t) + _) with ((w * σ t) ^ 2) by ring.
    rewrite sqrt_pow2 by assumption. field. lra. }
  repeat split; [| exact root |].
  - transitivity (α s - on_x_t (ddim_step s t 1) * α t); [reflexivity |]. rewrite root. formulas. field. lra.
  - unfold ddim_step, with_on_eps, ddim_std; cbn [on_noise].
    generalize dependent (posterior_var s t). intros v nonneg. formulas.
    rewrite Rmult_1_l. apply pow2_sqrt, nonneg.
Qed.

(** So DDPM's sampler with the posterior's variance is DDIM at [η = 1]. *)
Theorem ancestral_sampling_is_eta_one s t :
  cleaner s t -> ancestral_step s t (posterior_var s t) = ddim_step s t 1.
Proof.
  intros st. destruct (eta_one_is_the_posterior s t st) as (on_x0 & on_x_t & _).
  unfold ancestral_step. rewrite <- on_x0, <- on_x_t.
  unfold ddim_step, with_on_eps, ddim_std. cbn [formula.on_x_t formula.on_x0]. f_equal.
  generalize (posterior_var s t). intro v. formulas. ring.
Qed.

(** ** The deterministic step *)

Lemma ddim_step_zero s t : cleaner s t -> ddim_step s t 0 = Step (σ s / σ t) (α s - σ s / σ t * α t) 0.
Proof.
  intros st. positive st. rewrite eta_is_a_standard_deviation by assumption.
  replace (ddim_std s t 0) with 0 by (unfold ddim_std; formulas; ring).
  unfold step_with_std, with_on_eps, kept. formulas.
  replace ((σ s - 0) * (σ s + 0)) with (σ s ^ 2) by ring. rewrite sqrt_pow2 by lra. reflexivity.
Qed.

(** [η = 0] is Euler's step of [dx̂/dσ̂ = (x̂ − D)/σ̂], in [x̂ = x/α] and [σ̂ = σ/α]. *)
Theorem deterministic_step_is_eulers_in_edm_sigma s t :
  cleaner s t -> 0 < α t ->
  ddim_step s t 0 = euler t s /\
  forall x_t x0, let eps := (x_t - α t * x0) / σ t in
    apply_step (ddim_step s t 0) x_t x0 0 / α s = x_t / α t + (edm_sigma s - edm_sigma t) * eps.
Proof.
  intros st signal. rewrite (ddim_step_zero s t st). positive st. split.
  - formulas. f_equal; field; lra.
  - intros x_t x0 eps. unfold eps. formulas. field. lra.
Qed.

(** With [x₀] held, [t → s → r] is [t → r]. *)
Theorem any_earlier_level_may_come_next r s t x0 :
  cleaner r s -> cleaner s t -> 0 < σ s ->
  then_ (law_of (ddim_step s t 0) x0) (law_of (ddim_step r s 0) x0) = law_of (ddim_step r t 0) x0.
Proof.
  intros rs st noise. rewrite !ddim_step_zero by (try assumption; apply (cleaner_trans r s t); assumption).
  positive st. unfold law_of. formulas. f_equal; field; lra.
Qed.

(** The deterministic step run backwards undoes it, with ε held. *)
Theorem inversion_undoes_the_step s t x_t x0 :
  cleaner s t ->
  let eps := (x_t - α t * x0) / σ t in
  inversion_on_x_s s t * apply_step (ddim_step s t 0) x_t x0 0 + inversion_on_eps s t * eps = x_t.
Proof.
  intros st eps. rewrite (ddim_step_zero s t st). positive st. unfold eps. formulas. field. lra.
Qed.

(** However long the step: a point's noise is scaled by [σ_s/σ_t], its signal by [α_s/α_t]. *)
Theorem deterministic_step_is_exact_for_a_point s t x0 eps :
  cleaner s t -> apply_step (ddim_step s t 0) (α t * x0 + σ t * eps) x0 0 = α s * x0 + σ s * eps.
Proof. intros st. rewrite (ddim_step_zero s t st). positive st. formulas. field. lra. Qed.

(** ** With [E[x₀ | x_t]] for [x₀]: whatever the data

    [D] stands for [E[x₀ | x_t]]: its error is orthogonal to 1, to [x_t] and to [D] itself. *)
Section AnyData.

Variables (Ω : Type) (E : expectation Ω).
Variables (s t : level R) (x0 eps D : Ω -> R).
Hypothesis st : cleaner s t.

Let noised (l : level R) ω := α l * x0 ω + σ l * eps ω.
Let error ω := x0 ω - D ω.

Hypothesis error_is_centred : E error = 0.
Hypothesis error_is_orthogonal_to_x_t : E (fun ω => noised t ω * error ω) = 0.
Hypothesis error_is_orthogonal_to_D : E (fun ω => D ω * error ω) = 0.

Theorem deterministic_step_falls_short_by_the_mmse :
  variance E (fun ω => apply_step (ddim_step s t 0) (noised t ω) (D ω) 0) =
  variance E (noised s) - (α s - σ s / σ t * α t) ^ 2 * E (fun ω => error ω ^ 2).
Proof.
  pose proof (cleaner_noise _ _ st) as noise. rewrite (ddim_step_zero s t st).
  set (a := σ s / σ t). set (b := α s - a * α t).
  set (stepped := fun ω => apply_step _ _ _ _).
  assert (points : forall ω, noised s ω = stepped ω + b * error ω).
  { intro ω. unfold stepped; formulas; unfold error, noised, b, a. field. lra. }
  rewrite (variance_same E _ _ points), variance_adds; [ring | exact error_is_centred |].
  rewrite (E_same E _ (fun ω => a * (noised t ω * error ω) + b * (D ω * error ω))).
  - rewrite E_linear, error_is_orthogonal_to_x_t, error_is_orthogonal_to_D. ring.
  - intro ω. unfold stepped. formulas. ring.
Qed.

(** The weight is not 0: the marginal's variance is kept just where nothing is unknown. *)
Corollary variance_is_kept_where_nothing_is_unknown :
  variance E (fun ω => apply_step (ddim_step s t 0) (noised t ω) (D ω) 0) = variance E (noised s) <->
  E (fun ω => error ω ^ 2) = 0.
Proof.
  rewrite deterministic_step_falls_short_by_the_mmse. positive st.
  assert (0 < α s - σ s / σ t * α t).
  { replace (α s - σ s / σ t * α t) with ((α s * σ t - α t * σ s) * / σ t) by (field; lra).
    apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; assumption]. }
  assert (0 < (α s - σ s / σ t * α t) ^ 2) by nra.
  split; intros none; [| rewrite none; ring].
  apply Rmult_eq_reg_l with ((α s - σ s / σ t * α t) ^ 2); lra.
Qed.

End AnyData.

(** ** Gaussian data, [x₀ ~ N(μ, c²)] *)

(** [V = α²c² + σ²], the variance of [x_t]. *)
Definition spread (c : R) (l : level R) : R := α l ^ 2 * c ^ 2 + σ l ^ 2.

(** [E[x₀ | x_t = x]], by Bayes' rule. *)
Definition denoiser (data : gaussian R) (l : level R) (x : R) : R :=
  scale (invert (marginal l) data) * x + shift (invert (marginal l) data).

(** The deterministic step with the ideal denoiser: an affine map, a kernel without noise. *)
Definition ideal_step (data : gaussian R) (s t : level R) : kernel R :=
  Kernel (on_x_t (ddim_step s t 0) + on_x0 (ddim_step s t 0) * scale (invert (marginal t) data))
         (on_x0 (ddim_step s t 0) * shift (invert (marginal t) data)) 0.

Lemma ideal_step_is_the_step data s t x :
  cleaner s t ->
  scale (ideal_step data s t) * x + shift (ideal_step data s t) = apply_step (ddim_step s t 0) x (denoiser data t x) 0.
Proof.
  intros st. unfold ideal_step, denoiser. cbn [scale shift].
  generalize (invert (marginal t) data) (ddim_step s t 0). intros. formulas. ring.
Qed.

Lemma spread_positive c s t : cleaner s t -> 0 < spread c t.
Proof. intros st. positive st. unfold spread. assert (0 <= (α t * c) ^ 2) by apply pow2_ge_0. nra. Qed.

(** The slope is [(α_s α_t c² + σ_s σ_t)/V_t]: the two vectors [(cα, σ)], multiplied. *)
Lemma ideal_slope μ c s t :
  cleaner s t -> scale (ideal_step (Gaussian μ (c ^ 2)) s t) = (α s * α t * c ^ 2 + σ s * σ t) / spread c t.
Proof.
  intros st. pose proof (spread_positive c s t st). unfold ideal_step. rewrite (ddim_step_zero s t st). positive st.
  unfold spread in *. formulas. field. split; nra.
Qed.

Lemma spread_is_the_variance μ c l : var (push (marginal l) (Gaussian μ (c ^ 2))) = spread c l.
Proof. unfold spread. formulas. ring. Qed.

(** The mean is kept, and the variance comes short by [c² (α_s σ_t − α_t σ_s)²/V_t]: always, but for a point. *)
Theorem deterministic_step_under_disperses_gaussian_data μ c s t :
  cleaner s t ->
  let data := Gaussian μ (c ^ 2) in
  let got := push (ideal_step data s t) (push (marginal t) data) in
  mean got = mean (push (marginal s) data) /\
  var got = spread c s - c ^ 2 * (α s * σ t - α t * σ s) ^ 2 / spread c t /\
  (c <> 0 -> var got < spread c s).
Proof.
  intros st data got. pose proof (spread_positive c s t st) as wide.
  assert (fall : var got = spread c s - c ^ 2 * (α s * σ t - α t * σ s) ^ 2 / spread c t).
  { unfold got, data. transitivity (scale (ideal_step (Gaussian μ (c ^ 2)) s t) ^ 2 * spread c t).
    - rewrite <- (spread_is_the_variance μ).
      assert (noiseless : noise_var (ideal_step (Gaussian μ (c ^ 2)) s t) = 0) by reflexivity.
      destruct (ideal_step (Gaussian μ (c ^ 2)) s t) as [slope offset none]. cbn in noiseless. subst none.
      formulas. ring.
    - rewrite (ideal_slope μ c s t st). unfold spread in *. field. nra. }
  repeat split; [| exact fall |].
  - unfold got, data, ideal_step. rewrite (ddim_step_zero s t st). positive st.
    unfold spread in wide. formulas. field. split; nra.
  - intros spread_out. rewrite fall. positive st.
    assert (0 < c ^ 2 * (α s * σ t - α t * σ s) ^ 2 / spread c t).
    { unfold Rdiv. apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat | apply Rinv_0_lt_compat; assumption].
      - apply pow2_gt_0, spread_out.
      - apply pow2_gt_0. lra. }
    lra.
Qed.

(** *** The flow *)

(** A path of unscaled data, [y = x/α] over [u = σ/α], that solves [dy/du = (y − D)/u]. *)
Definition follows_the_flow (data : gaussian R) (y : R -> R) (lo hi : R) : Prop :=
  forall u, lo <= u <= hi -> is_derive y u ((y u - denoiser data (Level 1 u) (y u)) / u).

Lemma flow_slope μ c y u : 0 < u ->
  (y - denoiser (Gaussian μ (c ^ 2)) (Level 1 u) y) / u = u * (y - μ) / (c ^ 2 + u ^ 2).
Proof. intros. unfold denoiser. formulas. field. split; nra. Qed.

(** One path through each point: the distance from the mean grows as [√(c² + u²)]. *)
(** [√q] by a name [S], and [q] by [S²]. *)
Ltac by_its_root q positive :=
  let S := fresh "S" in
  pose proof (sqrt_lt_R0 q positive); pose proof (sqrt_sqrt q (Rlt_le _ _ positive));
  generalize dependent (sqrt q); intros S ? square; rewrite <- square in *.

Lemma flow_exists μ c k lo hi : 0 < lo ->
  follows_the_flow (Gaussian μ (c ^ 2)) (fun u => μ + k * sqrt (c ^ 2 + u ^ 2)) lo hi.
Proof.
  intros above u range.
  assert (wide : 0 < c ^ 2 + u ^ 2) by (assert (0 <= c ^ 2) by apply pow2_ge_0; nra).
  rewrite flow_slope by lra.
  auto_derive; [nra |].
  replace (c * (c * 1) + u * (u * 1)) with (c ^ 2 + u ^ 2) by ring.
  by_its_root (c ^ 2 + u ^ 2) wide. field. lra.
Qed.

Lemma flow_is_unique μ c y a b : 0 < a < b ->
  follows_the_flow (Gaussian μ (c ^ 2)) y a b ->
  (y a - μ) / sqrt (c ^ 2 + a ^ 2) = (y b - μ) / sqrt (c ^ 2 + b ^ 2).
Proof.
  intros order flows.
  apply (eq_is_derive (fun u => (y u - μ) / sqrt (c ^ 2 + u ^ 2)) a b); [| lra].
  intros u range. specialize (flows u range). rewrite flow_slope in flows by lra.
  assert (wide : 0 < c ^ 2 + u ^ 2) by (assert (0 <= c ^ 2) by apply pow2_ge_0; nra).
  assert (root : is_derive (fun u => sqrt (c ^ 2 + u ^ 2)) u (u / sqrt (c ^ 2 + u ^ 2))).
  { auto_derive; [nra |]. replace (c * (c * 1) + u * (u * 1)) with (c ^ 2 + u ^ 2) by ring.
    by_its_root (c ^ 2 + u ^ 2) wide. field. lra. }
  assert (moved : is_derive (fun u => y u - μ) u (u * (y u - μ) / (c ^ 2 + u ^ 2))).
  { evar_last; [exact (is_derive_minus y (fun _ => μ) u _ _ flows (is_derive_const μ u)) |
                unfold minus, plus, opp, zero; simpl; ring]. }
  evar_last; [apply is_derive_div; [exact moved | exact root | apply Rgt_not_eq, sqrt_lt_R0, wide] |].
  unfold zero; simpl. change (u * (u * 1)) with (u ^ 2). change (c * (c * 1)) with (c ^ 2).
  clear root moved. by_its_root (c ^ 2 + u ^ 2) wide. field. lra.
Qed.

(** A finite step follows the flow for a point, and for no other Gaussian. *)
Theorem deterministic_step_is_the_flow_only_for_a_point μ c s t :
  cleaner s t -> 0 < α t -> 0 < σ s ->
  (forall y, follows_the_flow (Gaussian μ (c ^ 2)) y (edm_sigma s) (edm_sigma t) ->
     let x_t := α t * y (edm_sigma t) in
     apply_step (ddim_step s t 0) x_t (denoiser (Gaussian μ (c ^ 2)) t x_t) 0 = α s * y (edm_sigma s)) <->
  c = 0.
Proof.
  intros st signal noise. positive st.
  set (a := edm_sigma s). set (b := edm_sigma t).
  assert (order : 0 < a < b).
  { unfold a, b; formulas. split; [apply Rdiv_lt_0_compat; lra |].
    apply (Rmult_lt_reg_r (α s * α t)); [nra |].
    replace (σ s / α s * (α s * α t)) with (α t * σ s) by (field; lra).
    replace (σ t / α t * (α s * α t)) with (α s * σ t) by (field; lra). lra. }
  (* in the distance from the mean, the step is a factor *)
  assert (stepped : forall y, apply_step (ddim_step s t 0) (α t * y) (denoiser (Gaussian μ (c ^ 2)) t (α t * y)) 0
                    = α s * (μ + (y - μ) * ((c ^ 2 + a * b) / (c ^ 2 + b ^ 2)))).
  { intro y. pose proof (spread_positive c s t st) as wide. rewrite (ddim_step_zero s t st).
    unfold denoiser, a, b, spread in *. formulas. field. repeat split; nra. }
  assert (0 <= c ^ 2) by apply pow2_ge_0.
  pose proof (sqrt_lt_R0 (c ^ 2 + a ^ 2) ltac:(nra)). pose proof (sqrt_sqrt (c ^ 2 + a ^ 2) ltac:(nra)).
  pose proof (sqrt_lt_R0 (c ^ 2 + b ^ 2) ltac:(nra)). pose proof (sqrt_sqrt (c ^ 2 + b ^ 2) ltac:(nra)).
  split.
  - intros exact_step.
    specialize (exact_step _ (flow_exists μ c 1 a b (proj1 order))). cbv beta zeta in exact_step.
    rewrite stepped in exact_step. apply Rmult_eq_reg_l in exact_step; [| lra].
    assert (factor : sqrt (c ^ 2 + b ^ 2) * ((c ^ 2 + a * b) / (c ^ 2 + b ^ 2)) = sqrt (c ^ 2 + a ^ 2)) by lra.
    (* (c² + ab)² = (c² + a²)(c² + b²), that is c² (b − a)² = 0 *)
    assert (squares : (c ^ 2 + a * b) ^ 2 = (c ^ 2 + a ^ 2) * (c ^ 2 + b ^ 2)).
    { assert (product : c ^ 2 + a * b = sqrt (c ^ 2 + a ^ 2) * sqrt (c ^ 2 + b ^ 2)).
      { rewrite <- factor.
        transitivity (sqrt (c ^ 2 + b ^ 2) * sqrt (c ^ 2 + b ^ 2) * ((c ^ 2 + a * b) / (c ^ 2 + b ^ 2))).
        - replace (sqrt (c ^ 2 + b ^ 2) * sqrt (c ^ 2 + b ^ 2)) with (c ^ 2 + b ^ 2) by lra. field. nra.
        - ring. }
      rewrite product. nra. }
    assert (vanishes : (c * (b - a)) ^ 2 = 0) by lra.
    assert (product : c * (b - a) = 0) by (apply Rsqr_0_uniq; unfold Rsqr; lra).
    apply Rmult_integral in product as [| ]; lra.
  - intros point y flows x_t. unfold x_t. rewrite stepped. f_equal.
    pose proof (flow_is_unique μ c y a b order flows) as same. subst c.
    replace (0 ^ 2 + a ^ 2) with (a ^ 2) in same by ring. replace (0 ^ 2 + b ^ 2) with (b ^ 2) in same by ring.
    rewrite !sqrt_pow2 in same by lra.
    assert (y a - μ = a * ((y b - μ) / b)) by (rewrite <- same; field; lra).
    transitivity (μ + a * ((y b - μ) / b)); [field; lra | lra].
Qed.

(** *** n steps of equal angle

    The vector [(cα, σ)] has length [√V] and turns as the noise falls. A step keeps [cos²] of the angle that it turns.
    *)

Lemma step_keeps_the_squared_cosine μ c s t r_s r_t ψ_s ψ_t :
  cleaner s t ->
  c * α s = r_s * cos ψ_s -> σ s = r_s * sin ψ_s ->
  c * α t = r_t * cos ψ_t -> σ t = r_t * sin ψ_t ->
  scale (ideal_step (Gaussian μ (c ^ 2)) s t) ^ 2 * spread c t = cos (ψ_t - ψ_s) ^ 2 * spread c s.
Proof.
  intros st signal_s noise_s signal_t noise_t. pose proof (spread_positive c s t st) as wide.
  rewrite (ideal_slope μ c s t st).
  assert (length_s : spread c s = r_s ^ 2).
  { unfold spread. replace (α s ^ 2 * c ^ 2) with ((c * α s) ^ 2) by ring. rewrite signal_s, noise_s.
    pose proof (sin2_cos2 ψ_s). unfold Rsqr in *. nra. }
  assert (length_t : spread c t = r_t ^ 2).
  { unfold spread. replace (α t ^ 2 * c ^ 2) with ((c * α t) ^ 2) by ring. rewrite signal_t, noise_t.
    pose proof (sin2_cos2 ψ_t). unfold Rsqr in *. nra. }
  replace (α s * α t * c ^ 2 + σ s * σ t) with (r_s * r_t * cos (ψ_t - ψ_s)).
  - rewrite length_s, length_t in *. field. nra.
  - rewrite cos_minus. replace (α s * α t * c ^ 2) with ((c * α s) * (c * α t)) by ring.
    rewrite signal_s, signal_t, noise_s, noise_t. ring.
Qed.

(** Bernoulli's inequality. *)
Lemma bernoulli n x : 0 <= x <= 1 -> 1 - INR n * x <= (1 - x) ^ n.
Proof.
  intros range. induction n as [| n below]; [simpl; lra |].
  rewrite S_INR. simpl.
  assert (0 <= INR n * x) by (apply Rmult_le_pos; [apply pos_INR | lra]).
  apply Rle_trans with ((1 - x) * (1 - INR n * x)); [nra |].
  apply Rmult_le_compat_l; lra.
Qed.

(** The variance after the first [n] of the steps [l 0 → l 1 → …], from data's own at [l 0]. *)
Fixpoint var_after (data : gaussian R) (l : nat -> level R) (n : nat) : R :=
  match n with
  | O => var (push (marginal (l O)) data)
  | S m => scale (ideal_step data (l (S m)) (l m)) ^ 2 * var_after data l m
  end.

Lemma var_after_is_pushed data l n m :
  var (push (ideal_step data (l (S n)) (l n)) (Gaussian m (var_after data l n))) = var_after data l (S n).
Proof. simpl. unfold push, ideal_step. cbn [scale noise_var var]. formulas. ring. Qed.

Theorem equal_steps_keep_at_least_this_share μ c l r ψ Θ n :
  (0 < n)%nat -> 0 <= Θ <= PI ->
  (forall i, (i < n)%nat -> cleaner (l (S i)) (l i)) ->
  (forall i, (i <= n)%nat -> c * α (l i) = r i * cos (ψ - INR i * (Θ / INR n)) /\
                             σ (l i) = r i * sin (ψ - INR i * (Θ / INR n))) ->
  let data := Gaussian μ (c ^ 2) in
  var_after data l n = cos (Θ / INR n) ^ (2 * n) * spread c (l n) /\
  (1 - Θ ^ 2 / INR n) * spread c (l n) <= var_after data l n.
Proof.
  intros some range cleans turns data.
  assert (count : 0 < INR n) by (apply lt_0_INR; assumption).
  set (θ := Θ / INR n) in *.
  assert (law : forall i, (i <= n)%nat -> var_after data l i = (cos θ ^ 2) ^ i * spread c (l i)).
  { induction i as [| i law]; intros below.
    - cbn [var_after]. unfold data. rewrite spread_is_the_variance. simpl. ring.
    - cbn [var_after]. rewrite law by lia.
      destruct (turns i ltac:(lia)) as [signal_t noise_t]. destruct (turns (S i) below) as [signal_s noise_s].
      pose proof (step_keeps_the_squared_cosine μ c _ _ _ _ _ _ (cleans i ltac:(lia)) signal_s noise_s signal_t noise_t)
        as turn.
      replace (ψ - INR i * θ - (ψ - INR (S i) * θ)) with θ in turn by (rewrite S_INR; ring).
      unfold data. transitivity ((cos θ ^ 2) ^ i *
        (scale (ideal_step (Gaussian μ (c ^ 2)) (l (S i)) (l i)) ^ 2 * spread c (l i))); [ring |].
      rewrite turn. simpl. ring. }
  assert (all : var_after data l n = cos θ ^ (2 * n) * spread c (l n)) by (rewrite pow_mult; apply law; lia).
  split; [exact all |]. rewrite all, pow_mult.
  apply Rmult_le_compat_r; [unfold spread; assert (0 <= (α (l n) * c) ^ 2) by apply pow2_ge_0; nra |].
  assert (nonneg : 0 <= θ) by (unfold θ, Rdiv; apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]).
  assert (small : sin θ ^ 2 <= θ ^ 2).
  { assert (θ <= PI).
    { unfold θ. apply (Rmult_le_reg_r (INR n)); [assumption |]. replace (Θ / INR n * INR n) with Θ by (field; lra).
      assert (1 <= INR n) by (apply (le_INR 1); lia). pose proof PI_RGT_0. nra. }
    assert (0 <= sin θ) by (apply sin_ge_0; lra).
    destruct nonneg as [above | <-]; [pose proof (sin_lt_x θ above); nra | rewrite sin_0; lra]. }
  pose proof (sin2_cos2 θ) as pythagoras. unfold Rsqr in pythagoras.
  replace (cos θ ^ 2) with (1 - sin θ ^ 2) by (simpl; lra).
  apply Rle_trans with (1 - INR n * sin θ ^ 2).
  - replace (Θ ^ 2 / INR n) with (INR n * θ ^ 2) by (unfold θ; field; lra).
    assert (INR n * sin θ ^ 2 <= INR n * θ ^ 2) by (apply Rmult_le_compat_l; lra). lra.
  - apply bernoulli. split; [apply pow2_ge_0 | nra].
Qed.
