(** * The functions of exponential integrators

    In [λ] the flow is linear but for the estimate, so a step weighs the estimate with [e^{−(λ_s − λ)}]. Its weights are
    made of

<<
        φ₀ = eᶻ     φ_{k+1} = (φ_k − 1/k!)/z     φ_{k+1}(z) = ∫₀¹ e^{(1−θ)z} θᵏ/k! dθ
>>

    The recursion loses its digits as [z → 0], where [φ_k → 1/k!]; the integral says that nothing is lost in truth. *)

From Coq Require Import Reals Lra Psatz List.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels slopes logarithm.
Import ListNotations.
Local Open Scope R_scope.

Lemma count_is_INR n : count (K := R) n = INR n.
Proof. induction n as [| n IH]; [reflexivity |]. rewrite S_INR, <- IH. reflexivity. Qed.

(** [θᵏ/k!] *)
Definition power (k : nat) (θ : R) : R := θ ^ k / INR (fact k).

Lemma power_steps k θ : is_derive (power (S k)) θ (power k θ).
Proof.
  pose proof (INR_fact_lt_0 k). pose proof (pos_INR k).
  assert (next : INR (fact (S k)) = INR (S k) * INR (fact k)) by (rewrite <- mult_INR; reflexivity).
  unfold power. rewrite next. auto_derive; [trivial |].
  change (match k with 0%nat => 1 | S _ => INR k + 1 end) with (INR (S k)). simpl pred. rewrite S_INR. field. lra.
Qed.

(** The weight that an estimate at the share [θ] of the step has at its end. *)
Definition weight (z θ : R) : R := exp ((1 - θ) * z).

Lemma weight_steps z θ : is_derive (weight z) θ (- z * weight z θ).
Proof. unfold weight. auto_derive; [trivial |]. unfold Rminus. ring. Qed.

Lemma phi_steps k z : phi (S k) z = (phi k z - 1 / INR (fact k)) / z.
Proof. rewrite <- count_is_INR. reflexivity. Qed.

Theorem phi_is_an_integral k z :
  z <> 0 -> is_RInt (fun θ => weight z θ * power k θ) 0 1 (phi (S k) z).
Proof.
  intros some. induction k as [| k IH].
  - replace (phi 1 z) with (minus (- (weight z 1 / z)) (- (weight z 0 / z))).
    + apply (is_RInt_derive (V := R_CompleteNormedModule) (fun θ => - (weight z θ / z))).
      * intros θ _. evar_last.
        -- apply (is_derive_ext (fun θ => scal (- / z) (weight z θ))).
           ++ intro. unfold scal; simpl. unfold mult; simpl. field. exact some.
           ++ apply (is_derive_scal (weight z) θ (- / z)), weight_steps.
        -- unfold scal, power; simpl. unfold mult; simpl. field. exact some.
      * intros θ _. apply (ex_derive_continuous (V := R_NormedModule)). unfold weight, power. auto_derive. trivial.
    + rewrite phi_steps. unfold minus, plus, opp, weight; simpl.
      replace ((1 - 1) * z) with 0 by ring. replace ((1 - 0) * z) with z by ring. rewrite exp_0.
      change (Number.exp z) with (exp z). field. exact some.
  - (* by parts *)
    assert (parts : is_RInt (fun θ => z * (weight z θ * power (S k) θ) - weight z θ * power k θ) 0 1
                      (- (1 / INR (fact (S k))))).
    { replace (- (1 / INR (fact (S k)))) with
        (minus (- (weight z 1 * power (S k) 1)) (- (weight z 0 * power (S k) 0))).
      - apply (is_RInt_derive (V := R_CompleteNormedModule) (fun θ => - (weight z θ * power (S k) θ))).
        + intros θ _. evar_last.
          * apply (is_derive_opp (V := R_NormedModule) (fun θ => weight z θ * power (S k) θ)).
            apply (is_derive_mult (K := R_AbsRing) (weight z) (power (S k)) θ (- z * weight z θ) (power k θ));
              [apply weight_steps | apply power_steps | intros; apply Rmult_comm].
          * unfold opp, plus, mult; simpl. ring.
        + intros θ _. apply (ex_derive_continuous (V := R_NormedModule)). unfold weight, power. auto_derive. trivial.
      - change (- (weight z 1 * power (S k) 1) + - - (weight z 0 * power (S k) 0) = - (1 / INR (fact (S k)))).
        unfold weight, power.
        replace ((1 - 1) * z) with 0 by ring. rewrite exp_0, pow_i, pow1 by lia.
        pose proof (INR_fact_lt_0 (S k)). field. lra. }
    pose proof (is_RInt_scal _ _ _ (/ z) _ (is_RInt_plus _ _ _ _ _ _ parts IH)) as whole.
    rewrite (phi_steps (S k)).
    replace ((phi (S k) z - 1 / INR (fact (S k))) / z) with
      (scal (/ z) (plus (- (1 / INR (fact (S k)))) (phi (S k) z))).
    + revert whole. apply is_RInt_ext. intros θ _. unfold scal, plus; simpl. unfold mult; simpl. field. exact some.
    + change (/ z * (- (1 / INR (fact (S k))) + phi (S k) z) = (phi (S k) z - 1 / INR (fact (S k))) / z).
      unfold Rdiv. ring.
