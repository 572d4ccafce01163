// The GRU that TensorFlow.js has not: its reset gate comes after the product of h, which has a bias of its own.
import { tf } from './tensorflow.mjs';

/** Gates z r n; n = tanh(W x + b + r (U h + b')), h' = (1 - z) n + z h. */
class ResetAfterCell extends tf.layers.RNNCell {
  static className = 'ResetAfterCell';

  constructor(config) {
    super(config);
    this.units = config.units;
    this.stateSize = config.units;
  }

  build([, features]) {
    const zeros = tf.initializers.zeros();
    this.kernel = this.addWeight('kernel', [features, 3 * this.units], 'float32', zeros);
    this.recurrent = this.addWeight('recurrent_kernel', [this.units, 3 * this.units], 'float32', zeros);
    this.bias = this.addWeight('bias', [2, 3 * this.units], 'float32', zeros);
    this.built = true;
  }

  call([x, h]) {
    return tf.tidy(() => {
      const [b, b2] = tf.split(this.bias.read(), 2, 0);
      const [xz, xr, xn] = tf.split(tf.add(tf.matMul(x, this.kernel.read()), b), 3, 1);
      const [hz, hr, hn] = tf.split(tf.add(tf.matMul(h, this.recurrent.read()), b2), 3, 1);
      const [z, r] = [tf.sigmoid(tf.add(xz, hz)), tf.sigmoid(tf.add(xr, hr))];
      const n = tf.tanh(tf.add(xn, tf.mul(r, hn)));
      const next = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h));
      return [next, next];
    });
  }

  getConfig() {
    return { ...super.getConfig(), units: this.units };
  }
}

/** A layer of it. */
class ResetAfterGru extends tf.RNN {
  static className = 'ResetAfterGru';

  constructor(config) {
    super({ ...config, cell: new ResetAfterCell({ units: config.units }) });
    this.units = config.units;
  }

  static fromConfig(Its, config) {
    return new Its(config);
  }

  getConfig() {
    const { cell, ...config } = super.getConfig();
    return { ...config, units: this.units };
  }
}

for (const its of [ResetAfterCell, ResetAfterGru]) tf.serialization.registerClass(its);

/** A GRU of Keras as one of these. */
export function resetAfter({ activation, recurrent_activation, use_bias, reset_after, ...config }) {
  if (activation === 'tanh' && recurrent_activation === 'sigmoid' && use_bias) return { class_name: 'ResetAfterGru', config };
  throw new Error('expected a GRU of tanh and sigmoid, with biases');
}
