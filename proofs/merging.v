(** * Merging: many small steps are one big one

    The product of a kernel [𝒩(y; a x + b, v)] and a Gaussian [𝒩(x; m, w)] is, at every point and with its
    normalisers, a Gaussian of [y] alone times a Gaussian of [x]:

    [[
      𝒩(x; m, w) 𝒩(y; a x + b, v) = 𝒩(y; a m + b, V) 𝒩(x; m + g (y − a m − b), w v / V)
      V = a² w + v        g = a w / V
    ]]

    Integrate over [x], and the second factor is gone: that is how two Gaussians merge. Then by induction

    [[
      x_T = √ᾱ_T x₀ + √(1 − ᾱ_T) ε        ᾱ_T = ∏ (1 − β_t)
    ]] *)

From Coq Require Import Reals Lra Psatz Lia.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels expectation integral gaussian.
Local Open Scope R_scope.

(** ** Two kernels *)

(** The exponents agree: completing the square. *)
Lemma squares_agree (k : kernel R) (prior : gaussian R) x y :
  0 < noise_var k -> 0 < var prior ->
  squared_distance prior x + squared_distance (at_point k x) y =
  squared_distance (push k prior) y + squared_distance (at_point (invert k prior) y) x.
Proof.
  destruct k as [a b v], prior as [m w]. cbn [noise_var var]. intros v0 w0.
  assert (0 < a * a * w + v) by nra. formulas. field. lra.
Qed.

(** So do the normalisers: [w v = V (w v / V)]. *)
Lemma normalisers_agree (k : kernel R) (prior : gaussian R) :
  0 < noise_var k -> 0 < var prior ->
  ln (2 * PI * var prior) + ln (2 * PI * noise_var k) =
  ln (2 * PI * var (push k prior)) + ln (2 * PI * noise_var (invert k prior)).
Proof.
  destruct k as [a b v], prior as [m w]. intros v0 w0. formulas.
  pose proof PI_RGT_0 as pi0. assert (V0 : 0 < a * a * w + v) by nra.
  assert (split : w * v = (a * a * w + v) * (w * v / (a * a * w + v))) by (field; lra).
  pose proof (Rdiv_lt_0_compat (w * v) (a * a * w + v) ltac:(nra) V0) as r0.
  set (V := a * a * w + v) in *. set (r := w * v / V) in *.
  assert (c0 : 0 < 2 * PI) by lra. set (c := 2 * PI) in *. clearbody r V c.
  rewrite <- !ln_mult by (repeat apply Rmult_lt_0_compat; lra).
  f_equal. nra.
Qed.