Qed.

Lemma power_integral k : is_RInt (power k) 0 1 (1 / INR (fact (S k))).
Proof.
  replace (1 / INR (fact (S k))) with (minus (power (S k) 1) (power (S k) 0)).
  - apply (is_RInt_derive (V := R_CompleteNormedModule) (power (S k)) (power k)); intros θ _; [apply power_steps |].
    apply (ex_derive_continuous (V := R_NormedModule)). unfold power. auto_derive. trivial.
  - change (power (S k) 1 + - power (S k) 0 = 1 / INR (fact (S k))). unfold power. rewrite pow_i, pow1 by lia.
    pose proof (INR_fact_lt_0 (S k)). field. lra.
Qed.

(** Near 0 each is near its value there, [1/k!], which the recursion cannot say. *)
Theorem phi_tends_to_one_over_its_factorial k z :
  z <> 0 ->
  exp (Rmin 0 z) / INR (fact (S k)) <= phi (S k) z <= exp (Rmax 0 z) / INR (fact (S k)).
Proof.
  intros some. pose proof (phi_is_an_integral k z some) as whole. pose proof (power_integral k) as even.
  assert (weighed : forall c, is_RInt (fun θ => c * power k θ) 0 1 (c / INR (fact (S k)))).
  { intro c. replace (c / INR (fact (S k))) with (scal c (1 / INR (fact (S k)))).
    - apply (is_RInt_scal (V := R_NormedModule)), even.
    - change (c * (1 / INR (fact (S k))) = c / INR (fact (S k))). unfold Rdiv. ring. }
  assert (between : forall θ, 0 < θ < 1 -> 0 <= power k θ /\ exp (Rmin 0 z) <= weight z θ <= exp (Rmax 0 z)).
  { intros θ inside. split.
    - unfold power. apply Rdiv_le_0_compat; [apply pow_le; lra | apply INR_fact_lt_0].
    - unfold weight. pose proof (Rmin_l 0 z). pose proof (Rmin_r 0 z). pose proof (Rmax_l 0 z). pose proof (Rmax_r 0 z).
      split; apply exp_rises; nra. }
  split.
  - apply (is_RInt_le (fun θ => exp (Rmin 0 z) * power k θ) (fun θ => weight z θ * power k θ) 0 1); auto; [lra |].
    intros θ inside. apply Rmult_le_compat_r; apply between, inside.
  - apply (is_RInt_le (fun θ => weight z θ * power k θ) (fun θ => exp (Rmax 0 z) * power k θ) 0 1); auto; [lra |].
    intros θ inside. apply Rmult_le_compat_r; apply between, inside.
Qed.

(** [Σ c_k φ_{k+1}], from [k] on. *)
Fixpoint phi_sum (z : R) (k : nat) (cs : list R) : R :=
  match cs with [] => 0 | c :: cs => c * phi (S k) z + phi_sum z (S k) cs end.

Fixpoint polynomial (k : nat) (cs : list R) (θ : R) : R :=
  match cs with [] => 0 | c :: cs => c * power k θ + polynomial (S k) cs θ end.

(** A step weighs an estimate [Σ c_k θᵏ/k!] by [Σ c_k φ_{k+1}], exactly. *)
Theorem phi_weighs_polynomials_exactly z k cs :
  z <> 0 -> is_RInt (fun θ => weight z θ * polynomial k cs θ) 0 1 (phi_sum z k cs).
Proof.
  intros some. revert k. induction cs as [| c cs IH]; intros k; simpl.
  - apply (is_RInt_ext (fun _ => 0)); [intros θ _; change (0 = weight z θ * 0); ring |].
    pose proof (is_RInt_const (V := R_NormedModule) 0 1 0) as none.
    change (scal (1 - 0) 0) with ((1 - 0) * 0) in none. rewrite Rmult_0_r in none. exact none.
  - pose proof (is_RInt_plus _ _ _ _ _ _ (is_RInt_scal _ _ _ c _ (phi_is_an_integral k z some)) (IH (S k))) as whole.
    revert whole. apply is_RInt_ext. intros θ _. unfold plus, scal; simpl. unfold mult; simpl. ring.
Qed.

(** ** Moments of a step *)

Lemma raised_is_a_power x n : raised x n = x ^ n.
Proof. induction n as [| n IH]; [reflexivity |]. simpl. rewrite IH. reflexivity. Qed.

(** What an answer that is a power of [λ − λ_t] adds up to along a step. *)
Theorem moments_are_integrals eta t s j :
  cleaner s t -> 0 < α t -> 0 < σ s -> 0 <= eta ->
  is_RInt (fun l => (1 + eta) * α s * exp ((1 + eta) * (l - log_ratio s)) * (l - log_ratio t) ^ j)
          (log_ratio t) (log_ratio s) (segment_moment eta t s j).
