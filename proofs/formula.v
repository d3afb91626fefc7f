(** * The formulas, once

    Every formula of the derivations that needs no more than field operations and square roots, stated over any
    number system that has them. The order and grouping of a line is that of its Rust display in [src/].

    Two number systems are given below. On [R] the theorems of this folder are proved; on [option Q], the rationals
    with an undefined value, the same definitions are evaluated ([table.v]) and compared with what the Rust code
    computes on its rationals. A formula is never typed twice.

    Levels: [s] is earlier and cleaner, [t] later and noisier, [x_t = α x₀ + σ ε]. *)

From Coq Require Import Reals QArith ZArith List Lia.
Import ListNotations.

(** ** Number systems *)

Module Number.

Class Field (K : Type) := {
  zero : K;
  one : K;
  add : K -> K -> K;
  sub : K -> K -> K;
  mul : K -> K -> K;
  div : K -> K -> K;
  opp : K -> K;
  sqrt : K -> K;
  least : K -> K -> K;  (** the smaller of two *)
}.

(** With the elementary functions: only the reals have them here. *)
Class Real (K : Type) `{Field K} := {
  exp : K -> K;
  ln : K -> K;
  pi : K;
}.

(** What can be added, and scaled by numbers: the numbers themselves, affine forms, random variables. *)
Class Space (K V : Type) := {
  nothing : V;
  both : V -> V -> V;
  times : K -> V -> V;
}.

End Number.

Declare Scope formula_scope.
Delimit Scope formula_scope with F.
Notation "0" := Number.zero : formula_scope.
Notation "1" := Number.one : formula_scope.
Notation "2" := (Number.add Number.one Number.one) : formula_scope.
Infix "+" := Number.add : formula_scope.
Infix "-" := Number.sub : formula_scope.
Infix "*" := Number.mul : formula_scope.
Infix "/" := Number.div : formula_scope.
Notation "- x" := (Number.opp x) : formula_scope.
Notation "√ x" := (Number.sqrt x) (at level 5, x at level 5) : formula_scope.

Definition squared {K} `{Number.Field K} (x : K) : K := Number.mul x x.
Notation "x ²" := (squared x) : formula_scope.

(** ** What formulas take and give *)

(** A noise level: the scales of signal and noise. *)
Record level (K : Type) := Level { α : K; σ : K }.

(** A variance-preserving level in squares, [ᾱ] and [1 − ᾱ]. *)
Record squares (K : Type) := Squares { alpha_bar : K; one_minus_alpha_bar : K }.

(** [N(mean, var)]. *)
Record gaussian (K : Type) := Gaussian { mean : K; var : K }.

(** [y | x ~ N(scale · x + shift, noise_var)]. *)
Record kernel (K : Type) := Kernel { scale : K; shift : K; noise_var : K }.

(** A reverse step, [x_s = on_x_t · x_t + on_x0 · x₀ + on_noise · z]. *)
Record step (K : Type) := Step { on_x_t : K; on_x0 : K; on_noise : K }.

(** What a network predicts: the line [in_x0 · x₀ + in_eps · ε]. *)
Record prediction (K : Type) := Prediction { in_x0 : K; in_eps : K }.

(** The wrapping of a network, [D = c_skip x + c_out F(c_in x)]. *)
Record preconditioning (K : Type) := Preconditioning { c_skip : K; c_out : K; c_in : K }.

