(** * Integrals over the real line

    [∫ x, f ≡ I] says that the improper Riemann integral of [f] over ℝ exists and equals [I]:

    [[
      ∫_u^v f(x) dx → I      as u → −∞ and v → +∞, independently.
    ]]

    It is Coquelicot's [is_RInt_gen] between the two infinities. A few rules follow (extensionality, uniqueness,
    linearity, order, affine substitution, the fundamental theorem); after them the definition is opaque, and every
    other file argues with the rules alone. *)

From Coq Require Import Reals Lra Psatz List.
From Coquelicot Require Import Coquelicot.
Import ListNotations.
Local Open Scope R_scope.

Definition is_integral (f : R -> R) (I : R) : Prop :=
  is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) I.

Declare Scope integral_scope.
Delimit Scope integral_scope with I.
Notation "∫ x , f ≡ I" := (is_integral (fun x => f%R) I%R)
  (at level 70, x name, f at level 69, I at level 69, format "∫  x ,  f  ≡  I") : integral_scope.
Open Scope integral_scope.

(** ** Equal functions, equal integrals *)

Lemma integral_ext f g I : (forall x, f x = g x) -> is_integral f I -> is_integral g I.
Proof.
  intros fg. refine (is_RInt_gen_ext (V := R_NormedModule) f g I _).
  apply filter_forall. intros; apply fg.
Qed.

Lemma integral_unique f I J : is_integral f I -> is_integral f J -> I = J.
Proof.
  unfold is_integral. intros HI HJ.
  rewrite <- (is_RInt_gen_unique (V := R_CompleteNormedModule) f I HI).
  apply (is_RInt_gen_unique (V := R_CompleteNormedModule) f J HJ).
Qed.

(** ** Linearity *)

Lemma integral_plus f g I J : is_integral f I -> is_integral g J -> is_integral (fun x => f x + g x) (I + J).
Proof. exact (is_RInt_gen_plus (V := R_NormedModule) f g I J). Qed.

Lemma integral_scal c f I : is_integral f I -> is_integral (fun x => c * f x) (c * I).
Proof. exact (is_RInt_gen_scal (V := R_NormedModule) f c I). Qed.

Lemma integral_zero : is_integral (fun _ => 0) 0.
Proof.
  intros P HP.
  refine (filter_forall (F := filter_prod (Rbar_locally m_infty) (Rbar_locally p_infty)) _ _).
  intros [u v]. exists 0. split.
  - exact (eq_ind _ (is_RInt (fun _ => 0) u v) (is_RInt_const u v 0) _ (Rmult_0_r _)).
  - exact (locally_singleton _ _ HP).
Qed.

(** ** Order *)

Lemma integral_nonneg f I : (forall x, 0 <= f x) -> is_integral f I -> 0 <= I.
Proof.
  intros f0 HI. apply Rnot_lt_le. intros I0.
  destruct (HI (fun y => y < 0)) as [Q S HQ HS H].
  - exact (open_lt 0 I I0).
  - destruct HQ as [a HQ], HS as [b HS].
    pose (u := Rmin a b - 1). pose (v := Rmax a b + 1).
    pose proof (Rmin_l a b). pose proof (Rmin_r a b). pose proof (Rmax_l a b). pose proof (Rmax_r a b).
    destruct (H u v) as (y & Hy & y0).
    + apply HQ. unfold u. simpl. lra.
    + apply HS. unfold v. simpl. lra.
    + simpl in Hy. enough (0 <= y) by lra.
      refine (is_RInt_ge_0 f u v y _ Hy _); [unfold u, v; lra | intros; apply f0].
Qed.

(** ** Substitution *)

(** [∫ f(a y + b) dy = (1/a) ∫ f(x) dx] *)
Lemma integral_affine a b f I : 0 < a -> is_integral f I -> is_integral (fun y => f (a * y + b)) (I / a).
Proof.
  intros a0 HI P HP.
  destruct (HI (fun l => P (l / a))) as [Q S HQ HS H].
  - apply (continuous_scal_l (K := R_AbsRing) (fun l => l) (/ a) I) in HP; [exact HP | apply continuous_id].
  - destruct HQ as [m HQ], HS as [M HS].
    exists (fun u => a * u + b < m) (fun v => M < a * v + b).
    + exists ((m - b) / a). intros u Hu. apply (Rmult_lt_compat_l a) in Hu; [|lra].
      replace (a * ((m - b) / a)) with (m - b) in Hu by (field; lra). lra.
    + exists ((M - b) / a). intros v Hv. apply (Rmult_lt_compat_l a) in Hv; [|lra].
      replace (a * ((M - b) / a)) with (M - b) in Hv by (field; lra). lra.
    + intros u v Hu Hv. destruct (H _ _ (HQ _ Hu) (HS _ Hv)) as (l & Hl & Pl).
      exists (l / a). split; [|exact Pl].
      pose proof (is_RInt_scal _ _ _ (/ a) _ (is_RInt_comp_lin f a b u v l Hl)) as G.
      replace (l / a) with (scal (/ a) l) by (unfold scal; simpl; unfold mult; simpl; field; lra).
      revert G. apply is_RInt_ext. intros x _.
      unfold scal; simpl; unfold mult; simpl; field; lra.
