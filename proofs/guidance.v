(** * Guidance: pushing samples towards a condition

    Two conventions of one weight, [(1 − w) ε(x) + w ε(x, y)] and [(1 + w) ε(x, y) − w ε(x)]. The weights sum to one,
    so the same two serve ε, x₀, v and the score. With the exact classifier, classifier guidance is classifier-free
    guidance, by Bayes' rule under a logarithm:

<<
        ∇ ln p(y | x) = ∇ ln p(x | y) − ∇ ln p(x)          ε(x) − w σ ∇ ln p(y | x) = (1 − w) ε(x) + w ε(x, y)
>>

    What guidance samples is not the tilted law [p(x) p(y | x)^w]: for [N(1, ¼)], [N(0, 1)] and [w = 2] the guided
    flow ends with variance 1/16, the tilted law has 1/7. *)

From Coq Require Import Reals Lra Psatz List.
From Coquelicot Require Import Coquelicot.
From Tweedie Require Import formula levels.
Import ListNotations.
Local Open Scope R_scope.

(** ** Two conventions of one weight *)

Theorem scale_is_strength_plus_one w : guidance_scale (1 + w) = guidance_strength w.
Proof. formulas. f_equal. ring. Qed.

Lemma weights_sum_to_one w :
  on_cond (guidance_scale w) + on_uncond (guidance_scale w) = 1 /\
  on_cond (guidance_strength w) + on_uncond (guidance_strength w) = 1.
Proof. formulas. lra. Qed.

(** Any prediction from any other and [x_t]. *)
Definition convert (wanted given : prediction R) (l : level R) (x_t p : R) : R :=
  conversion_on_x_t wanted given l * x_t + conversion_on_given wanted given l * p.

(** Guiding one prediction and converting is converting both and guiding: ε, v, score and velocity alike. *)
Theorem same_weights_serve_every_prediction wanted given l x_t cond uncond ws :
  on_cond ws + on_uncond ws = 1 ->
  convert wanted given l x_t (guided ws cond uncond) =
  guided ws (convert wanted given l x_t cond) (convert wanted given l x_t uncond).
Proof.
  intros one. unfold convert, guided.
  generalize (conversion_on_x_t wanted given l) (conversion_on_given wanted given l). intros a b. formulas.
  replace (a * x_t) with ((on_cond ws + on_uncond ws) * (a * x_t)) at 1 by (rewrite one; ring). ring.
Qed.

(** In particular the score [−ε/σ] and ε. *)
Corollary scores_are_guided_as_noises l cond uncond w :
  σ l <> 0 ->
  guided (guidance_scale w) (- cond / σ l) (- uncond / σ l) = - guided (guidance_scale w) cond uncond / σ l.
Proof. intros. formulas. field. assumption. Qed.

(** ** The exact classifier *)

(** [p(y | x) = p(y) p(x | y)/p(x)] *)
Definition classifier (share : R) (p_cond p : R -> R) (x : R) : R := share * p_cond x / p x.

Lemma classifier_slope share p_cond p x score_cond score :
  0 < share -> (forall z, 0 < p_cond z) -> (forall z, 0 < p z) ->
  is_derive (fun z => ln (p_cond z)) x score_cond -> is_derive (fun z => ln (p z)) x score ->
  is_derive (fun z => ln (classifier share p_cond p z)) x (score_cond - score).
Proof.
  intros some above_cond above slope_cond slope.
  apply (is_derive_ext (fun z => plus (ln share) (minus (ln (p_cond z)) (ln (p z))))).
  - intro z. specialize (above_cond z). specialize (above z). unfold classifier, Rdiv.
    rewrite ln_mult, ln_mult, ln_Rinv; try assumption; try (apply Rmult_lt_0_compat; assumption).
    + unfold plus, minus, opp; simpl. unfold plus; simpl. ring.
    + apply Rinv_0_lt_compat. assumption.
  - evar_last.
    + apply (is_derive_plus (fun _ => ln share)); [apply is_derive_const |].
      apply (is_derive_minus (fun z => ln (p_cond z)) (fun z => ln (p z))); [exact slope_cond | exact slope].
    + unfold plus, minus, opp, zero; simpl. unfold plus; simpl. ring.
