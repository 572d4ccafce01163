// Descriptions of optimizers and their learning rates: plain objects, which the core reads and completes
// with its own defaults, Keras's. Steps are counted over all fits of a model.
import { type DescribedBy, described, expectWith, type MakersOf } from './described.js';

/** What both schedules take: a straight way up to a rate from which the decay then begins. */
export interface WarmupOptions {
  /** Steps in which the rate goes up in a line to `warmupTarget`, before it decays. Default 0. */
  warmupSteps?: number;
  /** The rate at the end of the warm-up; above 0 where there is one. Default 0. */
  warmupTarget?: number;
}

/** Options of {@link schedules}`.exponentialDecay`. */
export interface ExponentialDecayOptions extends WarmupOptions {
  /** The rate of the first step. Above 0; with a warm-up, 0 too. Default 1e-3. */
  initialLearningRate?: number;
  /** Steps in which the rate is multiplied by `decayRate` once. At least 1. */
  decaySteps: number;
  /** Above 0. */
  decayRate: number;
  /** Multiply after every so many steps only. Default false. */
  staircase?: boolean;
}

/** Options of {@link schedules}`.cosineDecay`. */
export interface CosineDecayOptions extends WarmupOptions {
  /** The rate of the first step. Above 0; with a warm-up, 0 too. Default 1e-3. */
  initialLearningRate?: number;
  /** Steps in which the rate falls along half a cosine. At least 1. */
  decaySteps: number;
  /** Share of the rate that is left at the end, in [0, 1]. Default 0. */
  alpha?: number;
}

/** A schedule. A warm-up has steps to reach its target in. */
function warmed<Type extends string, Options extends WarmupOptions>(type: Type, options: Options, more: readonly undefined[]) {
  const schedule = described(type, options, more);
  const { warmupTarget = 0, warmupSteps = 0 } = schedule;
  if (warmupTarget !== 0) expectWith('warmupTarget', 'warmupSteps', type, warmupSteps !== 0);
  return schedule;
}

/** A row a schedule: its name and its options. Makers and types are made of it. */
const scheduleRows = {
  /** `initialLearningRate * decayRate ^ (step / decaySteps)` */
  exponentialDecay: (options: ExponentialDecayOptions, ...more: undefined[]) => warmed('exponentialDecay', options, more),
  /**
   * Half a cosine from `initialLearningRate` to `alpha` of it (Loshchilov and Hutter, 2017):
   * `initialLearningRate * (alpha + (1 - alpha) (1 + cos(pi s)) / 2)`, s = step / decaySteps up to 1.
   */
  cosineDecay: (options: CosineDecayOptions, ...more: undefined[]) => warmed('cosineDecay', options, more),
};

/** What {@link schedules} makes: a plain object of the options, with the maker's name as `type`. */
export type Schedule = DescribedBy<typeof scheduleRows>;

/** The makers of schedules, each under its schedule's name. @interface */
export type Schedules = MakersOf<typeof scheduleRows, Schedule>;

/** Learning rates that change from step to step, by Keras's formulas. */
export const schedules: Schedules = scheduleRows;

/** What every optimizer takes. */
export interface CommonOptions {
  /** Above 0, or made by {@link schedules}. Default 1e-3. */
  learningRate?: number | Schedule;
  /** Largest L2 norm of all gradients together: beyond it they are scaled down. Default 0: no limit. */
  clipNorm?: number;
  /** Largest size of each gradient by itself; not together with `clipNorm`. Default 0: no limit. */
  clipValue?: number;
}

/** Options of {@link optimizers}`.sgd`. */
export interface SgdOptions extends CommonOptions {
  /** Above 0, or made by {@link schedules}. Default 1e-2. */
  learningRate?: number | Schedule;
  /** Share of a step that goes into the next, in [0, 1]. Default 0. */
  momentum?: number;
  /** Look ahead along the momentum (Nesterov, 1983). Default false. */
  nesterov?: boolean;
}

/** Options of {@link optimizers}`.rmsprop`. */
export interface RmspropOptions extends CommonOptions {
  /** Share of the running mean that stays at a step, in [0, 1). Default 0.9. */
  rho?: number;
  /** Share of a step that goes into the next, in [0, 1]. Default 0. */
  momentum?: number;
  /** Added to the mean, within the root. Above 0. Default 1e-7. */
  epsilon?: number;
}

/** Options of {@link optimizers}`.adam`. */
export interface AdamOptions extends CommonOptions {
  /** Share of the gradients' running mean that stays at a step, in [0, 1). Default 0.9. */
  beta1?: number;
  /** Likewise of their squares' running mean. Default 0.999. */
  beta2?: number;
  /** Added to the root of the mean, once that is freed of its bias. Above 0. Default 1e-7. */
  epsilon?: number;
}

/** Options of {@link optimizers}`.adamw`. */
export interface AdamwOptions extends AdamOptions {
  /** Share of each weight, biases too, that a step at rate 1 takes away. At least 0. Default 0.004. */
  weightDecay?: number;
}

/** A row an optimizer: its name, its options, what it refuses at once. Makers and types are made of it. */
const rows = {
  /** `w -= r d`; with momentum `m = momentum m - r d; w += m`. */
  sgd: (options: SgdOptions = {}, ...more: undefined[]) => {
    const optimizer = described('sgd', options, more);
    const { nesterov = false, momentum = 0 } = optimizer;
    if (nesterov) expectWith('nesterov', 'momentum', 'sgd', momentum !== 0);
    return optimizer;
  },
  /** `v = rho v + (1 - rho) d^2; w -= r d / sqrt(v + epsilon)` (Tieleman and Hinton, 2012). */
  rmsprop: (options: RmspropOptions = {}, ...more: undefined[]) => described('rmsprop', options, more),
  /** `w -= r m / (sqrt(v) + epsilon)`, m and v freed of their bias (Kingma and Ba, 2015, algorithm 1). */
  adam: (options: AdamOptions = {}, ...more: undefined[]) => described('adam', options, more),
  /** Adam, after `w -= r weightDecay w` (Loshchilov and Hutter, 2019). */
  adamw: (options: AdamwOptions = {}, ...more: undefined[]) => described('adamw', options, more),
};

/**
 * A name alone, for the defaults, or what {@link optimizers} makes: a plain object of the options, with the
 * maker's name as `type`.
 */
export type Optimizer = keyof typeof rows | DescribedBy<typeof rows>;

/** The makers of optimizers, each under its optimizer's name. @interface */
export type Optimizers = MakersOf<typeof rows, Optimizer>;

/**
 * Makers of optimizers. Their options are checked by `compile()`, which throws TypeError for an
 * unknown one or another type, RangeError for a number out of range. d: the gradients, clipped; r:
 * the learning rate; w: the weights.
 */
export const optimizers: Optimizers = rows;
