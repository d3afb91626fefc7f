(** * Predictors and correctors as plans

    A step gives state, answers and noise such weights as keep signal and noise; how far back the answers lie does not matter.
    UniPC and SA-Solver take it twice: the predictor from the state at [t], the corrector from there again, with the answer to
    what was predicted and the predictor's own draw. Every state has its marginal, the predicted ones and the corrected:
    corrected or not, asked again or not, by exponential integrators of any order and with any [η] at each step. *)

From Coq Require Import Reals Lra Psatz List Bool.
From Tweedie Require Import ddim formula levels logarithm exponential plan rows.
Import ListNotations.
Local Open Scope R_scope.

(** The weights of a step on state and draw, and on answers so many looks ago. A look at [t] may be left out: its answer is
    that to the predicted state. *)
Record stride := Stride {
  reached : level R; on_state : R; on_draw : R; asks : bool;
  predicted : list (R * nat); corrected : option (list (R * nat)) }.

Definition predictor_row (t : level R) (d : stride) : row R :=
  Row (if asks d then Some t else None) (reached d) (terms_of_step (on_state d) (on_draw d) (State 0) Fresh (predicted d)).

Definition corrector_row (d : stride) (answers : list (R * nat)) : row R :=
  Row (Some (reached d)) (reached d) (terms_of_step (on_state d) (on_draw d) (State 1) (Drawn 0) answers).

Fixpoint rows_of (t : level R) (strides : list stride) : list (row R) :=
  match strides with
  | [] => []
  | d :: rest =>
      predictor_row t d ::
      match corrected d with None => [] | Some answers => [corrector_row d answers] end ++ rows_of (reached d) rest
  end.

(** The answers are there, and weigh what the state leaves of the signal. *)
Definition weighs_the_rest (t : level R) (d : stride) (looks : nat) (answers : list (R * nat)) : Prop :=
  Forall (fun answer => (snd answer < looks)%nat) answers /\
  on_state d * α t + fold_right Rplus 0 (map fst answers) = α (reached d).

Definition looks_made (looks : nat) (d : stride) : nat := if asks d then S looks else looks.

Fixpoint strides_on (t : level R) (looks : nat) (strides : list stride) : Prop :=
  match strides with
  | [] => True
  | d :: rest =>
      on_state d ^ 2 * σ t ^ 2 + on_draw d ^ 2 = σ (reached d) ^ 2 /\
      weighs_the_rest t d (looks_made looks d) (predicted d) /\
      match corrected d with
      | None => strides_on (reached d) (looks_made looks d) rest
      | Some answers => weighs_the_rest t d (S (looks_made looks d)) answers /\
                        strides_on (reached d) (S (looks_made looks d)) rest
      end
  end.

(** ** What is named is there *)

Lemma predictor_draws t d : draws (predictor_row t d) = true.
Proof. unfold draws, predictor_row. simpl. rewrite existsb_app. simpl. apply orb_true_r. Qed.

Lemma corrector_does_not_draw d answers : draws (corrector_row d answers) = false.
Proof.
  unfold draws, corrector_row. simpl. rewrite existsb_app. simpl. rewrite orb_false_r.
  induction answers; [reflexivity | assumption].
Qed.

Lemma terms_are_there states looks count k c state noise (answers : list (R * nat)) :
  is_there states looks count state -> is_there states looks count noise ->
  Forall (fun answer => (snd answer < looks)%nat) answers ->
  Forall (fun term => is_there states looks count (snd term)) (terms_of_step k c state noise answers).
Proof.
  intros state_there noise_there seen. unfold terms_of_step. constructor; [exact state_there |]. apply Forall_app. split.
  - induction seen; simpl; constructor; assumption.
  - constructor; [exact noise_there | constructor].
Qed.

Lemma strides_are_well_formed strides : forall t levels looks count,
  strides_on t looks strides -> names_what_is_there (t :: levels) looks count (rows_of t strides).
