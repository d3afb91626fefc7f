(** * Plans: every sampler that forms sums

    A plan is a list of rows: at most one look at the denoiser, then one sum of what is remembered (states, answers,
    fresh noise, earlier draws). Two things are read off it, row by row:

<<
        signal   Σ weights on states · their α + Σ weights on x̂₀ = α_to
        noise    with every answer the truth, the variance of the noise in the new state = σ²_to
>>

    Both hold just where every state of a point has the law [N(α x₀, σ²)] of its level, whatever the plan: any number of
    looks, any reach back, answers spelt as noise, draws that are used again.

    On Gaussian data every answer is affine in the state, so every state is an affine form of independent unit noises, and
    the forms follow from each other by the plan's own sums. Mean, variance and covariances are read off the forms. *)

From Coq Require Import Reals Lra Psatz List Bool.
From Tweedie Require Import ddim formula levels expectation.
Import ListNotations.
Local Open Scope R_scope.

(** ** Two executions side by side

    What the operations and the denoiser respect, the states respect. *)
Section Correspondence.

Context {V W : Type} `{Number.Space R V} `{Number.Space R W}.
Variables (answer : level R -> V -> V) (draw : nat -> V).
Variables (answer' : level R -> W -> W) (draw' : nat -> W).
Variable alike : V -> W -> Prop.

Hypothesis alike_nothing : alike Number.nothing Number.nothing.
Hypothesis alike_both : forall v v' w w', alike v v' -> alike w w' -> alike (Number.both v w) (Number.both v' w').
Hypothesis alike_times : forall c v v', alike v v' -> alike (Number.times c v) (Number.times c v').
Hypothesis alike_answer : forall l v v', alike v v' -> alike (answer l v) (answer' l v').
Hypothesis alike_draw : forall n, alike (draw n) (draw' n).

Definition memories_alike (m : memory V) (m' : memory W) : Prop :=
  Forall2 alike (states m) (states m') /\ Forall2 alike (x0s m) (x0s m') /\
  Forall2 alike (epss m) (epss m') /\ Forall2 alike (drawn m) (drawn m').

Lemma nth_alike l l' n : Forall2 alike l l' -> alike (nth n l Number.nothing) (nth n l' Number.nothing).
Proof. intros all. revert n. induction all as [| x y l l' first all IH]; intros [| n]; simpl; auto. Qed.

Lemma hd_alike l l' : Forall2 alike l l' -> alike (hd Number.nothing l) (hd Number.nothing l').
Proof. intros []; simpl; auto. Qed.

Lemma weighed_alike m m' fresh fresh' terms :
  memories_alike m m' -> alike fresh fresh' -> alike (weighed m fresh terms) (weighed m' fresh' terms).
Proof.
  intros (same_states & same_x0s & same_epss & same_draws) same_fresh.
  induction terms as [| [c p] terms IH]; simpl; [assumption |].
  apply alike_both; [apply alike_times | exact IH]. destruct p; simpl; try apply nth_alike; assumption.
Qed.

Lemma after_look_alike m m' r : memories_alike m m' -> memories_alike (after_look answer m r) (after_look answer' m' r).
Proof.
  intros same. destruct same as (same_states & same_x0s & same_epss & same_draws). unfold after_look.
  pose proof (hd_alike _ _ same_states) as shown.
  destruct (look r) as [l |]; repeat split; simpl; auto; constructor; auto.
  apply alike_both; apply alike_times; auto.
Qed.

Lemma carried_out_alike m m' r :
  memories_alike m m' -> memories_alike (carried_out answer draw m r) (carried_out answer' draw' m' r).
Proof.
  intros same. pose proof (after_look_alike m m' r same) as looked.
  destruct same as (same_states & _ & _ & same_draws).
  assert (same_count : length (drawn m) = length (drawn m')) by (clear - same_draws; induction same_draws; simpl; auto).
  unfold carried_out. repeat split; simpl.
  - constructor; [| assumption]. apply weighed_alike; [assumption | rewrite same_count; apply alike_draw].
  - apply looked.
  - apply looked.
  - rewrite same_count. destruct (draws r); [constructor; auto | assumption].
Qed.

Lemma states_alike m m' rs :
  memories_alike m m' -> Forall2 alike (states_made answer draw m rs) (states_made answer' draw' m' rs).
Proof.
  revert m m'. induction rs as [| r rs IH]; intros m m' same; simpl; constructor.
  - exact (hd_alike _ _ (proj1 (carried_out_alike m m' r same))).
  - apply IH, carried_out_alike, same.
Qed.

Lemma begun_alike v v' : alike v v' -> memories_alike (begun v) (begun v').
Proof. intros. repeat split; simpl; auto. Qed.

End Correspondence.

Lemma same_values {A B C} (f : A -> C) (g : B -> C) l l' : Forall2 (fun a b => f a = g b) l l' -> map f l = map g l'.
Proof. intros same. induction same; simpl; congruence. Qed.

Lemma same_list {A} (l l' : list A) : Forall2 eq l l' -> l = l'.
Proof. intros same. induction same; simpl; congruence. Qed.

Lemma as_many_states_as_rows {V} `{Number.Space R V} answer draw (m : memory V) rs :
  length (states_made answer draw m rs) = length rs.
Proof. revert m. induction rs as [| r rs IH]; intros m; simpl; [reflexivity | f_equal; apply IH]. Qed.

(** ** The marginals of a point *)

(** The law [N(α x₀, σ²)] of [x | x₀] at the level that each row leads to. *)
Definition marginals (p : plan R) (x0 : R) : list (gaussian R) := map (fun r => marginal_law (to r) x0) (rows p).

Definition keeps_the_marginals (p : plan R) : Prop :=
  forall x0, map law (point_states p x0) = marginals p x0.

Definition keeps_signal (p : plan R) : Prop := signals p = map (fun r => α (to r)) (rows p).

Definition keeps_noise (p : plan R) : Prop := noises p = map (fun r => σ (to r) ^ 2) (rows p).

#[local] Instance numbers : Number.Space R R := {|
  Number.nothing := 0; Number.both := Rplus; Number.times := Rmult |}.

(** The offsets of forms are carried out by the same rows, on numbers. *)
Lemma offsets_are_states_of_numbers estimate first rs :
  map offset (forms_made estimate first rs) =
  states_made (fun l x => scale (estimate l) * x + shift (estimate l)) (fun _ => 0) (begun (offset first)) rs.
Proof.
  rewrite <- (map_id (states_made _ _ _ _)). apply same_values.
  unfold forms_made. apply states_alike; simpl; intros; subst; auto. apply begun_alike. reflexivity.
Qed.

(** A plan names what is there, and tells the denoiser the level of the state that it shows: [Plan::new] lets no other
    pass. *)
Definition is_there (states looks draws : nat) (p : past) : Prop :=
  match p with
  | State back => (back < states)%nat
  | X0 back | Eps back => (back < looks)%nat
  | Fresh => True
  | Drawn back => (back < draws)%nat
  end.

Definition looks_after (looks : nat) (r : row R) : nat := match look r with None => looks | Some _ => S looks end.

Definition draws_after (count : nat) (r : row R) : nat := if draws r then S count else count.

Fixpoint names_what_is_there (levels : list (level R)) (looks count : nat) (rs : list (row R)) : Prop :=
  match rs with
  | [] => True
  | r :: rest =>
      (forall l, look r = Some l -> l = hd clean levels) /\
      Forall (fun term => is_there (length levels) (looks_after looks r) count (snd term)) (sum r) /\
      names_what_is_there (to r :: levels) (looks_after looks r) (draws_after count r) rest
  end.

Definition well_formed (p : plan R) : Prop := names_what_is_there [start p] 0 0 (rows p).

(** What is remembered of a point whose states are right so far: the mean of a new state is its row's signal. *)
Definition right_so_far (x0 : R) (levels : list (level R)) (looks count : nat) : memory R :=
  Memory (map (fun l => α l * x0) levels) (repeat x0 looks) (repeat 0 looks) (repeat 0 count).

Lemma nth_repeated (a b : R) n m : (n < m)%nat -> nth n (repeat a m) b = a.
Proof. revert n. induction m as [| m IH]; intros [| n] below; simpl; try lia; auto. apply IH. lia. Qed.

Theorem signal_is_the_mean_of_the_next_state x0 levels looks count (r : row R) :
  Forall (fun term => is_there (length levels) looks count (snd term)) (sum r) ->
  weighed (right_so_far x0 levels looks count) 0 (sum r) = signal levels r * x0.
Proof.
  unfold signal, weighed. induction 1 as [| [c p] terms there _ IH]; [simpl; ring |].
  cbn [fold_right fst snd]. rewrite IH. cbn [snd] in there.
  destruct p as [back | back | back | | back]; simpl in there |- *.
  - rewrite (nth_indep _ 0 (α clean * x0)) by (rewrite map_length; exact there).
    rewrite (map_nth (fun l => α l * x0)). ring.
  - rewrite nth_repeated by exact there. ring.
  - rewrite nth_repeated by exact there. ring.
  - ring.
  - rewrite nth_repeated by exact there. ring.
Qed.

(** So the means of all states are right, row after row, just where all signals are. *)
Theorem means_are_right_where_signals_are l levels looks count rs :
  names_what_is_there (l :: levels) looks count rs ->
  let means x0 := states_made (fun _ _ => x0) (fun _ => 0) (right_so_far x0 (l :: levels) looks count) rs in
  (forall x0, means x0 = map (fun r => α (to r) * x0) rs) <->
  signals_from (l :: levels) rs = map (fun r => α (to r)) rs.
Proof.
  revert l levels looks count. induction rs as [| r rs IH]; intros l levels looks count there means; [split; reflexivity |].
  destruct there as (told & there & later).
  assert (looked : forall x0, after_look (fun _ _ => x0) (right_so_far x0 (l :: levels) looks count) r =
                              right_so_far x0 (l :: levels) (looks_after looks r) count).
  { intro x0. unfold after_look, looks_after. destruct (look r) as [at_ |]; [| reflexivity].
    rewrite (told at_ eq_refl). unfold right_so_far. simpl. do 2 f_equal. unfold eps_of. simpl. unfold Rdiv. ring. }
  set (s := signal (l :: levels) r).
  assert (first : forall x0, carried_out (fun _ _ => x0) (fun _ => 0) (right_so_far x0 (l :: levels) looks count) r =
    Memory (s * x0 :: map (fun l => α l * x0) (l :: levels)) (repeat x0 (looks_after looks r))
           (repeat 0 (looks_after looks r)) (repeat 0 (draws_after count r))).
  { intro x0. unfold carried_out. rewrite looked. f_equal.
    - f_equal. apply signal_is_the_mean_of_the_next_state, there.
    - unfold draws_after. destruct (draws r); reflexivity. }
  specialize (IH (to r) (l :: levels) (looks_after looks r) (draws_after count r) later).
  assert (next : s = α (to r) -> forall x0, means x0 =
    s * x0 :: states_made (fun _ _ => x0) (fun _ => 0)
                (right_so_far x0 (to r :: l :: levels) (looks_after looks r) (draws_after count r)) rs).
  { intros right x0. unfold means. cbn [states_made]. rewrite first, right. reflexivity. }
  cbn [signals_from map]. fold s. split.
  - intros all.
    assert (right : s = α (to r)).
    { specialize (all 1). unfold means in all. cbn [states_made] in all. rewrite first in all.
      injection all as here _. lra. }
    rewrite right. f_equal. apply IH. intro x0. specialize (all x0). rewrite (next right) in all.
    injection all as _ rest. exact rest.
  - intros all x0. injection all as right rest. rewrite (next right), right. cbn [map]. f_equal. apply IH, rest.
Qed.

(** The noise in the states does not depend on the point. *)
Lemma noise_is_the_same_at_every_point (p : plan R) x0 : map (fun f => var (law f)) (point_states p x0) = noises p.
Proof.
  unfold noises.
  assert (same : map on_noises (point_states p x0) = map on_noises (point_states p 0)).
  { apply same_values, states_alike; try (simpl; intros; congruence). apply begun_alike. reflexivity. }
  transitivity (map (fun v => dot v v) (map on_noises (point_states p x0))); [symmetry; apply map_map |].
  rewrite same. apply map_map.
Qed.

Lemma split_laws (laws : list (gaussian R)) rs x0 :
  laws = map (fun r => marginal_law (to r) x0) rs <->
  map mean laws = map (fun r => α (to r) * x0) rs /\ map var laws = map (fun r => σ (to r) ^ 2) rs.
Proof.
  split.
  - intros ->. rewrite !map_map. split; apply map_ext; intro r; unfold marginal_law; formulas; ring.
  - revert laws. induction rs as [| r rs IH]; intros [| [m v] laws] [means vars]; try discriminate; [reflexivity |].
    simpl in means, vars. injection means as here means. injection vars as here' vars.
    simpl. f_equal; [| apply IH; auto].
    rewrite here, here'. unfold marginal_law. formulas. f_equal; ring.
Qed.

(** For every plan: the law of each state of a point is that of its level, just where the rows keep signal and noise. *)
Theorem marginals_are_kept_exactly_where_both_invariants_hold (p : plan R) :
  well_formed p -> keeps_the_marginals p <-> keeps_signal p /\ keeps_noise p.
Proof.
  intros there.
  assert (means : forall x0, map mean (map law (point_states p x0)) =
    states_made (fun _ _ => x0) (fun _ => 0) (right_so_far x0 [start p] 0 0) (rows p)).
  { intro x0. rewrite map_map. unfold law; simpl. unfold point_states. rewrite offsets_are_states_of_numbers. simpl.
    apply same_list, states_alike; try (simpl; intros; congruence).
    - intros. unfold truth. simpl. ring.
    - apply begun_alike. reflexivity. }
  pose proof (means_are_right_where_signals_are (start p) [] 0 0 (rows p) there) as right. cbv zeta in right.
  unfold keeps_the_marginals, marginals. split.
  - intros kept. split.
    + apply right. intro x0. rewrite <- means. apply split_laws, kept.
    + unfold keeps_noise, noises. destruct (proj1 (split_laws _ _ _) (kept 0)) as [_ vars].
      rewrite map_map in vars. exact vars.
  - intros [signal noise] x0. apply split_laws. split.
    + rewrite means. apply right, signal.
    + rewrite map_map, noise_is_the_same_at_every_point. exact noise.
Qed.

(** ** What forms say of samples

    [z 0, z 1, …] are independent unit noises as far as two moments know. A form takes a value in each draw of them; its
    mean, variance and covariances are read off its weights. *)
Definition unit_noises {Ω} (E : expectation Ω) (z : nat -> Ω -> R) : Prop :=
  E (fun _ => 1) = 1 /\ (forall i, E (z i) = 0) /\
  forall i j, E (fun ω => z i ω * z j ω) = if Nat.eqb i j then 1 else 0.

Fixpoint along (v : list R) (z : nat -> R) : R :=
  match v with [] => 0 | a :: v => a * z O + along v (fun i => z (S i)) end.

Definition value_of (f : form R) (z : nat -> R) : R := offset f + along (on_noises f) z.

Definition covariance {Ω} (E : expectation Ω) (X Y : Ω -> R) : R := E (fun ω => X ω * Y ω) - E X * E Y.

Lemma along_sum v w z : along (padded_sum v w) z = along v z + along w z.
Proof.
  revert w z. induction v as [| a v IH]; intros [| b w] z; simpl; try ring. rewrite IH. ring.
Qed.

Lemma along_scaled c v z : along (map (Rmult c) v) z = c * along v z.
Proof. revert z. induction v as [| a v IH]; intros z; simpl; [ring |]. rewrite IH. ring. Qed.

Lemma along_unit n z : along (unit_noise n) z = z n.
Proof.
  revert z. induction n as [| n IH]; intros z; [unfold unit_noise; simpl; ring |].
  change (unit_noise (S n)) with (0 :: unit_noise n). simpl. rewrite IH. ring.
Qed.

Section Moments.

Context {Ω : Type} (E : expectation Ω).

Lemma unit_noises_shift z : unit_noises E z -> unit_noises E (fun i => z (S i)).
Proof.
  intros (one & centred & apart). split; [exact one |]. split; [intro; apply centred |].
  intros i j. rewrite apart. reflexivity.
Qed.

Lemma mean_along v z : unit_noises E z -> E (fun ω => along v (fun i => z i ω)) = 0.
Proof.
  revert z. induction v as [| a v IH]; intros z units; simpl.
  - rewrite (E_same E _ (fun ω => 0 * 1 + 0 * 1)) by (intro; ring). rewrite E_linear. ring.
  - rewrite (E_same E _ (fun ω => a * z O ω + 1 * along v (fun i => z (S i) ω))) by (intro; ring).
    rewrite E_linear, (IH (fun i => z (S i)) (unit_noises_shift z units)).
    destruct units as (_ & -> & _). ring.
Qed.

Lemma apart_from_each_apart_from_all (X : Ω -> R) v z :
  (forall i, E (fun ω => X ω * z i ω) = 0) -> E (fun ω => X ω * along v (fun i => z i ω)) = 0.
Proof.
  revert z. induction v as [| a v IH]; intros z apart; simpl.
  - rewrite (E_same E _ (fun ω => 0 * X ω + 0 * X ω)) by (intro; ring). rewrite E_linear. ring.
  - rewrite (E_same E _ (fun ω => a * (X ω * z O ω) + 1 * (X ω * along v (fun i => z (S i) ω)))) by (intro; ring).
    rewrite E_linear, apart, (IH (fun i => z (S i))) by (intro; apply apart). ring.
Qed.

Lemma product_along v w z :
  unit_noises E z -> E (fun ω => along v (fun i => z i ω) * along w (fun i => z i ω)) = dot v w.
Proof.
  revert w z. induction v as [| a v IH]; intros [| b w] z units; simpl;
    try (rewrite (E_same E _ (fun ω => 0 * 1 + 0 * 1)) by (intro; ring); rewrite E_linear; ring).
  pose proof (unit_noises_shift z units) as shifted.
  assert (apart : forall u, E (fun ω => z O ω * along u (fun i => z (S i) ω)) = 0).
  { intro u. apply (apart_from_each_apart_from_all (z O) u (fun i => z (S i))). intro i.
    destruct units as (_ & _ & products). rewrite products. reflexivity. }
  rewrite (E_same E _ (fun ω =>
    1 * (a * b * (z O ω * z O ω) + a * (z O ω * along w (fun i => z (S i) ω))) +
    1 * (b * (z O ω * along v (fun i => z (S i) ω)) + 1 * (along v (fun i => z (S i) ω) * along w (fun i => z (S i) ω)))))
    by (intro; ring).
  rewrite !E_linear, !apart, (IH w (fun i => z (S i)) shifted).
  destruct units as (_ & _ & products). rewrite products. simpl. ring.
Qed.

Theorem moments_are_read_off_the_forms z f g :
  unit_noises E z ->
  E (fun ω => value_of f (fun i => z i ω)) = mean (law f) /\
  covariance E (fun ω => value_of f (fun i => z i ω)) (fun ω => value_of g (fun i => z i ω)) =
    dot (on_noises f) (on_noises g) /\
  variance E (fun ω => value_of f (fun i => z i ω)) = var (law f).
Proof.
  intros units. pose proof units as (one & _ & _).
  assert (centre : forall h, E (fun ω => value_of h (fun i => z i ω)) = offset h).
  { intro h. unfold value_of.
    rewrite (E_same E _ (fun ω => offset h * 1 + 1 * along (on_noises h) (fun i => z i ω))) by (intro; ring).
    rewrite E_linear, one, mean_along by exact units. ring. }
  assert (together : forall h k, covariance E (fun ω => value_of h (fun i => z i ω)) (fun ω => value_of k (fun i => z i ω))
    = dot (on_noises h) (on_noises k)).
  { intros h k. unfold covariance. rewrite !centre. unfold value_of.
    rewrite (E_same E _ (fun ω =>
      1 * (offset h * offset k * 1 + offset h * along (on_noises k) (fun i => z i ω)) +
      1 * (offset k * along (on_noises h) (fun i => z i ω) +
           1 * (along (on_noises h) (fun i => z i ω) * along (on_noises k) (fun i => z i ω))))) by (intro; ring).
    rewrite !E_linear, one, !mean_along, product_along by exact units. ring. }
  repeat split; [apply centre | apply together |].
  unfold law, var. rewrite <- together. unfold variance, covariance.
  rewrite (E_same E _ (fun ω => value_of f (fun i => z i ω) * value_of f (fun i => z i ω))) by (intro; ring). ring.
Qed.

End Moments.

(** Noises added one after another, each by its kernel: the law of a form is a Gaussian of these moments. *)
Theorem law_is_the_sum_of_independent_gaussians (f : form R) :
  law f = fold_right (fun a g => push (Kernel 1 0 (a ^ 2)) g) (Gaussian (offset f) 0) (on_noises f).
Proof.
  destruct f as [m v]. unfold law; simpl. induction v as [| a v IH]; simpl; [reflexivity |].
  rewrite <- IH. formulas. f_equal; ring.
Qed.

(** ** Gaussian data *)

(** A random variable is added and scaled at each of its values. *)
#[local] Instance samples {Ω} : Number.Space R (Ω -> R) := {|
  Number.nothing _ := 0; Number.both X Y ω := X ω + Y ω; Number.times c X ω := c * X ω |}.

(** The states of samples, with the exact denoiser of the data. *)
Definition states_sampled {Ω} (p : plan R) (data : gaussian R) (first : Ω -> R) (draw : nat -> Ω -> R) : list (Ω -> R) :=
  states_made (fun l X ω => denoiser data l (X ω)) draw (begun first) (rows p).

(** For every plan: on Gaussian data the states are affine in the noises of the first state and the draws; the rows,
    carried out on forms, give their means, variances and covariances. *)
Theorem gaussian_law_is_a_finite_recursion {Ω} (E : expectation Ω) (p : plan R) data (first : form R) (z : nat -> Ω -> R) :
  unit_noises E z ->
  let laws := gaussian_states p data first in
  let got := states_sampled p data (fun ω => value_of first (fun i => z i ω)) (fun n => z (length (on_noises first) + n)%nat) in
  length got = length (rows p) /\
  Forall2 (fun f X => (forall ω, X ω = value_of f (fun i => z i ω)) /\
                      E X = mean (law f) /\ variance E X = var (law f)) laws got /\
  forall f X g Y, In (f, X) (combine laws got) -> In (g, Y) (combine laws got) ->
    covariance E X Y = dot (on_noises f) (on_noises g).
Proof.
  intros units laws got.
  assert (values : Forall2 (fun f X => forall ω, X ω = value_of f (fun i => z i ω)) laws got).
  { unfold laws, got, gaussian_states, states_sampled.
    apply states_alike; unfold value_of, denoiser, expected; simpl.
    - intros. ring.
    - intros f X g Y same same' ω. rewrite same, same', along_sum. ring.
    - intros k f X same ω. rewrite same, along_scaled. ring.
    - intros l f X same ω. rewrite same, along_sum, along_scaled. simpl. ring.
    - intros n ω. rewrite along_unit. ring.
    - apply begun_alike. reflexivity. }
  assert (moments : forall f X g Y, (forall ω, X ω = value_of f (fun i => z i ω)) ->
    (forall ω, Y ω = value_of g (fun i => z i ω)) ->
    E X = mean (law f) /\ variance E X = var (law f) /\ covariance E X Y = dot (on_noises f) (on_noises g)).
  { intros f X g Y is_f is_g. destruct (moments_are_read_off_the_forms E z f g units) as (<- & <- & <-).
    repeat split; [apply E_same, is_f | apply variance_same, is_f |].
    unfold covariance. f_equal; [| f_equal]; apply E_same; auto. intro. rewrite is_f, is_g. reflexivity. }
  assert (all : length got = length (rows p)) by apply as_many_states_as_rows.
  clearbody laws got. repeat split.
  - exact all.
  - clear all. induction values; constructor; [| assumption].
    split; [assumption |]. edestruct moments as (? & ? & _); [eassumption | eassumption |]. split; assumption.
  - intros f X g Y first_in second_in.
    assert (is : forall h W, In (h, W) (combine laws got) -> forall ω, W ω = value_of h (fun i => z i ω)).
    { clear - values. induction values; simpl; [intros ? ? [] |].
      intros h W [same | further]; [injection same as <- <-; assumption | apply IHvalues, further]. }
    apply (moments f X g Y); apply is; assumption.
Qed.

(** Data and noise drawn apart, [x = α (μ + c z₀) + σ z₁], have the law of the data at that level. *)
Lemma first_state_of_data (l : level R) mu c :
  law (Form (α l * mu) [α l * c; σ l]) = push (marginal l) (Gaussian mu (c ^ 2)).
Proof. formulas. unfold law; simpl. f_equal; ring. Qed.

(** A point is Gaussian data without spread: the two theorems speak of one execution. *)
Lemma a_point_is_gaussian_data_without_spread x0 (l : level R) :
  scale (expected (Gaussian x0 0) l) = scale (truth x0 l) /\ shift (expected (Gaussian x0 0) l) = shift (truth x0 l).
Proof. unfold expected, truth. formulas. unfold Rdiv. split; ring. Qed.