(** Bayes' rule: prior × likelihood = evidence × posterior, at every point. *)
Theorem a_gaussian_inverts_by_bayes_rule (k : kernel R) (prior : gaussian R) x y :
  0 < noise_var k -> 0 < var prior ->
  density prior x * density (at_point k x) y = density (push k prior) y * density (at_point (invert k prior) y) x.
Proof.
  intros v0 w0. pose proof (squares_agree k prior x y v0 w0). pose proof (normalisers_agree k prior v0 w0).
  unfold density. rewrite <- !exp_plus. f_equal. rewrite !log_density_is.
  cbn [at_point var] in *. lra.
Qed.

(** Both factors of the right-hand side are densities. *)
Lemma push_var_positive k prior : 0 < noise_var k -> 0 < var prior -> 0 < var (push k prior).
Proof. destruct k, prior. formulas. nra. Qed.

Lemma invert_var_positive k prior : 0 < noise_var k -> 0 < var prior -> 0 < noise_var (invert k prior).
Proof.
  intros v0 w0. pose proof (push_var_positive k prior v0 w0).
  apply (Rdiv_lt_0_compat (var prior * noise_var k)); [nra | assumption].
Qed.

(** The law of [y], as an integral. *)
Theorem push_is_the_marginal k prior y : 0 < noise_var k -> 0 < var prior ->
  ∫ x, density (at_point k x) y * density prior x ≡ density (push k prior) y.
Proof.
  intros v0 w0.
  pose proof (integrates_to_one (mean (at_point (invert k prior) y)) _ (invert_var_positive k prior v0 w0)) as one.
  refine (integral_eq _ _ _ _ (integral_scal (density (push k prior) y) _ _ one) _ _).
  - intros x. rewrite Rmult_comm with (r1 := density (at_point k x) y).
    symmetry. apply a_gaussian_inverts_by_bayes_rule; assumption.
  - apply Rmult_1_r.
Qed.

(** The same, in full. *)
Theorem convolution a m v w x : 0 < v -> 0 < w ->
  ∫ y, 𝒩(x; a * y, v) * 𝒩(y; m, w) ≡ 𝒩(x; a * m, a² * w + v).
Proof.
  intros v0 w0. pose proof (push_is_the_marginal (Kernel a 0 v) (Gaussian m w) x v0 w0) as H.
  refine (integral_eq _ _ _ _ H _ _); 
    [intros y; f_equal|]; apply same_density; formulas; unfold Rsqr; ring.
Qed.

(** One kernel after another is one kernel. *)
Theorem two_kernels_merge (first next : kernel R) x w : 0 < noise_var first -> 0 < noise_var next ->
  ∫ y, density (at_point next y) w * density (at_point first x) y ≡ density (at_point (then_ first next) x) w.
Proof.
  intros v0 w0. refine (integral_eq _ _ _ _ (push_is_the_marginal next (at_point first x) w w0 v0) _ _); [reflexivity|].
  apply same_density; destruct first, next; formulas; ring.
Qed.

Theorem merging_is_associative (A B C : kernel R) : then_ (then_ A B) C = then_ A (then_ B C).
Proof. destruct A, B, C. formulas. f_equal; ring. Qed.

(** ** Levels *)

Theorem the_marginal_is_gaussian_around_the_data (t : level R) (x0 z : R) : 0 < σ t ->
  σ t * density (at_point (marginal t) x0) (α t * x0 + σ t * z) = 𝒩(z; 0, 1) /\
  (forall Ω (E : expectation Ω) (X ε : Ω -> R),
    E ε = 0 -> E (fun ω => X ω * ε ω) = 0 -> E (fun ω => (ε ω) ^ 2) = 1 ->
    variance E (fun ω => α t * X ω + σ t * ε ω) = (α t) ^ 2 * variance E X + (σ t) ^ 2).
Proof.
  destruct t as [a s]. cbn [α σ]. intros s0. split.
  - rewrite <- (exp_ln s) at 1 by assumption. unfold density. rewrite <- exp_plus. f_equal.
    pose proof PI_RGT_0 as pi0. formulas. rewrite !ln_mult by nra. rewrite ln_1. field. lra.
  - intros Ω E X ε e0 e1 e2. rewrite <- (Rmult_1_r (s ^ 2)), <- e2.
    assert (scaled : forall c (Y : Ω -> R), E (fun ω => c * Y ω) = c * E Y).
    { intros c Y. rewrite (E_same E (fun ω => c * Y ω) (fun ω => c * Y ω + 0 * Y ω)) by (intros; ring).
      rewrite E_linear. ring. }
    rewrite (variance_adds E s (fun ω => a * X ω) ε e0).
    + f_equal. unfold variance. rewrite scaled.
      rewrite (E_same E (fun ω => (a * X ω) ^ 2) (fun ω => a ^ 2 * X ω ^ 2)) by (intros; ring).
      rewrite scaled. ring.
    + rewrite (E_same E (fun ω => a * X ω * ε ω) (fun ω => a * (X ω * ε ω))) by (intros; ring).
      rewrite scaled, e1. ring.
Qed.

(** [q(x_t | x_s)]: the only kernel without shift that leads from the one marginal to the other. *)
Theorem a_kernel_leads_from_any_level_to_any_later_one (s t : level R) : cleaner s t ->
  then_ (marginal s) (between s t) = marginal t /\
  (forall a v, then_ (marginal s) (Kernel a 0 v) = marginal t -> Kernel a 0 v = between s t) /\
  (forall x0 x, 0 < σ s ->
    ∫ y, density (at_point (between s t) y) x * density (at_point (marginal s) x0) y ≡
      density (at_point (marginal t) x0) x).
Proof.
  intros st. positive st.
  assert (merged : then_ (marginal s) (between s t) = marginal t).
  { destruct s, t. formulas. f_equal; field; lra. }
  split; [exact merged | split].
  - intros a v same. destruct s as [a1 s1], t as [a2 s2]. formulas. injection same as scales variances.
    assert (a = a2 / a1) as -> by (rewrite <- scales; field; lra). f_equal. lra.
  - intros x0 x s0. rewrite <- merged. apply two_kernels_merge; [|assumption].
    formulas. nra.
Qed.

(** Neighbours: between them lies one forward step. *)
Theorem neighbours_are_one_step_apart (l : squares R) beta :
  0 < alpha_bar l -> 0 <= one_minus_alpha_bar l -> 0 < beta < 1 ->
  between (level_of l) (level_of (diffused l beta)) = forward_step beta.
Proof.
  destruct l as [p q]. formulas. intros p0 q0 b.
  assert (r : sqrt ((1 - beta) * p) / sqrt p = sqrt (1 - beta)).
  { rewrite sqrt_mult by lra. field. pose proof (sqrt_lt_R0 p p0). lra. }
  rewrite r. f_equal. rewrite !sqrt_sqrt by nra. ring.
Qed.

(** ** T steps *)

Section Steps.
Variable β : nat -> R.  (** [β 1], [β 2], … *)
Hypothesis β_range : forall t, 0 < β t < 1.

(** [ᾱ_T = ∏ (1 − β_t)] over [t = 1 … T] *)
Fixpoint ᾱ (T : nat) : R := match T with O => 1 | S t => ᾱ t * (1 - β (S t)) end.

(** The levels as the code accumulates them. *)
Fixpoint squares_at (T : nat) : squares R :=
  match T with O => clean_squares | S t => diffused (squares_at t) (β (S t)) end.

(** One forward step after another. *)
Fixpoint steps (T : nat) : kernel R :=
  match T with O => Kernel 1 0 0 | S t => then_ (steps t) (forward_step (β (S t))) end.

Lemma alpha_bar_range T : 0 < ᾱ T <= 1.
Proof. induction T as [|t IH]; simpl; [lra|]. pose proof (β_range (S t)). nra. Qed.

Lemma alpha_bar_falls T : ᾱ (S T) < ᾱ T.
Proof. pose proof (alpha_bar_range T). pose proof (β_range (S T)). simpl. nra. Qed.

Lemma noise_grows T : 0 < 1 - ᾱ (S T).
Proof. pose proof (alpha_bar_range T). pose proof (alpha_bar_falls T). lra. Qed.

(** [1 − ᾱ_t = β_t + (1 − β_t)(1 − ᾱ_{t−1})]: it is accumulated, never subtracted. *)
Lemma squares_at_is T : squares_at T = Squares (ᾱ T) (1 - ᾱ T).
Proof.
  induction T as [|t IH]; [simpl; formulas; f_equal; ring|].
  simpl. rewrite IH. formulas. f_equal; ring.
Qed.

Lemma steps_merge T : steps T = marginal (level_of (squares_at T)).
Proof.
  rewrite squares_at_is. induction T as [|t IH].
  - simpl. formulas. rewrite Rminus_diag_eq, sqrt_0, sqrt_1 by reflexivity. f_equal. ring.
  - simpl. rewrite IH. pose proof (alpha_bar_range t) as a. pose proof (β_range (S t)) as b.
    formulas. rewrite !sqrt_sqrt by nra. rewrite sqrt_mult by lra. f_equal; ring.
Qed.

(** [q t] is the density of [x_t], started at [x₀] and passed from step to step. *)
Definition is_forward_process (x0 : R) (q : nat -> R -> R) : Prop :=
  (forall x, q 1%nat x = density (at_point (forward_step (β 1%nat)) x0) x) /\
  (forall t x, (1 <= t)%nat -> ∫ y, density (at_point (forward_step (β (S t))) y) x * q t y ≡ q (S t) x).

(** What T integrals make of the steps is one step. *)
Theorem a_thousand_steps_are_one (x0 : R) (q : nat -> R -> R) :
  is_forward_process x0 q <->
  forall T x, (1 <= T)%nat -> q T x = 𝒩(x; sqrt (ᾱ T) * x0, 1 - ᾱ T).
Proof.
  assert (first : forall x, density (at_point (forward_step (β 1%nat)) x0) x = 𝒩(x; sqrt (ᾱ 1) * x0, 1 - ᾱ 1)).
  { intros x. apply same_density; formulas; simpl; rewrite Rmult_1_l; ring. }
  assert (next : forall t x, (1 <= t)%nat ->
    ∫ y, density (at_point (forward_step (β (S t))) y) x * 𝒩(y; sqrt (ᾱ t) * x0, 1 - ᾱ t) ≡
      𝒩(x; sqrt (ᾱ (S t)) * x0, 1 - ᾱ (S t))).
  { intros t x t1. destruct t as [|u]; [lia|]. pose proof (noise_grows u). pose proof (alpha_bar_range (S u)).
    pose proof (β_range (S (S u))) as b.
    refine (integral_eq _ _ _ _ (push_is_the_marginal (forward_step (β (S (S u))))
      (Gaussian (sqrt (ᾱ (S u)) * x0) (1 - ᾱ (S u))) x (proj1 b) (noise_grows u)) _ _); [reflexivity|].
    change (ᾱ (S (S u))) with (ᾱ (S u) * (1 - β (S (S u)))).
    apply same_density; formulas; [rewrite sqrt_mult by lra | rewrite sqrt_sqrt by lra]; ring. }
  split.
  - intros [start step] T. induction T as [|t IH]; [lia|]. intros x _.
    destruct t as [|u]; [rewrite start; apply first|].
    apply (integral_unique _ _ _ (step (S u) x ltac:(lia))).
    refine (integral_ext _ _ _ _ (next (S u) x ltac:(lia))).
    intros y. rewrite IH by lia. reflexivity.
  - intros law. split.
    + intros x. rewrite law by lia. symmetry. apply first.
    + intros t x t1. rewrite law by lia.
      refine (integral_ext _ _ _ _ (next t x t1)). intros y. rewrite law by lia. reflexivity.
Qed.

(** One rounded step. [k] stands for the roundings so far: [(1 − 3k) exact ≤ x] and [(1 − 3k) x ≤ exact]. *)
Lemma rounded_step b x exact k u d e f :
  0 < b < 1 -> 0 <= exact -> 0 <= x -> 0 <= u -> 0 <= k -> 12 * (k + u) <= 1 ->
  - u <= d <= u -> - u <= e <= u -> - u <= f <= u ->
  (1 - 3 * k) * exact <= x -> (1 - 3 * k) * x <= exact ->
  let y := (b + (1 - b) * (1 + d) * x * (1 + e)) * (1 + f) in
  (1 - 3 * (k + u)) * (b + (1 - b) * exact) <= y /\ (1 - 3 * (k + u)) * y <= b + (1 - b) * exact /\ 0 <= y.
Proof.
  intros hb he0 x0 u0 k0 small hd he hf lo hi y.
  set (A := (1 + d) * (1 + e)). set (K := 1 - 3 * k - 3 * u).
  assert (A1 : 1 - 2 * u <= A) by (unfold A; nra).
  assert (A2 : A <= (1 + u) * (1 + u)) by (unfold A; apply Rmult_le_compat; lra).
  assert (y_is : y = (b + (1 - b) * (A * x)) * (1 + f)) by (unfold y, A; ring).
  replace (1 - 3 * (k + u)) with K by (unfold K; ring).
  assert (lower : (1 - 3 * k - 2 * u) * exact <= A * x).
  { assert (0 <= u * k * exact) by (repeat apply Rmult_le_pos; assumption).
    apply Rle_trans with ((1 - 2 * u) * ((1 - 3 * k) * exact)); [nra|]. apply Rmult_le_compat; nra. }
  assert (K0 : 0 <= K) by (unfold K; lra).
  assert (upper : K * (1 + f) <= 1) by (unfold K; nra).
  assert (cube : K * (1 + f) * A <= 1 - 3 * k).
  { assert (0 <= u * u) by nra. assert (0 <= u * u * u) by nra. assert (0 <= u * u * u * u) by nra.
    assert ((1 - 3 * u) * (1 + u) * ((1 + u) * (1 + u)) <= 1) by nra.
    apply Rle_trans with ((1 - 3 * k) * ((1 - 3 * u) * (1 + u)) * ((1 + u) * (1 + u))); [|nra].
    apply Rmult_le_compat; [nra | unfold A; nra | | exact A2].
    apply Rle_trans with (K * (1 + u)); [nra|]. rewrite <- Rmult_assoc.
    apply Rmult_le_compat_r; [lra|]. unfold K. nra. }
  rewrite y_is. repeat split.
  - apply Rle_trans with ((1 - 3 * k - 2 * u) * (b + (1 - b) * exact) * (1 + f)).
    + assert (0 <= b + (1 - b) * exact) by nra. unfold K.
      rewrite (Rmult_comm (1 - 3 * k - 2 * u)), Rmult_assoc, Rmult_comm. apply Rmult_le_compat_l; nra.
    + apply Rmult_le_compat_r; [lra|].
      assert ((1 - b) * ((1 - 3 * k - 2 * u) * exact) <= (1 - b) * (A * x)) by (apply Rmult_le_compat_l; lra).
      nra.
  - replace (K * ((b + (1 - b) * (A * x)) * (1 + f)))
      with (b * (K * (1 + f)) + (1 - b) * (K * (1 + f) * A * x)) by ring.
    apply Rplus_le_compat; [nra|]. apply Rmult_le_compat_l; [lra|].
    apply Rle_trans with ((1 - 3 * k) * x); [apply Rmult_le_compat_r; assumption | assumption].
  - apply Rmult_le_pos; [|lra]. assert (0 <= A * x) by (apply Rmult_le_pos; lra). nra.
Qed.

(** Accumulated in rounded arithmetic, three roundings [1 + δ], [|δ| ≤ u], a step, it keeps its digits. *)
Theorem one_minus_alpha_bar_keeps_its_digits (u : R) (c : nat -> R) :
  0 <= u -> c 0%nat = 0 ->
  (forall t, exists d e f, - u <= d <= u /\ - u <= e <= u /\ - u <= f <= u /\
    c (S t) = (β (S t) + (1 - β (S t)) * (1 + d) * c t * (1 + e)) * (1 + f)) ->
  forall T, 12 * (INR T * u) <= 1 -> Rabs (c T - (1 - ᾱ T)) <= 4 * INR T * u * (1 - ᾱ T).
Proof.
  intros u0 start rounded.
  assert (range : forall T, 12 * (INR T * u) <= 1 ->
    (1 - 3 * (INR T * u)) * (1 - ᾱ T) <= c T /\ (1 - 3 * (INR T * u)) * c T <= 1 - ᾱ T /\ 0 <= c T).
  { induction T as [|t IH]; [rewrite start; simpl; lra|].
    rewrite S_INR. pose proof (pos_INR t) as n0. replace ((INR t + 1) * u) with (INR t * u + u) by ring.
    intros small. destruct IH as (lo & hi & c0); [lra|].
    destruct (rounded t) as (d & e & f & hd & he & hf & ->).
    pose proof (alpha_bar_range t) as a. simpl ᾱ.
    replace (1 - ᾱ t * (1 - β (S t))) with (β (S t) + (1 - β (S t)) * (1 - ᾱ t)) by ring.
    apply rounded_step; try assumption; try lra; [apply β_range | apply Rmult_le_pos; assumption]. }
  intros T small. destruct (range T small) as (lo & hi & c0).
  pose proof (alpha_bar_range T). pose proof (Rmult_le_pos _ _ (pos_INR T) u0) as k0.
  rewrite (Rmult_assoc 4). set (k := INR T * u) in *. set (exact := 1 - ᾱ T) in *.
  (* (1 + 4k)(1 − 3k) ≥ 1 as long as 12k ≤ 1 *)
  assert (0 <= exact) by (unfold exact; lra). clearbody k exact.
  assert (0 <= k * (1 - 12 * k) * exact) by (repeat apply Rmult_le_pos; lra).
  assert (exact <= (1 - 3 * k) * ((1 + 4 * k) * exact)) by nra.
  assert (c T <= (1 + 4 * k) * exact) by (apply (Rmult_le_reg_l (1 - 3 * k)); lra).
  apply Rabs_le. split; nra.
Qed.

End Steps.
