(** * Rows: samplers as plans

    Where the states and draws of a row are the newest alone, and its estimates as many as it likes, the two invariants of
    a plan are DDIM's two marginal equations. So DDIM keeps the marginals with any fresh noise at each step, and DPM-Solver++
    2M with any weight on the estimate before: a computation on their rows. *)

From Coq Require Import Reals Lra Psatz List Bool.
From Tweedie Require Import ddim formula levels plan.
Import ListNotations.
Local Open Scope R_scope.

(** ** Rows that look back on one state *)

Definition weight_on (this : past -> bool) (r : row R) : R :=
  fold_right (fun term rest => if this (snd term) then fst term + rest else rest) 0 (sum r).

Definition is_state (p : past) : bool := match p with State _ => true | _ => false end.
Definition is_x0 (p : past) : bool := match p with X0 _ => true | _ => false end.

Definition looks_back_on_one_state (r : row R) : Prop :=
  Forall (fun term => match snd term with State back => back = 0%nat | X0 _ | Fresh => True | _ => False end) (sum r).

Fixpoint solve_the_marginal_equations (t : level R) (rs : list (row R)) : Prop :=
  match rs with
  | [] => True
  | r :: rest => solves_the_marginal_equations (to r) t
                   (weight_on is_state r) (weight_on is_x0 r) (weight_on is_fresh r) /\
                 solve_the_marginal_equations (to r) rest
  end.

Lemma signal_of_one_state t levels r :
  looks_back_on_one_state r -> signal (t :: levels) r = weight_on is_x0 r + weight_on is_state r * α t.
Proof.
  unfold signal, weight_on. induction 1 as [| [c p] terms seen _ IH]; [simpl; ring |].
  cbn [fold_right fst snd]. rewrite IH. cbn [snd] in seen.
  destruct p as [back | back | back | | back]; simpl in *; try contradiction; [subst; simpl; ring | ring | ring].
Qed.

Lemma dot_sum u v w : dot (padded_sum u v) w = dot u w + dot v w.
Proof.
  revert v w. induction u as [| a u IH]; intros [| b v] [| c w]; simpl; try ring. rewrite IH. ring.
Qed.

Lemma dot_scaled a v w : dot (map (Rmult a) v) w = a * dot v w.
Proof.
  revert w. induction v as [| b v IH]; intros [| c w]; simpl; try (rewrite IH); ring.
Qed.

Lemma dot_swapped (v w : list R) : dot v w = dot w v.
Proof.
  revert w. induction v as [| a v IH]; intros [| b w]; simpl; try reflexivity. rewrite IH. ring.
Qed.

Lemma dot_units i j : dot (unit_noise i) (unit_noise j) = if Nat.eqb i j then 1 else 0.
Proof.
  revert j. induction i as [| i IH]; intros [| j]; try (simpl; ring).
  - rewrite dot_swapped. simpl. ring.
  - transitivity (0 * 0 + dot (unit_noise i) (unit_noise j)); [reflexivity |].
    rewrite IH. simpl. ring.
Qed.

(** What is remembered on the way: the newest state has this variance, later draws are none of its, and estimates have no
    noise. *)
Definition noise_so_far (v : R) (m : memory (form R)) : Prop :=
  let newest := on_noises (hd Number.nothing (states m)) in
  dot newest newest = v /\
  (forall n, (length (drawn m) <= n)%nat -> dot newest (unit_noise (1 + n)) = 0) /\
  Forall (fun x0 => forall w, dot (on_noises x0) w = 0) (x0s m).

Notation told := (estimated (truth 0)).
Notation drawn_as := (fun n => Form 0 (unit_noise (1 + n))).

Lemma noise_of_one_state v m r :
  noise_so_far v m -> looks_back_on_one_state r ->
  noise_so_far (weight_on is_state r ^ 2 * v + weight_on is_fresh r ^ 2) (carried_out told drawn_as m r).
