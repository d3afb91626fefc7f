(** * The table: the formulas on rationals

    The definitions of [formula.v], those that the theorems are about, evaluated at rational points. [make] writes what
    this file prints to [table.csv]; the test [scalar::proved_formulas_are_the_running_ones] evaluates the Rust
    formulas on [Exact] at the same points and compares the fractions as text, with no tolerance.

    Why 16 points suffice (Schwartz–Zippel): two different rational functions whose difference, cleared of its
    denominators, has degree d agree at a point drawn from n values a coordinate with chance at most d/n, in pairs of
    levels put in order 2d/n; here n = 1000 and d < 40, so the chance to agree at all 16 is below (2·40/1000)¹⁶ <
    10⁻¹⁷.

    Roots stay rational because the points are drawn through parametrisations of Pythagorean triples. The last rows are
    the certified bounds of [numbers.v]. *)

From Coq Require Import String Ascii List ZArith QArith DecimalString.
From Tweedie Require Import formula.
From Tweedie Require numbers.
Import ListNotations.
Local Open Scope string_scope.
Local Open Scope list_scope.
Local Open Scope formula_scope.

(** ** Draws *)

(** Knuth's linear congruence modulo 2⁶⁴, of which the upper bits are used. *)
Definition next (seed : Z) : Z := ((seed * 6364136223846793005 + 1442695040888963407) mod 2 ^ 64)%Z.

Definition whole (n : Z) : rational := Some (inject_Z n).

(** 1/100 to 10, in hundredths. *)
Definition drawn (seed : Z) : rational := whole ((seed / 2 ^ 33) mod 1000 + 1)%Z / whole 100.

Fixpoint draws (n : nat) (seed : Z) : list rational * Z :=
  match n with
  | O => ([], seed)
  | S m => let seed := next seed in let '(xs, last) := draws m seed in (drawn seed :: xs, last)
  end.

Definition point := list rational.

(** ** From draws to points *)

Definition as_drawn (xs : point) : point := xs.

(** Four draws as two levels, the cleaner first; what follows stays. *)
Definition pair_first (xs : point) : point :=
  match xs with
  | a :: b :: c :: d :: rest =>
      match a * d, c * b with
      | Some x, Some y => if Qle_bool x y then c :: d :: a :: b :: rest else xs
      | _, _ => xs
      end
  | _ => xs
  end.

(** Two draws as the sine and cosine of a triangle. *)
Definition sine (p q : rational) : rational := 2 * p * q / (p² + q²).
Definition cosine (p q : rational) : rational := √((p² - q²)²) / (p² + q²).

(** β in (0, 1) with rational √β and √(1 − β). *)
Definition beta_first (xs : point) : point := match xs with p :: q :: rest => (sine p q)² :: rest | _ => xs end.

(** Two levels and a variance with a rational root. *)
Definition with_square (xs : point) : point :=
  match pair_first xs with [a; b; c; d; x] => [a; b; c; d; x²] | _ => [] end.

(** Two levels and a deviation [std] of which [√(σ²_s − std²)] is rational. *)
Definition with_std (xs : point) : point :=
  match xs with
  | a :: b :: c :: d :: p :: q :: _ =>
      match pair_first [a; b; c; d] with
      | [a; b; c; d] => [a; b; c; d; sine p q * b]
      | _ => []
      end
  | _ => []
  end.

(** Two levels and η: [σ_ts] is rational, as is the root of what is kept of the noise. *)
Definition with_eta (xs : point) : point :=
  match xs with
  | alpha_s :: sigma_s :: sigma_t :: p :: q :: a :: b :: _ =>
      [alpha_s; sigma_s; sine p q * sigma_t * alpha_s / sigma_s; sigma_t; sine a b / cosine p q]
  | _ => []
  end.

(** σ and σ_d, the legs of a triangle. *)
Definition legs (xs : point) : point := match xs with p :: q :: r :: _ => [r * sine p q; r * cosine p q] | _ => [] end.

(** A scale σ, of which [√(σ² + 1)] is rational. *)
Definition tangent (xs : point) : point := match xs with p :: q :: _ => [sine p q / cosine p q] | _ => [] end.

(** α, σ, γ and S_noise, with rational [√(γ (2 + γ))]. *)
Definition with_gamma (xs : point) : point :=
  match xs with
  | a :: b :: p :: q :: s :: _ => [a; b; 1 / cosine p q - 1; s]
  | _ => []
  end.

(** Three values, three others of a variance that is a square times theirs, and φ in [0, 1]. *)
Definition samples (xs : point) : point :=
  match xs with
  | x :: y :: z :: m :: c :: phi :: _ => [x; y; z; c + m * y; c + m * z; c + m * x; phi / whole 10]
  | _ => []
  end.

(** ** The formulas *)

Definition on1 (f : rational -> point) (xs : point) := match xs with [a] => f a | _ => [] end.
Definition on2 (f : rational -> rational -> point) (xs : point) := match xs with [a; b] => f a b | _ => [] end.
Definition on3 (f : rational -> rational -> rational -> point) (xs : point) :=
  match xs with [a; b; c] => f a b c | _ => [] end.
Definition on_level (f : level rational -> point) (xs : point) :=
  match xs with [a; b] => f (Level a b) | _ => [] end.
Definition on_level_and (f : level rational -> rational -> point) (xs : point) :=
  match xs with [a; b; x] => f (Level a b) x | _ => [] end.
Definition on_pair (f : level rational -> level rational -> point) (xs : point) :=
  match xs with [a; b; c; d] => f (Level a b) (Level c d) | _ => [] end.
Definition on_pair_and (f : level rational -> level rational -> rational -> point) (xs : point) :=
  match xs with [a; b; c; d; x] => f (Level a b) (Level c d) x | _ => [] end.

Definition of_kernel (k : kernel rational) : point := [scale k; shift k; noise_var k].
Definition of_gaussian (g : gaussian rational) : point := [mean g; var g].
Definition of_step (s : step rational) : point := [on_x_t s; on_x0 s; on_noise s].
Definition of_prediction (p : prediction rational) : point := [in_x0 p; in_eps p].
Definition of_preconditioning (p : preconditioning rational) : point := [c_skip p; c_out p; c_in p].
Definition of_weights (w : weights rational) : point := [on_cond w; on_uncond w].

(** Three levels and sixteen weights as a plan that names something of each kind, near and far; then what is left. *)
Definition on_plan (f : plan rational -> point -> point) (xs : point) : point :=
  match xs with
  | a :: b :: c :: d :: e :: g :: w1 :: w2 :: w3 :: w4 :: w5 :: w6 :: w7 :: w8 :: w9 :: w10 :: w11 :: w12 :: w13 :: w14
    :: w15 :: w16 :: rest =>
      let first := Row (Some (Level a b)) (Level c d) [(w1, State 0); (w2, X0 0); (w3, Fresh)] in
      let second := Row (Some (Level c d)) (Level e g)
        [(w4, State 0); (w5, State 1); (w6, X0 0); (w7, X0 1); (w8, Eps 0); (w9, Eps 1); (w10, Fresh); (w11, Drawn 0)] in
      let third := Row None (Level a b) [(w12, State 1); (w13, X0 0); (w14, Eps 1); (w15, Drawn 0); (w16, Drawn 1)] in
      f (Plan (Level a b) [first; second; third]) rest
  | _ => []
  end.

Definition of_states (fs : list (form rational)) : point := flat_map (fun f => of_gaussian (law f)) fs.

Record entry := Entry { name : string; many : nat; shape : point -> point; outputs : point -> point }.

Definition entries : list entry := [
  Entry "level.edm_sigma" 2 as_drawn (on_level (fun l => [edm_sigma l]));
  Entry "level.snr" 2 as_drawn (on_level (fun l => [snr l]));
  Entry "level.diffused" 3 as_drawn (on3 (fun a b c =>
    let l := diffused (diffused (diffused clean_squares a) b) c in [alpha_bar l; one_minus_alpha_bar l]));
  Entry "level.level" 2 beta_first (on1 (fun beta => let l := level_of (diffused clean_squares beta) in [α l; σ l]));
  Entry "gaussian.squared_distance" 3 as_drawn (on3 (fun m v x => [squared_distance (Gaussian m v) x]));
  Entry "gaussian.at" 4 as_drawn (fun xs =>
    match xs with [a; b; v; x] => of_gaussian (at_point (Kernel a b v) x) | _ => [] end);
  Entry "gaussian.then" 6 as_drawn (fun xs =>
    match xs with [a; b; v; c; d; w] => of_kernel (then_ (Kernel a b v) (Kernel c d w)) | _ => [] end);
  Entry "gaussian.push" 5 as_drawn (fun xs =>
    match xs with [a; b; v; m; w] => of_gaussian (push (Kernel a b v) (Gaussian m w)) | _ => [] end);
  Entry "gaussian.invert" 5 as_drawn (fun xs =>
    match xs with [a; b; v; m; w] => of_kernel (invert (Kernel a b v) (Gaussian m w)) | _ => [] end);
  Entry "merging.forward_step" 2 beta_first (on1 (fun beta => of_kernel (forward_step beta)));
  Entry "merging.marginal" 2 as_drawn (on_level (fun t => of_kernel (marginal t)));
  Entry "merging.between" 4 pair_first (on_pair (fun s t => of_kernel (between s t)));
  Entry "posterior.posterior" 4 pair_first (on_pair (fun s t =>
    [posterior_on_x0 s t; posterior_on_x_t s t; posterior_var s t]));
  Entry "posterior.mean" 6 pair_first (fun xs =>
    match xs with [a; b; c; d; x0; x_t] => [posterior_mean (Level a b) (Level c d) x0 x_t] | _ => [] end);
  Entry "posterior.step" 5 with_square (on_pair_and (fun s t v => of_step (ancestral_step s t v)));
  Entry "posterior.eps_mean" 4 pair_first (on_pair (fun s t => [eps_mean_on_x_t s t; eps_mean_on_eps s t]));
  Entry "posterior.reverse_var" 5 pair_first (on_pair_and (fun s t c2 => [reverse_var s t c2]));
  Entry "vlb.x0_weight" 5 pair_first (on_pair_and (fun s t v => [x0_weight s t v]));
  Entry "vlb.eps_weight" 5 pair_first (on_pair_and (fun s t v => [eps_weight s t v]));
  Entry "vlb.snr_weight" 4 pair_first (on_pair (fun s t => [snr_weight s t]));
  Entry "vlb.min_snr_weight" 3 as_drawn (on_level_and (fun t gamma => [min_snr_weight t gamma]));
  Entry "vlb.weight_of" 5 as_drawn (fun xs =>
    match xs with [a; b; c; d; w] => [weight_of (Prediction a b) (Level c d) w] | _ => [] end);
  Entry "score.predictions" 2 as_drawn (on_level (fun l =>
    of_prediction predict_x0 ++ of_prediction predict_eps ++ of_prediction (predict_v l) ++
    of_prediction (predict_score l) ++ of_prediction predict_velocity));
  Entry "score.value" 4 as_drawn (fun xs =>
    match xs with [a; b; x0; eps] => [value (Prediction a b) x0 eps] | _ => [] end);
  Entry "score.from" 6 as_drawn (fun xs =>
    match xs with
    | [a; b; c; d; x; y] =>
        let wanted := Prediction a b in let given := Prediction c d in
        [conversion_on_x_t wanted given (Level x y); conversion_on_given wanted given (Level x y)]
    | _ => []
    end);
  Entry "tweedie.mean" 2 as_drawn (on_level (fun t => [tweedie_on_x_t t; tweedie_on_score t]));
  Entry "tweedie.covariance" 2 as_drawn (on_level (fun t => [tweedie_on_identity t; tweedie_on_hessian t]));
  Entry "ddim.step_with_std.aligned" 6 with_std (on_pair_and (fun s t std => of_step (step_with_std s t std Aligned)));
  Entry "ddim.step_with_std.reflected" 6 with_std
    (on_pair_and (fun s t std => of_step (step_with_std s t std Reflected)));
  Entry "ddim.std" 7 with_eta (on_pair_and (fun s t eta => [ddim_std s t eta]));
  Entry "ddim.step" 7 with_eta (on_pair_and (fun s t eta => of_step (ddim_step s t eta)));
  Entry "ddim.deterministic_step" 4 pair_first (on_pair (fun s t => of_step (step_with_std s t 0 Aligned)));
  Entry "ddim.inversion" 4 pair_first (on_pair (fun s t => [inversion_on_x_s s t; inversion_on_eps s t]));
  Entry "step.apply" 6 as_drawn (fun xs =>
    match xs with [a; b; c; x_t; x0; z] => [apply_step (Step a b c) x_t x0 z] | _ => [] end);
  Entry "guidance.scale" 1 as_drawn (on1 (fun w => of_weights (guidance_scale w)));
  Entry "guidance.strength" 1 as_drawn (on1 (fun w => of_weights (guidance_strength w)));
  Entry "guidance.apply" 4 as_drawn (fun xs =>
    match xs with [a; b; c; d] => [guided (Weights a b) c d] | _ => [] end);
  Entry "guidance.classifier_on_gradient" 3 as_drawn (on_level_and (fun t w => [classifier_on_gradient t w]));
  Entry "guidance.rescale" 6 samples (fun xs =>
    match xs with [a; b; c; d; e; f; phi] => rescale [a; b; c] [d; e; f] phi | _ => [] end);
  Entry "edm.edm" 3 legs (on2 (fun sigma sigma_data => of_preconditioning (edm sigma sigma_data)));
  Entry "edm.vp" 2 tangent (on1 (fun sigma => of_preconditioning (edm_vp sigma)));
  Entry "edm.ve" 1 as_drawn (on1 (fun sigma => of_preconditioning (edm_ve sigma)));
  Entry "edm.prediction" 4 as_drawn (fun xs =>
    match xs with [a; b; c; sigma] => of_prediction (edm_prediction (Preconditioning a b c) sigma) | _ => [] end);
  Entry "edm.loss_weight" 3 as_drawn (on3 (fun a b c => [loss_weight (Preconditioning a b c)]));
  Entry "edm.euler" 4 as_drawn (on_pair (fun t s => of_step (euler t s)));
  Entry "edm.heun" 4 as_drawn (on_pair (fun t s => [heun_on_x_t t s; heun_on_x0 t s; heun_on_x0_next t s]));
  Entry "edm.churn" 5 with_gamma (fun xs =>
    match xs with
    | [a; b; gamma; s] =>
        let t := Level a b in let l := churned_level t gamma in [α l; σ l; churn_on_noise t gamma s]
    | _ => []
    end);
  Entry "dpm_solver.leaning" 5 pair_first (on_pair_and (fun s t lean =>
    [multistep_on_x_t t s; multistep_on_x0 t s lean; multistep_on_x0_last t s lean]));
  Entry "exponential.weights" 8 as_drawn (fun xs => interpolating_weights (firstn 4 xs) (skipn 4 xs));
  Entry "plan.point" 22 as_drawn (on_plan (fun p _ => signals p ++ of_states (point_states p 1)));
  Entry "plan.gaussian" 26 as_drawn (on_plan (fun p rest =>
    match rest with
    | [m; v; shift; std] => of_states (gaussian_states p (Gaussian m v) (Form shift [std]))
    | _ => []
    end))
].

(** ** As text *)

Definition of_Z (z : Z) : string := NilZero.string_of_int (Z.to_int z).

(** As Rust's [Debug] writes an [Exact]. *)
Definition text (x : rational) : string :=
  match x with
  | None => "undefined"
  | Some q => if Pos.eqb (Qden q) 1 then of_Z (Qnum q) else of_Z (Qnum q) ++ "/" ++ of_Z (Zpos (Qden q))
  end%string.

Definition row (e : entry) (inputs : point) : string :=
  let cell (xs : point) := String.concat " " (map text xs) in
  (name e ++ "," ++ cell inputs ++ "," ++ cell (outputs e inputs))%string.

Definition points_a_formula : nat := 16.

Fixpoint rows (e : entry) (n : nat) (seed : Z) : list string :=
  match n with
  | O => []
  | S m => let '(xs, seed) := draws (many e) seed in row e (shape e xs) :: rows e m seed
  end.

(** A formula's draws depend on its name alone, so that a new one leaves the others' rows as they are. *)
Fixpoint seed_of (what : string) : Z :=
  match what with
  | EmptyString => 1
  | String letter rest => next (seed_of rest + Z.of_N (N_of_ascii letter))
  end%Z.

Definition table : list string := flat_map (fun e => rows e points_a_formula (seed_of (name e))) entries.

(** The proved bounds of [numbers.v], which have no inputs. *)
Definition bounds (what : string) (low high unit : Z) : string :=
  (what ++ ",," ++ text (whole low / whole unit) ++ " " ++ text (whole high / whole unit))%string.

Definition numbers : list string := [
  bounds "numbers.alpha_bar_1000" numbers.alpha_bar_low numbers.alpha_bar_high numbers.alpha_bar_unit;
  bounds "numbers.prior_term" numbers.prior_low numbers.prior_high numbers.prior_unit
].

Set Printing Width 2000.
Set Printing Depth 100000.
Eval vm_compute in table ++ numbers.
