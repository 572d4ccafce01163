// Descriptions of optimizers and their learning rates: plain objects, which the core reads and completes
// with its own defaults, Keras's.

export interface WarmupOptions {
  /** Steps in which the rate goes up in a line to `warmupTarget`, before it decays. Default 0. */
  warmupSteps?: number;
  /** Default 0. */
  warmupTarget?: number;
}

export interface ExponentialDecayOptions extends WarmupOptions {
  /** Default 1e-3. */
  initialLearningRate?: number;
  /** Steps in which the rate is multiplied by `decayRate` once. */
  decaySteps: number;
  decayRate: number;
  /** Multiply after every so many steps only. Default false. */
  staircase?: boolean;
}

export interface CosineDecayOptions extends WarmupOptions {
  /** Default 1e-3. */
  initialLearningRate?: number;
  /** Steps in which the rate falls along half a cosine. */
  decaySteps: number;
  /** Share of the rate that is left at the end. Default 0. */
  alpha?: number;
}

export type Schedule =
  | ({ type: 'exponentialDecay' } & ExponentialDecayOptions)
  | ({ type: 'cosineDecay' } & CosineDecayOptions);

export const schedules = {
  /** initialLearningRate * decayRate ^ (step / decaySteps) */
  exponentialDecay: (options: ExponentialDecayOptions): Schedule => ({
    ...options,
    type: 'exponentialDecay',
  }),
  /** Half a cosine from initialLearningRate to alpha of it (Loshchilov and Hutter, 2017). */
  cosineDecay: (options: CosineDecayOptions): Schedule => ({ ...options, type: 'cosineDecay' }),
};

export interface CommonOptions {
  /** Default 1e-3; of sgd 1e-2. */
  learningRate?: number | Schedule;
  /** Largest L2 norm of all gradients together; 0, the default: no limit. */
  clipNorm?: number;
  /** Largest size of each gradient; 0, the default: no limit. */
  clipValue?: number;
}

export interface SgdOptions extends CommonOptions {
  /** In [0, 1). Default 0. */
  momentum?: number;
  /** Default false. */
  nesterov?: boolean;
}

export interface RmspropOptions extends CommonOptions {
  /** Default 0.9. */
  rho?: number;
  /** Default 0. */
  momentum?: number;
  /** Default 1e-7. */
  epsilon?: number;
}

export interface AdamOptions extends CommonOptions {
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-7. */
  epsilon?: number;
}

export interface AdamwOptions extends AdamOptions {
  /** Default 0.004. */
  weightDecay?: number;
}

type Name = 'sgd' | 'rmsprop' | 'adam' | 'adamw';

export type Optimizer =
  | Name
  | ({ type: 'sgd' } & SgdOptions)
  | ({ type: 'rmsprop' } & RmspropOptions)
  | ({ type: 'adam' } & AdamOptions)
  | ({ type: 'adamw' } & AdamwOptions);

export const optimizers = {
  /** Steps against the gradient. */
  sgd: (options: SgdOptions = {}): Optimizer => ({ ...options, type: 'sgd' }),
  /** Steps scaled by a running mean of squared gradients (Tieleman and Hinton, 2012). */
  rmsprop: (options: RmspropOptions = {}): Optimizer => ({ ...options, type: 'rmsprop' }),
  /** Kingma and Ba (2015). */
  adam: (options: AdamOptions = {}): Optimizer => ({ ...options, type: 'adam' }),
  /** Adam with weights that decay by themselves (Loshchilov and Hutter, 2019). */
  adamw: (options: AdamwOptions = {}): Optimizer => ({ ...options, type: 'adamw' }),
};
