(** * Expectations

    What the theorems on second moments use of an expectation: it is linear, and depends on the values alone. A sum over
    weighted points is one, so is an integral against a density; nothing else is assumed. *)

From Coq Require Import Reals Lra.
Local Open Scope R_scope.

Record expectation {Ω : Type} := Expectation {
  E :> (Ω -> R) -> R;
  E_linear : forall a b (X Y : Ω -> R), E (fun ω => a * X ω + b * Y ω) = a * E X + b * E Y;
  E_same : forall X Y : Ω -> R, (forall ω, X ω = Y ω) -> E X = E Y;
}.
Arguments expectation : clear implicits.

Definition variance {Ω} (E : expectation Ω) (X : Ω -> R) : R := E (fun ω => X ω ^ 2) - E X ^ 2.

Lemma variance_same {Ω} (E : expectation Ω) X Y : (forall ω, X ω = Y ω) -> variance E X = variance E Y.
Proof.
  intros same. unfold variance. rewrite (E_same _ _ _ same). f_equal. apply E_same. intro. rewrite same. reflexivity.
Qed.

(** Pythagoras: what is orthogonal to [Y] and has mean 0 adds its square. *)
Lemma variance_adds {Ω} (E : expectation Ω) (b : R) (Y W : Ω -> R) :
  E W = 0 -> E (fun ω => Y ω * W ω) = 0 ->
  variance E (fun ω => Y ω + b * W ω) = variance E Y + b ^ 2 * E (fun ω => W ω ^ 2).
Proof.
  intros centred orthogonal. unfold variance.
  rewrite (E_same E (fun ω => Y ω + b * W ω) (fun ω => 1 * Y ω + b * W ω)) by (intros; ring).
  rewrite E_linear, centred.
  rewrite (E_same E (fun ω => (Y ω + b * W ω) ^ 2)
                    (fun ω => 1 * (1 * Y ω ^ 2 + 2 * b * (Y ω * W ω)) + b ^ 2 * W ω ^ 2)) by (intros; ring).
  rewrite E_linear, E_linear, orthogonal. ring.
Qed.

(** Second moments of combinations of two that are orthogonal. *)
Lemma second_moment {Ω} (E : expectation Ω) a b (X Y : Ω -> R) :
  E (fun ω => X ω * Y ω) = 0 ->
  E (fun ω => (a * X ω + b * Y ω) ^ 2) = a ^ 2 * E (fun ω => X ω ^ 2) + b ^ 2 * E (fun ω => Y ω ^ 2).
Proof.
  intros orthogonal.
  rewrite (E_same E _ (fun ω => 1 * (a ^ 2 * X ω ^ 2 + b ^ 2 * Y ω ^ 2) + 2 * a * b * (X ω * Y ω))) by (intros; ring).
  rewrite E_linear, E_linear, orthogonal. ring.
Qed.
