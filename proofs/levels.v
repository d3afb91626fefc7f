(** * Pairs of levels

    What [LevelPair::new] guarantees and what follows from it: [s] is strictly cleaner than [t], so [α_s > 0], [σ_t >
    0], and the kernel between them has a positive variance. Every theorem on two levels begins here. *)

From Coq Require Import Reals Lra Psatz.
From Tweedie Require Import formula.
Local Open Scope R_scope.

(** Neither scale is negative. *)
Definition valid (l : level R) : Prop := 0 <= α l /\ 0 <= σ l.

(** [α_s σ_t > α_t σ_s]: the higher signal-to-noise ratio, without dividing. *)
Definition cleaner (s t : level R) : Prop := valid s /\ valid t /\ α t * σ s < α s * σ t.

(** [α² + σ² = 1] *)
Definition preserves_variance (l : level R) : Prop := α l ^ 2 + σ l ^ 2 = 1.

Lemma cleaner_signal s t : cleaner s t -> 0 < α s.
Proof. unfold cleaner, valid. nra. Qed.

Lemma cleaner_noise s t : cleaner s t -> 0 < σ t.
Proof. unfold cleaner, valid. nra. Qed.

Lemma cleaner_trans r s t : cleaner r s -> cleaner s t -> cleaner r t.
Proof.
  intros rs st.
  pose proof (cleaner_signal _ _ rs). pose proof (cleaner_signal _ _ st).
  pose proof (cleaner_noise _ _ rs). pose proof (cleaner_noise _ _ st).
  destruct rs as ((?&?)&_&?), st as (_&(?&?)&?). repeat split; try assumption. nra.
Qed.

(** [α²_s σ²_ts = (α_s σ_t)² − (α_t σ_s)²] *)
Lemma var_ts_factors s t : α s <> 0 ->
  α s ^ 2 * var_ts s t = (α s * σ t - α t * σ s) * (α s * σ t + α t * σ s).
Proof. intros; formulas; field; assumption. Qed.

Lemma var_ts_positive s t : cleaner s t -> 0 < var_ts s t.
Proof.
  intros st. pose proof (cleaner_signal _ _ st) as a. pose proof (cleaner_noise _ _ st).
  pose proof (var_ts_factors s t ltac:(lra)) as factors.
  destruct st as ((?&?)&(?&?)&?).
  assert (0 < α s * σ t) by nra.
  assert (0 <= α t * σ s) by nra.
  assert (0 < (α s * σ t - α t * σ s) * (α s * σ t + α t * σ s)) by nra.
  assert (0 < α s ^ 2) by nra.
  nra.
Qed.

(** Poses the positivity facts of a pair: [α_s], [σ_t], [σ²_ts] and, weakly, [α_t] and [σ_s]. *)
Ltac positive st :=
  pose proof (cleaner_signal _ _ st); pose proof (cleaner_noise _ _ st); pose proof (var_ts_positive _ _ st);
  let H := fresh in pose proof st as H; destruct H as ((?&?)&(?&?)&?).