Proof.
  intros st signal noise some. pose proof (rise_is_positive s t st signal noise) as up. positive st.
  rewrite rise_is_a_difference in up by assumption.
  unfold segment_moment. rewrite raised_is_a_power, count_is_INR, rise_is_a_difference by assumption.
  set (h := log_ratio s - log_ratio t) in *. set (k := 1 + eta).
  assert (some' : - (k * h) <> 0) by (unfold k; nra).
  pose proof (phi_is_an_integral j (- (k * h)) some') as unit.
  (* the share θ of the step that lies at l *)
  pose proof (is_RInt_comp_lin (fun θ => weight (- (k * h)) θ * power j θ) (/ h) (- (log_ratio t / h))
                (log_ratio t) (log_ratio s) (phi (S j) (- (k * h)))) as moved.
  replace (/ h * log_ratio t + - (log_ratio t / h)) with 0 in moved by (field; lra).
  replace (/ h * log_ratio s + - (log_ratio t / h)) with 1 in moved by (unfold h; field; unfold h in up; lra).
  specialize (moved unit).
  pose proof (is_RInt_scal _ _ _ (k * α s * h * h ^ j * INR (fact j)) _ moved) as whole.
  match type of whole with is_RInt _ _ _ ?got =>
    replace got with (α s * (k * h) * h ^ j * INR (fact j) * phi (S j) (- (k * h))) in whole
      by (unfold scal; simpl; unfold mult; simpl; ring) end.
  revert whole. apply is_RInt_ext. intros l _. unfold scal; simpl. unfold mult; simpl.
  unfold weight, power. fold k.
  replace ((1 - (/ h * l + - (log_ratio t / h))) * - (k * h)) with (k * (l - log_ratio s)) by (unfold h; field; unfold h in up; lra).
  replace (/ h * l + - (log_ratio t / h)) with ((l - log_ratio t) * / h) by (field; lra).
  rewrite Rpow_mult_distr, pow_inv. pose proof (INR_fact_lt_0 j). pose proof (pow_lt h j up). field. lra.
Qed.

(** The first is all that the answers weigh. *)
Theorem first_moment_is_the_weight_of_all_answers eta t s :
  cleaner s t -> 0 < α t -> 0 < σ s -> 0 <= eta -> segment_moment eta t s 0 = segment_on_x0 eta t s.
Proof.
  intros st signal noise some. pose proof (rise_is_positive s t st signal noise) as up. positive st.
  unfold segment_moment, segment_on_x0, segment_on_x_t. rewrite phi_steps.
  change (phi 0 ?z) with (exp z). change (Number.exp ?z) with (exp z).
  assert (e_h : exp (- rise t s) = α t * σ s / (α s * σ t)).
  { unfold rise. change (Number.ln ?z) with (ln z). rewrite exp_Ropp, exp_ln; formulas.
    - field. repeat split; lra.
    - apply Rmult_lt_0_compat; apply Rdiv_lt_0_compat; lra. }
  set (h := rise t s) in *. clearbody h. simpl. formulas.
  replace (- ((1 + eta) * h)) with (- h + - (eta * h)) by ring. rewrite exp_plus, e_h.
  generalize (exp (- (eta * h))). intro decay. field. repeat split; nra.
Qed.

(** ** From moments to weights *)

Definition weighs_powers (nodes moments b : list R) : Prop :=
  forall j, (j < length nodes)%nat ->
  fold_right Rplus 0 (map (fun two => fst two * snd two ^ j) (combine b nodes)) = nth j moments 0.

(** Two, three or four answers: what looks back as far as any program, and its corrector. *)
Theorem weights_make_of_powers_what_the_moments_say x0 x1 x2 x3 m0 m1 m2 m3 :
  x0 <> x1 -> x0 <> x2 -> x0 <> x3 -> x1 <> x2 -> x1 <> x3 -> x2 <> x3 ->
  weighs_powers [x0] [m0] (interpolating_weights [x0] [m0]) /\
  weighs_powers [x0; x1] [m0; m1] (interpolating_weights [x0; x1] [m0; m1]) /\
  weighs_powers [x0; x1; x2] [m0; m1; m2] (interpolating_weights [x0; x1; x2] [m0; m1; m2]) /\
  weighs_powers [x0; x1; x2; x3] [m0; m1; m2; m3] (interpolating_weights [x0; x1; x2; x3] [m0; m1; m2; m3]).
Proof.
  intros. unfold weighs_powers. repeat split; intros j below; cbn [length] in below;
    (repeat (destruct j as [| j];
      [clear below; cbv -[Rplus Rmult Rdiv Ropp Rminus Rinv R0 R1 IZR]; field; repeat split; apply Rminus_eq_contra; auto |]);
     lia).
Qed.