Qed.

(** With [ε = −σ ∇ ln p], moved along the classifier's gradient or mixed by weights: the same. *)
Theorem classifier_guidance_is_classifier_free_guidance t share p_cond p x score_cond score w :
  0 < share -> (forall z, 0 < p_cond z) -> (forall z, 0 < p z) ->
  is_derive (fun z => ln (p_cond z)) x score_cond -> is_derive (fun z => ln (p z)) x score ->
  let eps_cond := - σ t * score_cond in
  let eps := - σ t * score in
  let gradient := Derive (fun z => ln (classifier share p_cond p z)) x in
  eps + classifier_on_gradient t w * gradient = guided (guidance_scale w) eps_cond eps.
Proof.
  intros some above_cond above slope_cond slope eps_cond eps gradient.
  replace gradient with (score_cond - score).
  - unfold eps, eps_cond. formulas. ring.
  - symmetry. apply is_derive_unique, classifier_slope; assumption.
Qed.

(** ** The guided law is not the tilted law *)

(** The score of [N(m, v)], noised by [u]. *)
Definition noised_score (m v u x : R) : R := - (x - m) / (v + u ^ 2).

(** The guided flow [dx/du = −u ŝ] of [N(1, ¼)] over [N(0, 1)] at scale 2. *)
Definition guided_drift (u x : R) : R :=
  - u * guided (guidance_scale 2) (noised_score 1 (1 / 4) u x) (noised_score 0 1 u x).

(** How the distance of two paths grows. *)
Definition stretch (u : R) : R := (1 / 4 + u ^ 2) / sqrt (1 + u ^ 2).

Lemma stretch_positive u : 0 < stretch u.
Proof. unfold stretch. apply Rdiv_lt_0_compat; [nra | apply sqrt_lt_R0; nra]. Qed.

Lemma stretch_slope u : is_derive stretch u (u * (2 / (1 / 4 + u ^ 2) - 1 / (1 + u ^ 2)) * stretch u).
Proof.
  unfold stretch. auto_derive.
  - assert (0 < sqrt (1 + u * (u * 1))) by (apply sqrt_lt_R0; nra). repeat split; nra.
  - replace (1 + u * (u * 1)) with (1 + u ^ 2) by ring.
    pose proof (sqrt_lt_R0 (1 + u ^ 2) ltac:(nra)). pose proof (sqrt_sqrt (1 + u ^ 2) ltac:(nra)) as square.
    generalize dependent (sqrt (1 + u ^ 2)). intros S above square.
    replace (1 + u ^ 2) with (S * S). replace (u * (u * 1)) with (S * S - 1) by lra.
    replace (u ^ 2) with (S * S - 1) by lra. field. split; nra.
Qed.

Lemma paths_part x y lo hi :
  lo < hi ->
  (forall u, lo <= u <= hi -> is_derive x u (guided_drift u (x u))) ->
  (forall u, lo <= u <= hi -> is_derive y u (guided_drift u (y u))) ->
  (x lo - y lo) / stretch lo = (x hi - y hi) / stretch hi.
Proof.
  intros order x_flows y_flows.
  apply (eq_is_derive (fun u => (x u - y u) / stretch u) lo hi); [| assumption].
  intros u range. pose proof (stretch_positive u) as positive.
  evar_last.
  - apply is_derive_div; [| apply stretch_slope | lra].
    apply (is_derive_minus x y); [apply x_flows | apply y_flows]; assumption.
  - unfold minus, plus, opp, zero; simpl. unfold guided_drift, noised_score. generalize dependent (stretch u).
    intros. formulas. field. repeat split; nra.
Qed.

(** From [u] down to 0 the guided flow scales distances by [stretch 0/stretch u]; relative to the noise at [u] this
    tends to ¼ as [u → ∞], so [N(·, u²)] ends with variance 1/16. The tilted law [N(1, ¼)² / N(0, 1)] has variance
    1/7. *)
Theorem guided_law_is_not_the_tilted_law :
  (forall x y u, 0 < u ->
    (forall v, 0 <= v <= u -> is_derive x v (guided_drift v (x v))) ->
    (forall v, 0 <= v <= u -> is_derive y v (guided_drift v (y v))) ->
    x 0 - y 0 = stretch 0 / stretch u * (x u - y u)) /\
  is_lim (fun u => (stretch 0 / stretch u) ^ 2 * u ^ 2) p_infty (1 / 16) /\
  (exists constant, forall x,
    2 * squared_distance (Gaussian 1 (1 / 4)) x - squared_distance (Gaussian 0 1) x =
    squared_distance (Gaussian (8 / 7) (1 / 7)) x + constant).
Proof.
  split; [| split].
  - intros x y u above x_flows y_flows. pose proof (paths_part x y 0 u above x_flows y_flows) as same.
    pose proof (stretch_positive 0). pose proof (stretch_positive u).
    transitivity (stretch 0 * ((x 0 - y 0) / stretch 0)); [field; lra | rewrite same; field; lra].
  - apply (is_lim_ext_loc (fun u => 1 / 16 * ((1 + (/ u) ^ 2) / (1 / 4 * (/ u) ^ 2 + 1) ^ 2))).
    + exists 0. intros u above. unfold stretch.
      replace (1 + 0 ^ 2) with 1 by ring. rewrite sqrt_1.
      pose proof (sqrt_lt_R0 (1 + u ^ 2) ltac:(nra)). pose proof (sqrt_sqrt (1 + u ^ 2) ltac:(nra)) as square.
      transitivity (1 / 16 * (sqrt (1 + u ^ 2) * sqrt (1 + u ^ 2)) / (1 / 4 + u ^ 2) ^ 2 * u ^ 2).
      * rewrite square. field. repeat split; nra.
      * field. repeat split; nra.
    + assert (inverse : is_lim (fun u => / u) p_infty 0).
      { evar_last; [apply is_lim_inv; [apply is_lim_id | discriminate] | reflexivity]. }
      assert (square : is_lim (fun u => (/ u) ^ 2) p_infty 0).
      { apply (is_lim_ext (fun u => / u * / u)); [intro; ring |].
        evar_last; [apply is_lim_mult; [exact inverse | exact inverse | exact I] | simpl; f_equal; ring]. }
      set (limit := fun q => 1 / 16 * ((1 + q) / (1 / 4 * q + 1) ^ 2)).
      evar_last; [| replace (1 / 16) with (limit 0) by (unfold limit; field); reflexivity].
      apply (is_lim_comp_continuous (fun u => (/ u) ^ 2) limit p_infty 0 square).
      apply (ex_derive_continuous limit). unfold limit. auto_derive. lra.
  - exists (- (8 / 7)). intro x. formulas. field.
Qed.

(** ** Rescale *)

Lemma total_scales (f g : R -> R) k xs : (forall x, g x = k * f x) -> total (map g xs) = k * total (map f xs).
Proof.
  intros scaled. unfold total. formulas.
  assert (sums : forall start, fold_left Rplus (map g xs) (k * start) = k * fold_left Rplus (map f xs) start).
  { induction xs as [| x xs sums]; intro start; simpl; [reflexivity |].
    rewrite scaled, <- Rmult_plus_distr_l. apply sums. }
  rewrite <- sums, Rmult_0_r. reflexivity.
Qed.

Lemma average_scales (f g : R -> R) k xs ys :
  length ys = length xs -> total (map g ys) = k * total (map f xs) -> average g ys = k * average f xs.
Proof. intros same sums. unfold average. rewrite sums, same. formulas. unfold Rdiv. ring. Qed.

(** A sample stretched by [k] has [k²] times the variance. *)
Lemma list_var_scales k xs : list_var (map (fun x => k * x) xs) = k ^ 2 * list_var xs.
Proof.
  unfold list_var.
  assert (first : hd 0 (map (fun x => k * x) xs) = k * hd 0 xs) by (destruct xs; simpl; ring).
  change (@hd R Number.zero) with (@hd R 0). rewrite first.
  rewrite (average_scales (fun x => x - hd 0 xs) (fun x => x - k * hd 0 xs) k xs).
  - apply average_scales; [apply map_length |]. rewrite map_map. apply total_scales. intro. formulas. ring.
  - apply map_length.
  - rewrite map_map. apply total_scales. intro. formulas. ring.
Qed.

Lemma quadratics_add_up a b c xs u v w :
  fold_left Rplus (map (fun x => a * x ^ 2 + b * x + c) xs) (a * u + b * v + c * w) =
  a * fold_left Rplus (map (fun x => x ^ 2) xs) u + b * fold_left Rplus (map (fun x => x) xs) v
  + c * (w + count (length xs)).
Proof.
  revert u v w. induction xs as [| x rest sums]; intros; cbn [map fold_left length count]; formulas; [ring |].
  replace (a * u + b * v + c * w + (a * x ^ 2 + b * x + c))
    with (a * (u + x ^ 2) + b * (v + x) + c * (w + 1)) by ring.
  rewrite sums. ring.
Qed.

Lemma count_positive (n : nat) : 0 < @count R _ (S n).
Proof. induction n as [| n above]; cbn [count] in *; formulas; lra. Qed.

(** Though measured from the first value, it is the mean square less the squared mean. *)
Lemma list_var_is_the_variance x rest :
  let xs := x :: rest in
  list_var xs = average (fun x => x ^ 2) xs - average (fun x => x) xs ^ 2.
Proof.
  intro xs. unfold list_var. change (hd _ xs) with x.
  pose proof (count_positive (length rest)) as many. change (S (length rest)) with (length xs) in many.
  assert (averages : forall a b c,
    average (fun x => a * x ^ 2 + b * x + c) xs = a * average (fun x => x ^ 2) xs + b * average (fun x => x) xs + c).
  { intros a b c. unfold average, total. pose proof (quadratics_add_up a b c xs 0 0 0) as sums.
    replace (a * 0 + b * 0 + c * 0) with 0 in sums by ring. formulas. rewrite sums. field. lra. }
  assert (centre : average (fun y => Number.sub y x) xs = average (fun y => y) xs - x).
  { transitivity (average (fun y => 0 * y ^ 2 + 1 * y + - x) xs); [| rewrite averages; ring].
    unfold average. do 2 f_equal. apply map_ext. intro. formulas. ring. }
  rewrite centre. set (m := average (fun y => y) xs) in *.
  transitivity (average (fun y => 1 * y ^ 2 + - (2 * m) * y + m ^ 2) xs); [| rewrite averages; fold m; ring].
  unfold average. do 2 f_equal. apply map_ext. intro. formulas. ring.
Qed.

(** At [φ = 1] the sample has the conditional's variance, at [φ = 0] it is as it was. *)
Theorem rescale_restores_the_contrast x_cfg x_cond :
  0 < list_var x_cfg -> 0 <= list_var x_cond ->
  list_var (rescale x_cfg x_cond 1) = list_var x_cond /\ rescale x_cfg x_cond 0 = x_cfg.
Proof.
  intros wide nonneg. split.
  - replace (rescale x_cfg x_cond 1) with (map (fun x => contrast x_cfg x_cond * x) x_cfg).
    + rewrite list_var_scales. unfold contrast. generalize dependent (list_var x_cfg).
      generalize dependent (list_var x_cond). intros v **. formulas.
      rewrite pow2_sqrt; [field; lra |]. unfold Rdiv. apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra].
    + apply map_ext. intro x. formulas. ring.
  - unfold rescale. rewrite <- (map_id x_cfg) at 2. apply map_ext. intro x. formulas. ring.
Qed.