Qed.

(** ** The fundamental theorem *)

Lemma integral_derivative F f (L M : R) :
  (forall x, is_derive F x (f x)) -> (forall x, continuous f x) ->
  is_lim F m_infty L -> is_lim F p_infty M -> is_integral f (M - L).
Proof.
  intros HF Hf HL HM.
  refine (is_RInt_gen_ext (V := R_NormedModule) (Derive F) f (M - L) _ _).
  - apply filter_forall. intros _ x _. apply is_derive_unique, HF.
  - apply is_RInt_gen_Derive; try assumption; apply filter_forall; intros _ x _.
    + eexists. apply HF.
    + apply (continuous_ext f); [intros; symmetry; apply is_derive_unique, HF | apply Hf].
Qed.

(** What falls like [1/|x|] vanishes at both ends. *)
Lemma vanishes F C : (forall x, x <> 0 -> Rabs (F x) <= C / Rabs x) -> is_lim F m_infty 0 /\ is_lim F p_infty 0.
Proof.
  intros bound. split; apply is_lim_spec; intros (e & e0); simpl.
  - exists (- (Rabs C / e + 1)). intros x Hx.
    assert (0 <= Rabs C / e) by (apply Rdiv_le_0_compat; [apply Rabs_pos | lra]).
    apply Rle_lt_trans with (C / Rabs x); [rewrite Rminus_0_r; apply bound; lra|].
    rewrite (Rabs_left x) by lra. apply Rle_lt_trans with (Rabs C / - x).
    + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra | apply Rle_abs].
    + apply Rlt_div_l; [lra|]. replace (Rabs C) with (e * (Rabs C / e)) by (field; lra). nra.
  - exists (Rabs C / e + 1). intros x Hx.
    assert (0 <= Rabs C / e) by (apply Rdiv_le_0_compat; [apply Rabs_pos | lra]).
    apply Rle_lt_trans with (C / Rabs x); [rewrite Rminus_0_r; apply bound; lra|].
    rewrite (Rabs_right x) by lra. apply Rle_lt_trans with (Rabs C / x).
    + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra | apply Rle_abs].
    + apply Rlt_div_l; [lra|]. replace (Rabs C) with (e * (Rabs C / e)) by (field; lra). nra.
Qed.

Global Opaque is_integral.

(** ** What follows by the rules *)

Lemma integral_minus f g I J : is_integral f I -> is_integral g J -> is_integral (fun x => f x - g x) (I - J).
Proof.
  intros Hf Hg. replace (I - J) with (I + -1 * J) by ring.
  apply (integral_ext (fun x => f x + -1 * g x)); [intros; ring|].
  apply integral_plus; [assumption | apply integral_scal; assumption].
Qed.

Lemma integral_le f g I J : (forall x, f x <= g x) -> is_integral f I -> is_integral g J -> I <= J.
Proof.
  intros fg Hf Hg. enough (0 <= J - I) by lra.
  apply (integral_nonneg (fun x => g x - f x)); [intros x; specialize (fg x); lra|].
  apply integral_minus; assumption.
Qed.

(** Rewrites the integrand and the value at once. *)
Lemma integral_eq f g I J : is_integral f I -> (forall x, f x = g x) -> I = J -> is_integral g J.
Proof. intros H fg <-. exact (integral_ext f g I fg H). Qed.

(** The sum of [g a] over a finite list. *)
Definition sum_over {A} (g : A -> R) (l : list A) : R := fold_right (fun a s => g a + s) 0 l.

Lemma integral_sum {A} (f : A -> R -> R) (I : A -> R) (l : list A) :
  (forall a, In a l -> is_integral (f a) (I a)) ->
  is_integral (fun x => sum_over (fun a => f a x) l) (sum_over I l).
Proof.
  induction l as [|a l IH]; simpl; intros H.
  - apply integral_zero.
  - apply integral_plus; [apply H; left; reflexivity | apply IH; intros; apply H; right; assumption].
Qed.