Proof.
  intros (newest & later & silent) seen.
  set (old := on_noises (hd Number.nothing (states m))) in *.
  assert (silent' : Forall (fun x0 => forall w, dot (on_noises x0) w = 0) (x0s (after_look told m r))).
  { unfold after_look. destruct (look r); simpl; [| assumption]. constructor; [| assumption].
    intros w. simpl. rewrite dot_sum, dot_scaled. simpl. ring. }
  assert (same_states : states (after_look told m r) = states m) by (unfold after_look; destruct (look r); reflexivity).
  set (e := unit_noise (K := R) (1 + length (drawn m))).
  set (new := on_noises (weighed (after_look told m r) (drawn_as (length (drawn m))) (sum r))).
  assert (linear : forall w, dot new w = weight_on is_state r * dot old w + weight_on is_fresh r * dot e w).
  { intro w. unfold new, weight_on. induction seen as [| [c p] terms here _ IH]; [simpl; ring |].
    transitivity (c * dot (on_noises (recalled (after_look told m r) (drawn_as (length (drawn m))) p)) w +
                  dot (on_noises (weighed (after_look told m r) (drawn_as (length (drawn m))) terms)) w).
    { rewrite <- dot_scaled, <- dot_sum. reflexivity. }
    rewrite IH. cbn [fold_right fst snd]. cbn [snd] in here.
    destruct p as [back | back | back | | back]; cbn [recalled is_state is_fresh]; try contradiction.
    - subst back. rewrite same_states.
      replace (nth 0 (states m) Number.nothing) with (hd Number.nothing (states m)) by (destruct (states m); reflexivity).
      fold old. ring.
    - enough (dot (on_noises (nth back (x0s (after_look told m r)) Number.nothing)) w = 0) as -> by ring.
      clear - silent'. revert back. induction silent' as [| a rest none _ IH]; intros [| back]; simpl; auto.
    - fold e. cbn [on_noises]. fold e. ring. }
  assert (fresh_weight : draws r = false -> weight_on is_fresh r = 0).
  { clear. unfold draws, weight_on. induction (sum r) as [| [c p] terms IH]; simpl; [reflexivity |].
    destruct p; simpl; try discriminate; exact IH. }
  assert (here : dot old e = 0) by (apply later; lia).
  assert (unit : dot e e = 1) by (unfold e; rewrite dot_units, PeanoNat.Nat.eqb_refl; reflexivity).
  unfold noise_so_far, carried_out. cbn [states x0s drawn hd]. fold new. repeat split.
  - rewrite linear, (dot_swapped old), (dot_swapped e), !linear, newest, unit, here, (dot_swapped e), here. ring.
  - intros n beyond. rewrite linear. unfold e. rewrite dot_units. destruct (draws r) eqn:drew.
    + cbn [length] in beyond. rewrite later by lia.
      destruct (PeanoNat.Nat.eqb_spec (1 + length (drawn m)) (1 + n)); [lia | ring].
    + rewrite later by exact beyond. rewrite fresh_weight by reflexivity. ring.
  - exact silent'.
Qed.

Lemma one_state_keeps_both_by_two_equations t levels m rs :
  Forall looks_back_on_one_state rs -> noise_so_far (σ t ^ 2) m ->
  (signals_from (t :: levels) rs = map (fun r => α (to r)) rs /\
   map (fun f => var (law f)) (states_made told drawn_as m rs) = map (fun r => σ (to r) ^ 2) rs) <->
  solve_the_marginal_equations t rs.
Proof.
  revert t levels m. induction rs as [| r rs IH]; intros t levels m; [simpl; tauto |].
  intros all sofar. apply Forall_cons_iff in all as [seen rest].
  pose proof (noise_of_one_state _ m r sofar seen) as after.
  cbn [signals_from states_made map solve_the_marginal_equations].
  rewrite (signal_of_one_state t levels r seen). unfold solves_the_marginal_equations.
  assert (here : var (law (hd Number.nothing (states (carried_out told drawn_as m r)))) =
    weight_on is_state r ^ 2 * σ t ^ 2 + weight_on is_fresh r ^ 2) by apply after.
  rewrite here. split.
  - intros [signal noise]. injection signal as signal_here signal. injection noise as noise_here noise.
    change (weight_on is_state r ^ 2 * σ t ^ 2 + weight_on is_fresh r ^ 2 = σ (to r) ^ 2) in noise_here.
    rewrite noise_here in after. repeat split; try assumption.
    apply (IH (to r) (t :: levels) (carried_out told drawn_as m r) rest after). split; assumption.
  - intros [[signal_here noise_here] solved]. rewrite noise_here in after.
    apply (IH (to r) (t :: levels) (carried_out told drawn_as m r) rest after) in solved.
    destruct solved as [signal noise]. rewrite signal_here, noise_here, signal, noise. split; reflexivity.
Qed.

Theorem looking_back_on_one_state_the_invariants_are_ddims_equations (p : plan R) :
  Forall looks_back_on_one_state (rows p) ->
  keeps_signal p /\ keeps_noise p <-> solve_the_marginal_equations (start p) (rows p).
Proof.
  intros seen. unfold keeps_signal, signals, keeps_noise, noises, point_states, forms_made.
  apply (one_state_keeps_both_by_two_equations (start p) [] _ (rows p) seen).
  unfold noise_so_far. simpl. repeat split; [ring | | constructor].
  intros n _. destruct n; simpl; ring.
Qed.

(** So they keep the marginals. *)
Lemma kept_by_two_equations (p : plan R) :
  well_formed p -> Forall looks_back_on_one_state (rows p) -> solve_the_marginal_equations (start p) (rows p) ->
  keeps_signal p /\ keeps_noise p /\ keeps_the_marginals p.
Proof.
  intros there seen solved.
  pose proof (proj2 (looking_back_on_one_state_the_invariants_are_ddims_equations p seen) solved) as [signal noise].
  repeat split; try assumption.
  apply marginals_are_kept_exactly_where_both_invariants_hold; [exact there | split; assumption].
Qed.

(** ** DDIM and DPM-Solver++ as plans *)

Lemma step_solves t s (st : step R) :
  solves_the_marginal_equations s t (on_x_t st) (on_x0 st) (on_noise st) ->
  solves_the_marginal_equations s t (weight_on is_state (row_of_step t s st)) (weight_on is_x0 (row_of_step t s st))
    (weight_on is_fresh (row_of_step t s st)).
Proof. unfold weight_on; simpl. rewrite !Rplus_0_r. trivial. Qed.

(** Term by term. *)
Ltac by_terms := repeat (apply Forall_cons; [cbn; auto; lia |]); apply Forall_nil.

Fixpoint ddim_rows (t : level R) (moves : list move) : list (row R) :=
  match moves with
  | [] => []
  | move :: rest =>
      let s := ddim.to move in row_of_step t s (step_with_std s t (fresh move) (which move)) :: ddim_rows s rest
  end.

(** Whatever the fresh noise of each step, from none to all of its level's, and whichever branch. *)
Theorem ddim_keeps_both_invariants t moves :
  descends t moves ->
  let p := Plan t (ddim_rows t moves) in
  keeps_signal p /\ keeps_noise p /\ keeps_the_marginals p.
Proof.
  intros down p. apply kept_by_two_equations; unfold p, well_formed; cbn [start rows]; clear p.
  - enough (there : forall t levels looks count, names_what_is_there (t :: levels) looks count (ddim_rows t moves))
      by apply there.
    clear. induction moves as [| move moves IH]; intros t levels looks count; [exact I |].
    split; [intros l told; injection told as <-; reflexivity |]. split; [by_terms | apply IH].
  - clear down. revert t. induction moves as [| move moves IH]; intros t; constructor; [by_terms | apply IH].
  - revert t down. induction moves as [| move moves IH]; intros t down; [exact I |].
    destruct down as (st & range & down). split; [| apply IH, down]. apply step_solves.
    destruct (coefficients_solve_the_two_marginal_equations (ddim.to move) t _ (which move) st range) as [solved fresh].
    rewrite fresh. exact solved.
Qed.

(** Each level with how far the estimate there leans on the one before. *)
Fixpoint multistep_rows (t : level R) (steps : list (level R * R)) : list (row R) :=
  match steps with
  | [] => []
  | (s, lean) :: rest => row_of_multistep t s lean :: multistep_rows s rest
  end.

Fixpoint gets_cleaner (t : level R) (levels : list (level R)) : Prop :=
  match levels with [] => True | s :: rest => cleaner s t /\ gets_cleaner s rest end.

(** After DDIM's step, which has no estimate to look back on: whatever the weight on the estimate before. *)
Theorem multistep_keeps_both_invariants t s steps :
  gets_cleaner t (s :: map fst steps) ->
  let p := Plan t (row_of_step t s (ddim_step s t 0) :: multistep_rows s steps) in
  keeps_signal p /\ keeps_noise p /\ keeps_the_marginals p.
Proof.
  intros [st down] p. apply kept_by_two_equations; unfold p, well_formed; cbn [start rows]; clear p.
  - split; [intros l told; injection told as <-; reflexivity |]. split; [by_terms |].
    enough (there : forall s levels looks count, (0 < looks)%nat ->
              names_what_is_there (s :: levels) looks count (multistep_rows s steps)) by (apply there; cbn; lia).
    clear. induction steps as [| [r lean] steps IH]; intros s levels looks count some; [exact I |].
    split; [intros l told; injection told as <-; reflexivity |]. split; [by_terms | apply IH; cbn; lia].
  - clear. constructor; [by_terms |]. revert s. induction steps as [| [r lean] steps IH]; intros s; constructor;
      [by_terms | apply IH].
  - split.
    + apply step_solves. rewrite (ddim_step_zero s t st). positive st.
      unfold solves_the_marginal_equations; simpl. split; field; lra.
    + clear st. revert s down. induction steps as [| [r lean] steps IH]; intros s down; [exact I |].
      destruct down as [rs down]. simpl in rs. split; [| apply IH, down].
      positive rs. unfold weight_on, solves_the_marginal_equations; simpl. formulas. split; field; lra.
Qed.

(** ** A draw that is used again

    A row that sets out from the state before last may take the draw between them again (SEEDS): the two draws add their
    squares. A row that sets out from the state that holds the draw (SA-Solver) adds the weights first. *)
Theorem a_draw_used_again_counts_once t m s (st : step R) k w w_last c d :
  let before := row_of_step t m st in
  let from_t := Row (Some m) s [(k, State 1); (w, X0 0); (w_last, X0 1); (c, Fresh); (d, Drawn 0)] in
  let from_m := Row (Some m) s [(k, State 0); (w, X0 0); (d, Drawn 0)] in
  let at_m := on_x_t st ^ 2 * σ t ^ 2 + on_noise st ^ 2 in
  noises (Plan t [before; from_t]) = [at_m; k ^ 2 * σ t ^ 2 + c ^ 2 + d ^ 2] /\
  noises (Plan t [before; from_m]) = [at_m; (k * on_x_t st) ^ 2 * σ t ^ 2 + (k * on_noise st + d) ^ 2].
Proof.
  intros before from_t from_m at_m. unfold noises, point_states, forms_made, at_m. simpl.
  split; repeat (f_equal; [ring |]); f_equal; ring.
Qed.
