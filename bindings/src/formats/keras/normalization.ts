// Layers that normalise.
import { features, type Kind, type Shape, type Variable, variable } from './kind.js';
import { as, ignored, type Json, type Option, only, refuse } from './options.js';

/** The last axis, which Keras may count from the start. */
export const lastAxis: Option = {
  read(value, name, reading) {
    const [axis, ...others] = [value].flat();
    if (others.length > 0 || (axis !== -1 && axis !== reading.input.length)) refuse(name, '-1', value, reading);
  },
  write: () => -1,
};

/** Where Keras has none, it is 1 or 0 throughout. */
function learned(config: Json, input: Shape): Variable[] {
  const shape = [features(input)];
  const gamma = variable('gamma', shape, 'weight');
  const beta = variable('beta', shape, 'bias');
  return [config.scale === false ? { ...gamma, constant: 1 } : gamma, config.center === false ? { ...beta, constant: 0 } : beta];
}

const learnable: Option = { read: () => undefined, write: () => true };

export const layerNormalization: Kind = {
  type: 'layerNormalization',
  options: { axis: lastAxis, epsilon: as('epsilon'), center: learnable, scale: learnable, rms_scaling: only(false) },
  output: (_, input) => input,
  variables: (_, input, config) => learned(config, input),
};

export const batchNormalization: Kind = {
  type: 'batchNormalization',
  options: {
    axis: lastAxis,
    momentum: as('momentum'),
    epsilon: as('epsilon'),
    center: as('center'),
    scale: as('scale'),
    renorm: only(false),
    renorm_clipping: ignored,
    renorm_momentum: ignored,
  },
  output: (_, input) => input,
  variables({ center, scale }, input) {
    const its = (name: string, ours: string) => variable(name, [features(input)], ours);
    return [
      ...(scale === false ? [] : [its('gamma', 'weight')]),
      ...(center === false ? [] : [its('beta', 'bias')]),
      its('moving_mean', 'running_mean'),
      its('moving_variance', 'running_var'),
    ];
  },
};