(** What is remembered, counted back from the newest: states, answers as [x̂₀] or spelt as noise, and draws; [Fresh] is
    the row's own draw, [Drawn 0] the newest of an earlier row. *)
Inductive past := State (back : nat) | X0 (back : nat) | Eps (back : nat) | Fresh | Drawn (back : nat).

(** At most one look at the denoiser, which is told this level; then one sum, the newest state, at the level [to]. *)
Record row (K : Type) := Row { look : option (level K); to : level K; sum : list (K * past) }.

(** A sampler: the level of the state it starts from, and its rows. *)
Record plan (K : Type) := Plan { start : level K; rows : list (row K) }.

(** Newest first. *)
Record memory (V : Type) := Memory { states : list V; x0s : list V; epss : list V; drawn : list V }.

(** [offset + Σ on_noises_i z_i], the [z_i] independent with mean 0 and variance 1. *)
Record form (K : Type) := Form { offset : K; on_noises : list K }.

(** The two weights of guidance, [on_cond · ε(x_t, y) + on_uncond · ε(x_t)]. *)
Record weights (K : Type) := Weights { on_cond : K; on_uncond : K }.

(** The two roots of DDIM's variance equation: the old noise keeps its direction, or is turned round. *)
Inductive branch := Aligned | Reflected.

Arguments Level {K}. Arguments α {K} _. Arguments σ {K} _.
Arguments Squares {K}. Arguments alpha_bar {K} _. Arguments one_minus_alpha_bar {K} _.
Arguments Gaussian {K}. Arguments mean {K} _. Arguments var {K} _.
Arguments Kernel {K}. Arguments scale {K} _. Arguments shift {K} _. Arguments noise_var {K} _.
Arguments Step {K}. Arguments on_x_t {K} _. Arguments on_x0 {K} _. Arguments on_noise {K} _.
Arguments Prediction {K}. Arguments in_x0 {K} _. Arguments in_eps {K} _.
Arguments Preconditioning {K}. Arguments c_skip {K} _. Arguments c_out {K} _. Arguments c_in {K} _.
Arguments Row {K}. Arguments look {K} _. Arguments to {K} _. Arguments sum {K} _.
Arguments Plan {K}. Arguments start {K} _. Arguments rows {K} _.
Arguments Memory {V}. Arguments states {V} _. Arguments x0s {V} _. Arguments epss {V} _.
Arguments drawn {V} _.
Arguments Form {K}. Arguments offset {K} _. Arguments on_noises {K} _.
Arguments Weights {K}. Arguments on_cond {K} _. Arguments on_uncond {K} _.

Section Formulas.
Context {K : Type} `{Number.Field K}.
Local Open Scope formula_scope.
Implicit Types s t l : level K.

(** *** level *)

Definition clean : level K := Level 1 0.

Definition edm_sigma l : K := σ l / α l.

Definition snr l : K := (α l / σ l)².

Definition clean_squares : squares K := Squares 1 0.

(** [ᾱ_t = (1 − β) ᾱ_s], [1 − ᾱ_t = β + (1 − β)(1 − ᾱ_s)]. *)
Definition diffused (l : squares K) (beta : K) : squares K :=
  Squares ((1 - beta) * alpha_bar l) (beta + (1 - beta) * one_minus_alpha_bar l).

Definition level_of (l : squares K) : level K := Level (√(alpha_bar l)) (√(one_minus_alpha_bar l)).

(** *** gaussian *)

(** [(x − mean)²/var]. *)
Definition squared_distance (g : gaussian K) (x : K) : K := (x - mean g)² / var g.

Definition at_point (k : kernel K) (x : K) : gaussian K := Gaussian (scale k * x + shift k) (noise_var k).

(** [first], then [next]: two Gaussians merge into one. *)
Definition then_ (first next : kernel K) : kernel K :=
  Kernel (scale next * scale first)
         (scale next * shift first + shift next)
         ((scale next)² * noise_var first + noise_var next).

(** The law of [y] when [x] follows [prior]. *)
Definition push (k : kernel K) (prior : gaussian K) : gaussian K :=
  Gaussian (scale k * mean prior + shift k) ((scale k)² * var prior + noise_var k).

Definition gain (k : kernel K) (prior : gaussian K) : K := scale k * var prior / var (push k prior).

(** Bayes' rule: the kernel of [x] given [y]. *)
Definition invert (k : kernel K) (prior : gaussian K) : kernel K :=
  Kernel (gain k prior)
         (mean prior - gain k prior * mean (push k prior))
         (var prior * noise_var k / var (push k prior)).

(** *** merging *)

Definition forward_step (beta : K) : kernel K := Kernel (√(1 - beta)) 0 beta.

Definition marginal t : kernel K := Kernel (α t) 0 ((σ t)²).

(** [α_ts = α_t / α_s] *)
Definition alpha_ts s t : K := α t / α s.

(** [σ²_ts = σ²_t − α²_ts σ²_s] *)
Definition var_ts s t : K := (σ t)² - (alpha_ts s t)² * (σ s)².

Definition between s t : kernel K := Kernel (alpha_ts s t) 0 (var_ts s t).

(** *** posterior *)

(** [mean = (α_s σ²_ts / σ²_t) x₀ + (α_ts σ²_s / σ²_t) x_t] *)
Definition posterior_on_x0 s t : K := α s * var_ts s t / (σ t)².

Definition posterior_on_x_t s t : K := alpha_ts s t * (σ s)² / (σ t)².

(** [var = σ²_ts σ²_s / σ²_t] *)
Definition posterior_var s t : K := var_ts s t * (σ s)² / (σ t)².

Definition posterior_mean s t (x0 x_t : K) : K := posterior_on_x0 s t * x0 + posterior_on_x_t s t * x_t.

(** The step that draws from it, with noise of variance [v]. *)
Definition ancestral_step s t (v : K) : step K := Step (posterior_on_x_t s t) (posterior_on_x0 s t) (√v).

(** [mean = (1/α_ts) (x_t − (σ²_ts/σ_t) ε)] *)
Definition eps_mean_on_x_t s t : K := 1 / alpha_ts s t.

Definition eps_mean_on_eps s t : K := - (1 / alpha_ts s t) * (var_ts s t / σ t).

(** [1/var = α²_ts/σ²_ts + 1/(α²_s c² + σ²_s)] *)
Definition reverse_var s t (data_var : K) : K :=
  var_ts s t * ((α s)² * data_var + (σ s)²) / ((alpha_ts s t)² * ((α s)² * data_var + (σ s)²) + var_ts s t).

(** *** score *)

Definition predict_x0 : prediction K := Prediction 1 0.
Definition predict_eps : prediction K := Prediction 0 1.
Definition predict_v l : prediction K := Prediction (- σ l) (α l).
Definition predict_score l : prediction K := Prediction 0 (- (1 / σ l)).
Definition predict_velocity : prediction K := Prediction (- (1)) 1.

Definition value (p : prediction K) (x0 eps : K) : K := in_x0 p * x0 + in_eps p * eps.

(** [x_t] and [given] are two lines in [(x₀, ε)]; they meet where [det ≠ 0]. *)
Definition det (given : prediction K) l : K := α l * in_eps given - σ l * in_x0 given.

(** [wanted = conversion_on_x_t · x_t + conversion_on_given · given] *)
Definition conversion_on_x_t (wanted given : prediction K) l : K :=
  (in_x0 wanted * in_eps given - in_eps wanted * in_x0 given) / det given l.

Definition conversion_on_given (wanted given : prediction K) l : K :=
  (in_eps wanted * α l - in_x0 wanted * σ l) / det given l.

(** *** vlb *)

(** [(α_s σ²_ts/σ²_t)² / (2 var)] *)
Definition x0_weight s t (v : K) : K := (posterior_on_x0 s t)² / (2 * v).

(** [(σ²_ts)² / (2 var α²_ts σ²_t)] *)
Definition eps_weight s t (v : K) : K := (var_ts s t)² / (2 * v * (alpha_ts s t)² * (σ t)²).

(** [½ (snr_s − snr_t)] *)
Definition snr_weight s t : K := 1 / 2 * (snr s - snr t).

(** [min(snr, γ)] *)
Definition min_snr_weight t (gamma : K) : K := Number.least (snr t) gamma.

(** [w_p = w_x0 (∂x₀/∂p)²] *)
Definition weight_of (p : prediction K) l (w : K) : K := w * (conversion_on_given predict_x0 p l)².

(** *** tweedie *)

(** [E[x₀ | x_t] = (x_t + σ² ∇ ln p(x_t)) / α] *)
Definition tweedie_on_x_t t : K := 1 / α t.

Definition tweedie_on_score t : K := (σ t)² / α t.

(** [Cov[x₀ | x_t] = (σ²/α²) (I + σ² ∇∇ᵀ ln p(x_t))] *)
Definition tweedie_on_identity t : K := (σ t)² / (α t)².

Definition tweedie_on_hessian t : K := (σ t)² / (α t)² * (σ t)².

(** *** ddim *)

(** [α_s x₀ + on_eps (x_t − α_t x₀)/σ_t + std z], sorted by what is multiplied. *)
Definition with_on_eps s t (on_eps std : K) : step K :=
  Step (on_eps / σ t) (α s - on_eps / σ t * α t) std.

(** [±√(σ²_s − std²)] *)
Definition kept s (std : K) (b : branch) : K :=
  match b with
  | Aligned => √((σ s - std) * (σ s + std))
  | Reflected => - √((σ s - std) * (σ s + std))
  end.

Definition step_with_std s t (std : K) (b : branch) : step K := with_on_eps s t (kept s std b) std.

(** [std(η) = η √var], [var] the posterior's. *)
Definition ddim_std s t (eta : K) : K := eta * √(posterior_var s t).

(** [x_s = α_s x₀ + √(σ²_s − std(η)²) ε + std(η) z]; the root's argument as [(w σ_t)² + (1 − η²) var]. *)
Definition ddim_step s t (eta : K) : step K :=
  with_on_eps s t
    (√((posterior_on_x_t s t * σ t)² + (1 - eta) * (1 + eta) * posterior_var s t))
    (ddim_std s t eta).

(** [x_t = (α_t/α_s) x_s + (σ_t − (α_t/α_s) σ_s) ε] *)
Definition inversion_on_x_s s t : K := α t / α s.

Definition inversion_on_eps s t : K := σ t - α t / α s * σ s.

Definition apply_step (st : step K) (x_t x0 noise : K) : K := on_x_t st * x_t + on_x0 st * x0 + on_noise st * noise.

(** *** guidance *)

(** [ε̂ = (1 − w) ε(x_t) + w ε(x_t, y)] *)
Definition guidance_scale (w : K) : weights K := Weights w (1 - w).

(** [ε̂ = (1 + w) ε(x_t, y) − w ε(x_t)] *)
Definition guidance_strength (w : K) : weights K := Weights (1 + w) (- w).

Definition guided (w : weights K) (cond uncond : K) : K := on_cond w * cond + on_uncond w * uncond.

(** [ε̂ = ε(x_t) − w σ_t ∇ ln p(y | x_t)] *)
Definition classifier_on_gradient t (w : K) : K := - (w * σ t).

Definition total (xs : list K) : K := fold_left Number.add xs 0.

Fixpoint count (n : nat) : K := match n with O => 0 | S m => count m + 1 end.

Definition average (f : K -> K) (xs : list K) : K := total (map f xs) / count (length xs).

(** Measured from the first value, as the code does. *)
Definition list_var (xs : list K) : K :=
  let first := hd 0 xs in
  let centre := average (fun x => x - first) xs in
  average (fun x => (x - first - centre)²) xs.

(** [std(x_cond)/std(x_cfg)] *)
Definition contrast (x_cfg x_cond : list K) : K := √(list_var x_cond / list_var x_cfg).

(** [φ x_cfg · std(x_cond)/std(x_cfg) + (1 − φ) x_cfg] *)
Definition rescale (x_cfg x_cond : list K) (phi : K) : list K :=
  map (fun x => phi * (x * contrast x_cfg x_cond) + (1 - phi) * x) x_cfg.

(** *** edm *)

(** [c_skip = σ_d²/(σ² + σ_d²)], [c_out = σ σ_d/√(σ² + σ_d²)], [c_in = 1/√(σ² + σ_d²)] *)
Definition edm (sigma sigma_data : K) : preconditioning K :=
  Preconditioning (sigma_data² / (sigma² + sigma_data²))
                  (sigma * sigma_data / √(sigma² + sigma_data²))
                  (1 / √(sigma² + sigma_data²)).

Definition edm_vp (sigma : K) : preconditioning K := Preconditioning 1 (- sigma) (1 / √(sigma² + 1)).

Definition edm_ve (sigma : K) : preconditioning K := Preconditioning 1 sigma 1.

(** [F = (x₀ − c_skip (x₀ + σ ε))/c_out] *)
Definition edm_prediction (p : preconditioning K) (sigma : K) : prediction K :=
  Prediction ((1 - c_skip p) / c_out p) (- (c_skip p * sigma / c_out p)).

(** [λ = 1/c_out²] *)
Definition loss_weight (p : preconditioning K) : K := 1 / (c_out p)².

(** [x̂_s = x̂_t + (σ̂_s − σ̂_t) (x̂_t − D)/σ̂_t] *)
Definition euler t s : step K :=
  Step (α s * (edm_sigma s / edm_sigma t) / α t)
       (- (α s * ((edm_sigma s - edm_sigma t) / edm_sigma t)))
       0.

(** [σ̂_t/2σ̂_s] *)
Definition lean t s : K := edm_sigma t / (2 * edm_sigma s).

(** [x_s = heun_on_x_t · x_t + heun_on_x0 · D(x_t) + heun_on_x0_next · D(x_s')] *)
Definition heun_on_x_t t s : K := on_x_t (euler t s).

Definition heun_on_x0 t s : K := on_x0 (euler t s) * (1 - lean t s).

Definition heun_on_x0_next t s : K := on_x0 (euler t s) * lean t s.

(** [σ' = (1 + γ) σ], [on_noise = √(σ'² − σ²) S_noise] *)
Definition churned_level t (gamma : K) : level K := Level (α t) (σ t * (1 + gamma)).

Definition churn_on_noise t (gamma s_noise : K) : K := √((σ t)² * gamma * (2 + gamma)) * s_noise.

(** *** dpm_solver *)

(** [x_s = (σ_s/σ_t) x_t + (α_s − α_t (σ_s/σ_t)) ((1 + lean) x̂₀(t) − lean x̂₀(r))] *)
Definition multistep_on_x_t t s : K := σ s / σ t.

Definition multistep_on_estimate t s : K := α s - α t * (σ s / σ t).

Definition multistep_on_x0 t s (lean : K) : K := multistep_on_estimate t s * (1 + lean).

Definition multistep_on_x0_last t s (lean : K) : K := - (multistep_on_estimate t s * lean).

(** *** exponential *)

(** The coefficients of [(l − λ₀) … (l − λ_{k−1})], the constant first, for each [k]. *)
Definition times_root (p : list K) (root : K) : list K :=
  map (fun two => fst two + snd two) (combine (map (fun on => - (on * root)) p ++ [0]) (0 :: p)).

Fixpoint products (p : list K) (nodes : list K) : list (list K) :=
  match nodes with [] => [] | node :: rest => p :: products (times_root p node) rest end.

(** What the moments make of a polynomial. *)
Definition integrated (moments p : list K) : K :=
  fold_left (fun sum two => sum + fst two * snd two) (combine p moments) 0.

(** Divided by [λ_i − λ_j] for each other [j] up to [k]. *)
Definition divided (nodes : list K) (k i : nat) (whole : K) : K :=
  fold_left (fun part j => part / (nth i nodes 0 - nth j nodes 0))
            (filter (fun j => negb (Nat.eqb j i)) (seq 0 (S k))) whole.

(** The weights on answers at the nodes that make of every power of [λ] what the moments say, in Newton's form. *)
Definition interpolating_weights (nodes moments : list K) : list K :=
  let n := length nodes in
  map (fun i => total (map (fun k => divided nodes k i (integrated moments (nth k (products [1] nodes) [])))
                           (seq i (n - i))))
      (seq 0 n).

(** *** plan *)

Definition row_of_step t s (st : step K) : row K :=
  Row (Some t) s [(on_x_t st, State 0); (on_x0 st, X0 0); (on_noise st, Fresh)].

(** From a state, with a draw, and answers so many looks ago, each with its weight. *)
Definition terms_of_step (on_state on_draw : K) (state noise : past) (answers : list (K * nat)) : list (K * past) :=
  (on_state, state) :: map (fun answer => (fst answer, X0 (snd answer))) answers ++ [(on_draw, noise)].

Definition row_of_multistep t s (lean : K) : row K :=
  Row (Some t) s [(multistep_on_x_t t s, State 0); (multistep_on_x0 t s lean, X0 0);
                  (multistep_on_x0_last t s lean, X0 1)].

End Formulas.

(** Rows carried out on whatever can be added and scaled. *)
Section Execution.
Context {K V : Type} `{Number.Field K} `{Number.Space K V}.

(** What the denoiser, told a level, says of a state; and the draws, in their order. *)
Variables (answer : level K -> V -> V) (draw : nat -> V).

(** What does not exist counts for nothing. *)
Definition recalled (m : memory V) (fresh : V) (p : past) : V :=
  match p with
  | State back => nth back (states m) Number.nothing
  | X0 back => nth back (x0s m) Number.nothing
  | Eps back => nth back (epss m) Number.nothing
  | Fresh => fresh
  | Drawn back => nth back (drawn m) Number.nothing
  end.

Definition weighed (m : memory V) (fresh : V) (terms : list (K * past)) : V :=
  fold_right (fun term => Number.both (Number.times (fst term) (recalled m fresh (snd term)))) Number.nothing terms.

(** [ε̂ = (x − α x̂₀)/σ] *)
Definition eps_of (l : level K) (x x0 : V) : V :=
  Number.both (Number.times (1 / σ l)%F x) (Number.times (- (α l / σ l))%F x0).

(** A look shows the newest state. *)
Definition after_look (m : memory V) (r : row K) : memory V :=
  match look r with
  | None => m
  | Some l =>
      let x := hd Number.nothing (states m) in
      Memory (states m) (answer l x :: x0s m) (eps_of l x (answer l x) :: epss m) (drawn m)
  end.

Definition is_fresh (p : past) : bool := match p with Fresh => true | _ => false end.

(** A row draws if its sum names fresh noise. *)
Definition draws (r : row K) : bool := existsb (fun term => is_fresh (snd term)) (sum r).

Definition carried_out (m : memory V) (r : row K) : memory V :=
  let fresh := draw (length (drawn m)) in
  Memory (weighed (after_look m r) fresh (sum r) :: states m)
         (x0s (after_look m r)) (epss (after_look m r))
         (if draws r then fresh :: drawn m else drawn m).

(** The states that the rows make, in the order of the rows. *)
Fixpoint states_made (m : memory V) (rs : list (row K)) : list V :=
  match rs with
  | [] => []
  | r :: rest => hd Number.nothing (states (carried_out m r)) :: states_made (carried_out m r) rest
  end.

(** From the first state. *)
Definition begun (first : V) : memory V := Memory [first] [] [] [].

End Execution.

(** The laws that rows make: affine forms, and what is read off the rows. *)
Section Laws.
Context {K : Type} `{Number.Field K}.
Local Open Scope formula_scope.

(** Weights on [z₀, z₁, …]; those that are not written are 0. *)
Fixpoint padded_sum (v w : list K) : list K :=
  match v, w with
  | [], _ => w
  | _, [] => v
  | a :: v, b :: w => a + b :: padded_sum v w
  end.

(** The weights of [z_n]. *)
Definition unit_noise (n : nat) : list K := repeat 0 n ++ [1].

Fixpoint dot (v w : list K) : K :=
  match v, w with
  | a :: v, b :: w => a * b + dot v w
  | _, _ => 0
  end.

#[global] Instance forms : Number.Space K (form K) := {|
  Number.nothing := Form 0 [];
  Number.both f g := Form (offset f + offset g) (padded_sum (on_noises f) (on_noises g));
  Number.times c f := Form (c * offset f) (map (Number.mul c) (on_noises f)) |}.

(** The law of a form: its offset, and the squares of its weights. *)
Definition law (f : form K) : gaussian K := Gaussian (offset f) (dot (on_noises f) (on_noises f)).

(** Estimates that are affine in the state: kernels without noise, one for each level. *)
Definition estimated (estimate : level K -> kernel K) (l : level K) (f : form K) : form K :=
  Number.both (Number.times (scale (estimate l)) f) (Form (shift (estimate l)) []).

(** The states as forms, in the noises of the first and the draws after them. *)
Definition forms_made (estimate : level K -> kernel K) (first : form K) (rs : list (row K)) : list (form K) :=
  states_made (estimated estimate) (fun n => Form 0 (unit_noise (length (on_noises first) + n))) (begun first) rs.

(** Data are the point [x₀]: every answer is the truth. *)
Definition truth (x0 : K) (l : level K) : kernel K := Kernel 0 x0 0.

Definition point_states (p : plan K) (x0 : K) : list (form K) :=
  forms_made (truth x0) (Form (α (start p) * x0) [σ (start p)]) (rows p).

(** Data are Gaussian: every answer is [E[x₀ | x]]. *)
Definition expected (data : gaussian K) (l : level K) : kernel K := invert (marginal l) data.

Definition gaussian_states (p : plan K) (data : gaussian K) (first : form K) : list (form K) :=
  forms_made (expected data) first (rows p).

(** [Σ weights on states · their α + Σ weights on x̂₀] *)
Definition signal (levels : list (level K)) (r : row K) : K :=
  fold_right (fun term rest =>
    match snd term with
    | State back => fst term * α (nth back levels clean) + rest
    | X0 _ => fst term + rest
    | _ => rest
    end) 0 (sum r).

Fixpoint signals_from (levels : list (level K)) (rs : list (row K)) : list K :=
  match rs with
  | [] => []
  | r :: rest => signal levels r :: signals_from (to r :: levels) rest
  end.

Definition signals (p : plan K) : list K := signals_from [start p] (rows p).

(** The variance of the noise in each state, where every answer is the truth: at [x₀ = 0] nothing but noise is left. *)
Definition noises (p : plan K) : list K := map (fun f => var (law f)) (point_states p 0).

End Laws.

(** Those that need a logarithm are evaluated on no rational; they too are stated once. *)
Section Elementary.
Context {K : Type} `{R : Number.Real K}.
Local Open Scope formula_scope.

(** [ln N(x; mean, var) = −½ (ln 2π var + (x − mean)²/var)] *)
Definition log_density (g : gaussian K) (x : K) : K :=
  - (1 / 2) * (Number.ln (2 * Number.pi * var g) + squared_distance g x).

(** [½ ln 2πe var] *)
Definition entropy (g : gaussian K) : K := 1 / 2 * (Number.ln (2 * Number.pi * var g) + 1).

(** [KL(q ‖ p) = ½ (v_q/v_p − 1 − ln(v_q/v_p) + (m_q − m_p)²/v_p)] *)
Definition kl (q p : gaussian K) : K :=
  1 / 2 * (var q / var p - 1 - Number.ln (var q / var p) + squared_distance p (mean q)).

(** [var_v = exp(v ln σ²_ts + (1 − v) ln var)] *)
Definition learned_var (s t : level K) (v : K) : K :=
  Number.exp (v * Number.ln (var_ts s t) + (1 - v) * Number.ln (posterior_var s t)).

(** [L_T = KL(q(x_T | x₀) ‖ N(0, 1))] *)
Definition prior_term (last : level K) (x0 : K) : K := kl (at_point (marginal last) x0) (Gaussian 0 1).

(** [L_s = KL(q(x_s | x_t, x₀) ‖ p(x_s | x_t))], the model's mean being the posterior's with [x0_hat] for [x0]. *)
Definition step_term (s t : level K) (v x0 x0_hat x_t : K) : K :=
  kl (Gaussian (posterior_mean s t x0 x_t) (posterior_var s t)) (Gaussian (posterior_mean s t x0_hat x_t) v).

(** [λ_s − λ_t], [λ = ln(α/σ)], as one logarithm. *)
Definition rise (t s : level K) : K := Number.ln (α s / α t * (σ t / σ s)).

(** [(σ_s/σ_t) e^{−ηh}] on the state, [α_s − α_t (σ_s/σ_t) e^{−ηh}] on all answers, [σ_s √(1 − e^{−2ηh})] on noise. *)
Definition segment_on_x_t (eta : K) (t s : level K) : K := σ s / σ t * Number.exp (- (eta * rise t s)).

Definition segment_on_x0 (eta : K) (t s : level K) : K := α s - α t * segment_on_x_t eta t s.

Definition segment_on_noise (eta : K) (t s : level K) : K := σ s * √(1 - Number.exp (- (2 * eta * rise t s))).

(** [h/(2 h_last)], [h = λ_s − λ_t], [h_last = λ_t − λ_r] *)
Definition multistep_lean (r t s : level K) : K := rise t s / (2 * rise r t).

(** [φ₀ = eᶻ], [φ_{k+1} = (φ_k − 1/k!)/z] *)
Fixpoint phi (k : nat) (z : K) : K :=
  match k with
  | O => Number.exp z
  | S j => (phi j z - 1 / count (fact j)) / z
  end.

Fixpoint raised (x : K) (n : nat) : K := match n with O => 1 | S m => x * raised x m end.

(** [α_s H hʲ j! φ_{j+1}(−H)], [H = (1 + η) h]: what an answer [(l − λ_t)ʲ] adds up to. *)
Definition segment_moment (eta : K) (t s : level K) (j : nat) : K :=
  let h := rise t s in
  let whole := (1 + eta) * h in
  α s * whole * raised h j * count (fact j) * phi (S j) (- whole).

(** [c_noise = ¼ ln σ] *)
Definition noise_conditioning (sigma : K) : K := 1 / (2 * 2) * Number.ln sigma.

End Elementary.

(** ** The reals *)

#[global] Instance reals : Number.Field R := {|
  Number.zero := 0%R; Number.one := 1%R; Number.add := Rplus; Number.sub := Rminus; Number.mul := Rmult;
  Number.div := Rdiv; Number.opp := Ropp; Number.sqrt := sqrt; Number.least := Rmin |}.

#[global] Instance reals_elementary : Number.Real R :=
  {| Number.exp := exp; Number.ln := ln; Number.pi := PI |}.

(** Turns every formula into plain real arithmetic, here and in the hypotheses. *)
Ltac formulas :=
  cbv beta iota zeta delta
    [Number.zero Number.one Number.add Number.sub Number.mul Number.div Number.opp Number.sqrt Number.least
     Number.exp Number.ln Number.pi reals reals_elementary squared
     clean edm_sigma snr clean_squares diffused level_of squared_distance at_point then_ push gain invert
     forward_step marginal alpha_ts var_ts between
     posterior_on_x0 posterior_on_x_t posterior_var posterior_mean ancestral_step
     eps_mean_on_x_t eps_mean_on_eps reverse_var
     predict_x0 predict_eps predict_v predict_score predict_velocity value det conversion_on_x_t conversion_on_given
     x0_weight eps_weight snr_weight min_snr_weight weight_of
     tweedie_on_x_t tweedie_on_score tweedie_on_identity tweedie_on_hessian
     with_on_eps kept step_with_std ddim_std ddim_step inversion_on_x_s inversion_on_eps apply_step
     guidance_scale guidance_strength guided classifier_on_gradient
     edm edm_vp edm_ve edm_prediction loss_weight euler lean heun_on_x_t heun_on_x0 heun_on_x0_next
     churned_level churn_on_noise multistep_on_x_t multistep_on_estimate multistep_on_x0 multistep_on_x0_last
     log_density entropy kl learned_var prior_term step_term rise multistep_lean noise_conditioning] in *;
  cbn [α σ alpha_bar one_minus_alpha_bar mean var scale shift noise_var on_x_t on_x0 on_noise in_x0 in_eps
       c_skip c_out c_in on_cond on_uncond] in *.

(** ** The rationals

    With an undefined value, [None], that spreads, exactly as in the code: [x/0] is undefined, and so is the root of
    what is no square of a rational. Every result is a reduced fraction. *)

Definition rational := option Q.

Definition lift (f : Q -> Q -> Q) (a b : rational) : rational :=
  match a, b with Some a, Some b => Some (Qred (f a b)) | _, _ => None end.

Definition whole_root (n : Z) : option Z := if Z.eqb (Z.sqrt n * Z.sqrt n) n then Some (Z.sqrt n) else None.

Definition rational_root (a : rational) : rational :=
  match a with
  | None => None
  | Some a =>
    match whole_root (Qnum (Qred a)), whole_root (Zpos (Qden (Qred a))) with
    | Some n, Some d => Some (Qred (n # Z.to_pos d))
    | _, _ => None
    end
  end.

#[global] Instance rationals : Number.Field rational := {|
  Number.zero := Some 0%Q; Number.one := Some 1%Q;
  Number.add := lift Qplus; Number.sub := lift Qminus; Number.mul := lift Qmult;
  Number.div a b := match b with Some b0 => if Qeq_bool b0 0 then None else lift Qdiv a b | None => None end;
  Number.opp a := lift Qminus (Some 0%Q) a;
  Number.sqrt := rational_root;
  Number.least a b := match a, b with Some a0, Some b0 => if Qle_bool b0 a0 then b else a | _, _ => b end |}.
