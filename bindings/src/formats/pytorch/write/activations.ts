// Activations in PyTorch: x through each of them.
import type { Activation } from '../../../api/layer-options.js';

const functions: Record<Activation, string> = {
  linear: 'x',
  sigmoid: 'x.sigmoid()',
  tanh: 'x.tanh()',
  relu: 'x.relu()',
  softmax: 'x.softmax(-1)',
  elu: 'functional.elu(x)',
  gelu: 'functional.gelu(x)',
  leakyRelu: 'functional.leaky_relu(x, 0.2)',
  selu: 'functional.selu(x)',
  softplus: 'functional.softplus(x)',
  softsign: 'functional.softsign(x)',
  swish: 'functional.silu(x)',
  hardSigmoid: 'functional.hardsigmoid(x)',
  hardSigmoidKeras2: '(0.2 * x + 0.5).clamp(0, 1)',
  exponential: 'x.exp()',
};

/** An expression of `x`; undefined where it does nothing. */
export function activationOf(layer: object): string | undefined {
  const { activation = 'linear' } = layer as { activation?: Activation };
  return activation === 'linear' ? undefined : functions[activation];
}
