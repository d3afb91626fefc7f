(** * What bounds on a derivative say

    A function that changes no faster than another changes no more; Taylor's first remainder; and the exponential, which
    rises. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
Local Open Scope R_scope.

Lemma exp_rises x z : x <= z -> exp x <= exp z.
Proof. intros [less | ->]; [left; apply exp_increasing, less | right; reflexivity]. Qed.

Lemma rises (F F' : R -> R) a b :
  a <= b -> (forall x, a <= x <= b -> is_derive F x (F' x)) -> (forall x, a <= x <= b -> 0 <= F' x) -> F a <= F b.
Proof.
  intros order derives up.
  destruct (MVT_gen F a b F') as (c & between & slope).
  - intros x range. rewrite Rmin_left, Rmax_right in range by exact order. apply derives. lra.
  - intros x range. rewrite Rmin_left, Rmax_right in range by exact order.
    apply derivable_continuous_pt. exists (F' x). apply is_derive_Reals. apply derives. lra.
  - rewrite Rmin_left, Rmax_right in between by exact order. specialize (up c between). nra.
Qed.

(** What changes no faster than a bound does changes no more. *)
Lemma stays_within (F F' B B' : R -> R) b :
  0 <= b -> (forall v, 0 <= v <= b -> is_derive F v (F' v)) -> (forall v, 0 <= v <= b -> is_derive B v (B' v)) ->
  (forall v, 0 <= v <= b -> Rabs (F' v) <= B' v) -> Rabs (F b - F 0) <= B b - B 0.
Proof.
  intros order derives derives' slower. apply Rabs_le. split.
  - enough (B 0 + F 0 <= B b + F b) by lra.
    apply (rises (fun v => B v + F v) (fun v => B' v + F' v)); [exact order | |].
    + intros v range. apply (is_derive_plus (V := R_NormedModule)); auto.
    + intros v range. specialize (slower v range). apply Rabs_le_between in slower. lra.
  - enough (B 0 - F 0 <= B b - F b) by lra.
    apply (rises (fun v => B v - F v) (fun v => B' v - F' v)); [exact order | |].
    + intros v range. apply (is_derive_minus (V := R_NormedModule)); auto.
    + intros v range. specialize (slower v range). apply Rabs_le_between in slower. lra.
Qed.

Lemma derive_along (f : R -> R) c side v l :
  is_derive f (c + side * v) l -> is_derive (fun v => f (c + side * v)) v (side * l).
Proof.
  intros derives. apply (is_derive_comp f (fun v => c + side * v) v l side); [exact derives |].
  auto_derive; [trivial | ring].
Qed.

(** Taylor's first remainder, ahead and behind. *)
Lemma taylor (f f' f'' : R -> R) M c b (side : R) :
  side ^ 2 = 1 -> 0 <= b ->
  (forall v, 0 <= v <= b -> is_derive f (c + side * v) (f' (c + side * v)) /\
                            is_derive f' (c + side * v) (f'' (c + side * v)) /\ Rabs (f'' (c + side * v)) <= M) ->
  Rabs (f (c + side * b) - f c - f' c * (side * b)) <= M * b ^ 2 / 2.
Proof.
  intros unit above smooth.
  assert (one : Rabs side = 1).
  { rewrite <- sqrt_Rsqr_abs. replace (Rsqr side) with 1 by (unfold Rsqr; lra). apply sqrt_1. }
  assert (slope : forall v, 0 <= v <= b -> Rabs (f' (c + side * v) - f' c) <= M * v).
  { intros v range.
    pose proof (stays_within (fun v => f' (c + side * v)) (fun v => side * f'' (c + side * v))
                  (fun v => M * v) (fun _ => M) v (proj1 range)) as bound.
    cbv beta in bound. rewrite Rmult_0_r, Rplus_0_r, Rmult_0_r, Rminus_0_r in bound. apply bound.
    - intros u inside. apply derive_along, smooth. lra.
    - intros u _. auto_derive; [trivial | ring].
    - intros u inside. rewrite Rabs_mult, one, Rmult_1_l. apply smooth. lra. }
  pose proof (stays_within (fun v => f (c + side * v) - f' c * (side * v))
                (fun v => side * (f' (c + side * v) - f' c)) (fun v => M * v ^ 2 / 2) (fun v => M * v) b above) as bound.
  cbv beta in bound.
  replace (f (c + side * b) - f c - f' c * (side * b)) with
    (f (c + side * b) - f' c * (side * b) - (f (c + side * 0) - f' c * (side * 0)))
    by (rewrite Rmult_0_r, Rplus_0_r; ring).
  replace (M * b ^ 2 / 2) with (M * b ^ 2 / 2 - M * 0 ^ 2 / 2) by (simpl; field).
  apply bound.
  - intros v range. evar_last.
    + apply (is_derive_minus (V := R_NormedModule) (fun v => f (c + side * v)) (fun v => f' c * (side * v)) v
               (side * f' (c + side * v)) (f' c * side)); [apply derive_along, smooth, range |].
      auto_derive; [trivial | ring].
    + unfold minus, plus, opp; simpl. ring.
  - intros v _. auto_derive; [trivial | field].
  - intros v range. rewrite Rabs_mult, one, Rmult_1_l. apply slope, range.
Qed.

Lemma derive_ahead (f : R -> R) c v l : is_derive f (c + v) l -> is_derive (fun v => f (c + v)) v l.
Proof.
  intros derives. apply (is_derive_ext (fun v => f (c + 1 * v))); [intro; rewrite Rmult_1_l; reflexivity |].
  replace l with (1 * l) by ring. apply derive_along. rewrite Rmult_1_l. exact derives.
Qed.

(** Twice raised from 0. *)
Lemma twice_raised (F F' F'' : R -> R) h :
  0 <= h -> F 0 = 0 -> F' 0 = 0 -> (forall v, 0 <= v -> is_derive F v (F' v)) ->
  (forall v, 0 <= v -> is_derive F' v (F'' v)) -> (forall v, 0 <= v -> 0 <= F'' v) -> 0 <= F h.
Proof.
  intros above start start' derives derives' up. rewrite <- start.
  apply (rises F F'); [exact above | intros; apply derives; lra |].
  intros v range. rewrite <- start'. apply (rises F' F''); [lra | intros; apply derives'; lra | intros; apply up; lra].
Qed.