Proof.
  induction strides as [| d strides IH]; intros t levels looks count on; [exact I |].
  destruct on as (_ & (seen & _) & on). cbn [rows_of]. split; [| split].
  - unfold predictor_row; simpl. intros l told. destruct (asks d); [injection told as <-; reflexivity | discriminate].
  - replace (looks_after looks (predictor_row t d)) with (looks_made looks d)
      by (unfold looks_after, looks_made, predictor_row; simpl; destruct (asks d); reflexivity).
    apply terms_are_there; [simpl; lia | exact I | exact seen].
  - unfold draws_after. rewrite predictor_draws.
    replace (looks_after looks (predictor_row t d)) with (looks_made looks d)
      by (unfold looks_after, looks_made, predictor_row; simpl; destruct (asks d); reflexivity).
    destruct (corrected d) as [answers |]; [| apply (IH (reached d)), on].
    destruct on as ((seen' & _) & on). split; [| split].
    + intros l told. injection told as <-. reflexivity.
    + apply terms_are_there; [simpl; lia | simpl; lia | exact seen'].
    + unfold draws_after. rewrite corrector_does_not_draw. apply IH, on.
Qed.

(** ** Signal *)

Lemma signal_of_terms levels r k c state noise (answers : list (R * nat)) back :
  sum r = (k, state) :: map (fun answer => (fst answer, X0 (snd answer))) answers ++ [(c, noise)] ->
  state = State back -> noise = Fresh \/ noise = Drawn 0 ->
  signal levels r = k * α (nth back levels clean) + fold_right Rplus 0 (map fst answers).
Proof.
  intros is -> no_signal. unfold signal. rewrite is. simpl. f_equal. clear is.
  induction answers as [| a answers IH]; simpl; [destruct no_signal as [-> | ->]; reflexivity | rewrite IH; reflexivity].
Qed.

Lemma strides_keep_signal strides : forall t levels looks,
  strides_on t looks strides -> signals_from (t :: levels) (rows_of t strides) = map (fun r => α (to r)) (rows_of t strides).
Proof.
  induction strides as [| d strides IH]; intros t levels looks on; [reflexivity |].
  destruct on as (_ & (_ & all) & on). cbn [rows_of signals_from map app].
  rewrite (signal_of_terms _ (predictor_row t d) _ _ _ _ _ 0 eq_refl eq_refl (or_introl eq_refl)).
  cbn [nth]. rewrite all. f_equal.
  destruct (corrected d) as [answers |]; cbn [app]; [| apply (IH (reached d) (t :: levels) (looks_made looks d)), on].
  destruct on as ((_ & all') & on). cbn [signals_from map].
  rewrite (signal_of_terms _ (corrector_row d answers) _ _ _ _ _ 1 eq_refl eq_refl (or_intror eq_refl)).
  change (nth 1 (to (predictor_row t d) :: t :: levels) clean) with t. rewrite all'. f_equal. apply (IH (reached d) _ _ on).
Qed.

(** ** Noise *)

Lemma silent_after_a_look m r :
  Forall (fun x0 => forall w, dot (on_noises x0) w = 0) (x0s m) ->
  Forall (fun x0 => forall w, dot (on_noises x0) w = 0) (x0s (after_look told m r)).
Proof.
  intros silent. unfold after_look. destruct (look r); simpl; [| assumption]. constructor; [| assumption].
  intros w. simpl. rewrite dot_sum, dot_scaled. simpl. ring.
Qed.

Lemma noise_of_terms m fresh k c state noise answers w :
  Forall (fun x0 => forall w, dot (on_noises x0) w = 0) (x0s m) ->
  dot (on_noises (weighed m fresh
    ((k, state) :: map (fun answer => (fst answer, X0 (snd answer))) answers ++ [(c, noise)]))) w =
  k * dot (on_noises (recalled m fresh state)) w + c * dot (on_noises (recalled m fresh noise)) w.
Proof.
  intros silent. transitivity (k * dot (on_noises (recalled m fresh state)) w +
    dot (on_noises (weighed m fresh (map (fun answer => (fst answer, X0 (snd answer))) answers ++ [(c, noise)]))) w).
  { rewrite <- dot_scaled, <- dot_sum. reflexivity. }
  f_equal. induction answers as [| a answers IH].
  - transitivity (c * dot (on_noises (recalled m fresh noise)) w + dot (K := R) [] w); [| simpl; ring].
    rewrite <- dot_scaled, <- dot_sum. reflexivity.
  - rewrite <- IH. transitivity (fst a * dot (on_noises (recalled m fresh (X0 (snd a)))) w +
      dot (on_noises (weighed m fresh (map (fun answer => (fst answer, X0 (snd answer))) answers ++ [(c, noise)]))) w).
    { rewrite <- dot_scaled, <- dot_sum. reflexivity. }
    enough (dot (on_noises (recalled m fresh (X0 (snd a)))) w = 0) as -> by ring.
    simpl. clear - silent. generalize (snd a). induction silent; intros [| back]; simpl; auto.
Qed.

(** A predicted state has the noise of its level; one that is corrected has the same noise, draw for draw. *)
Lemma strides_keep_noise strides : forall t looks m,
  strides_on t looks strides -> noise_so_far (σ t ^ 2) m ->
  map (fun f => var (law f)) (states_made told drawn_as m (rows_of t strides)) =
  map (fun r => σ (to r) ^ 2) (rows_of t strides).
Proof.
  induction strides as [| d strides IH]; intros t looks m on (newest & later & silent); [reflexivity |].
  destruct on as (keeps & _ & on). set (k := on_state d) in *. set (c := on_draw d) in *.
  set (old := on_noises (hd Number.nothing (states m))) in *.
  set (e := unit_noise (K := R) (1 + length (drawn m))).
  set (m1 := carried_out told drawn_as m (predictor_row t d)).
  assert (linear : forall w, dot (on_noises (hd Number.nothing (states m1))) w = k * dot old w + c * dot e w).
  { intro w. change (dot (on_noises (weighed (after_look told m (predictor_row t d)) (drawn_as (length (drawn m)))
      ((k, State 0) :: map (fun answer => (fst answer, X0 (snd answer))) (predicted d) ++ [(c, Fresh)]))) w =
      k * dot old w + c * dot e w).
    rewrite noise_of_terms by (apply silent_after_a_look, silent). cbn [recalled]. do 4 f_equal.
    unfold after_look. destruct (look (predictor_row t d)); destruct (states m); reflexivity. }
  assert (drawn1 : drawn m1 = drawn_as (length (drawn m)) :: drawn m)
    by (unfold m1, carried_out; cbn [drawn]; rewrite predictor_draws; reflexivity).
  assert (silent1 : Forall (fun x0 => forall w, dot (on_noises x0) w = 0) (x0s m1)) by (apply silent_after_a_look, silent).
  assert (here : dot old e = 0) by (apply later; lia).
  assert (unit : dot e e = 1) by (unfold e; rewrite dot_units, PeanoNat.Nat.eqb_refl; reflexivity).
  assert (so_far : noise_so_far (σ (reached d) ^ 2) m1).
  { unfold noise_so_far. repeat split; [| | exact silent1].
    - rewrite linear, (dot_swapped old), (dot_swapped e), !linear, newest, unit, here, (dot_swapped e), here.
      rewrite <- keeps. ring.
    - intros n beyond. rewrite drawn1 in beyond. cbn [length] in beyond.
      rewrite linear, later by lia. unfold e. rewrite dot_units.
      destruct (PeanoNat.Nat.eqb_spec (1 + length (drawn m)) (1 + n)); [lia | ring]. }
  cbn [rows_of app states_made map]. fold m1. f_equal; [apply so_far |].
  destruct (corrected d) as [answers |]; cbn [app]; [| apply (IH (reached d) (looks_made looks d)); assumption].
  destruct on as (_ & on). set (m2 := carried_out told drawn_as m1 (corrector_row d answers)).
  assert (same : forall w, dot (on_noises (hd Number.nothing (states m2))) w =
                           dot (on_noises (hd Number.nothing (states m1))) w).
  { intro w. rewrite linear.
    change (dot (on_noises (weighed (after_look told m1 (corrector_row d answers)) (drawn_as (length (drawn m1)))
      ((k, State 1) :: map (fun answer => (fst answer, X0 (snd answer))) answers ++ [(c, Drawn 0)]))) w =
      k * dot old w + c * dot e w).
    rewrite noise_of_terms by (apply silent_after_a_look, silent1). cbn [recalled].
    change (drawn (after_look told m1 (corrector_row d answers))) with (drawn m1). rewrite drawn1.
    replace (nth 1 (states (after_look told m1 (corrector_row d answers))) Number.nothing) with
      (hd Number.nothing (states m)); [reflexivity |].
    change (hd Number.nothing (states m) = nth 0 (states m) Number.nothing). destruct (states m); reflexivity. }
  assert (so_far2 : noise_so_far (σ (reached d) ^ 2) m2).
  { destruct so_far as (newest1 & later1 & _). unfold noise_so_far. repeat split.
    - rewrite same, dot_swapped, same. exact newest1.
    - intros n beyond. rewrite same. apply later1. unfold m2, carried_out in beyond. cbn [drawn] in beyond.
      rewrite corrector_does_not_draw in beyond. exact beyond.
    - apply silent_after_a_look, silent1. }
  cbn [states_made map]. fold m2. f_equal; [apply so_far2 | apply (IH (reached d) (S (looks_made looks d))); assumption].
Qed.

(** Whatever the steps are that keep signal and noise. *)
Theorem rows_keep_the_marginals t strides :
  strides_on t 0 strides ->
  let p := Plan t (rows_of t strides) in
  keeps_signal p /\ keeps_noise p /\ keeps_the_marginals p.
Proof.
  intros on p.
  assert (signal : keeps_signal p) by (apply (strides_keep_signal strides t [] 0 on)).
  assert (noise : keeps_noise p).
  { unfold keeps_noise, noises, point_states, forms_made, p. cbn [start rows].
    apply (strides_keep_noise strides t 0 _ on). unfold noise_so_far. simpl. repeat split; [ring | | constructor].
    intros n _. destruct n; simpl; ring. }
  repeat split; try assumption.
  apply marginals_are_kept_exactly_where_both_invariants_hold; [| split; assumption].
  apply (strides_are_well_formed strides t [] 0 0 on).
Qed.

(** ** Exponential integrators *)

Lemma segment_keeps_noise eta t s :
  cleaner s t -> 0 < α t -> 0 < σ s -> 0 <= eta ->
  segment_on_x_t eta t s ^ 2 * σ t ^ 2 + segment_on_noise eta t s ^ 2 = σ s ^ 2.
Proof.
  intros st signal noise some. pose proof (rise_is_positive s t st signal noise) as up. positive st.
  unfold segment_on_x_t, segment_on_noise. change (Number.exp ?z) with (exp z).
  set (h := rise t s) in *. clearbody h. formulas.
  assert (twice : exp (- ((1 + 1) * eta * h)) = exp (- (eta * h)) ^ 2).
  { simpl. rewrite Rmult_1_r, <- exp_plus. f_equal. ring. }
  assert (0 <= eta * h) by (apply Rmult_le_pos; lra).
  assert (less : exp (- (eta * h)) <= 1) by (rewrite <- exp_0; apply slopes.exp_rises; lra).
  pose proof (exp_pos (- (eta * h))). rewrite twice.
  rewrite Rpow_mult_distr, Rpow_mult_distr, pow2_sqrt by nra. field. lra.
Qed.

(** The weights of the reverse process with any [η], and the first moment on the answers; a step from pure noise, and one to
    clean data. *)
Theorem steps_of_the_reverse_process_keep_both eta t s :
  cleaner s t -> 0 <= eta ->
  (0 < α t -> 0 < σ s ->
     segment_on_x_t eta t s ^ 2 * σ t ^ 2 + segment_on_noise eta t s ^ 2 = σ s ^ 2 /\
     segment_on_x_t eta t s * α t + segment_moment eta t s 0 = α s) /\
  (α t = 0 \/ σ s = 0 ->
     ((σ s / σ t) ^ 2 * σ t ^ 2 + 0 ^ 2 = σ s ^ 2 /\ σ s / σ t * α t + α s = α s) /\
     (0 ^ 2 * σ t ^ 2 + σ s ^ 2 = σ s ^ 2 /\ 0 * α t + α s = α s)).
Proof.
  intros st some. split.
  - intros signal noise. split; [apply segment_keeps_noise; assumption |].
    rewrite first_moment_is_the_weight_of_all_answers by assumption. unfold segment_on_x0. formulas. ring.
  - intros ends. positive st. repeat split; try (field; lra).
    destruct ends as [none | none]; rewrite none; field; lra.
Qed.
