// Layers that look from one sequence at another one.
import { features, type Kind, type Shape, variable, withFeatures } from './kind.js';
import { as, type Json, word } from './options.js';
import { Tensor } from '../../values/tensor.js';

/** A number alone, which is a row of one here. */
const number = ({ data }: Tensor) => new Tensor(data, [1]);

const kind = (type: string, modes: Kind['options'], variables: NonNullable<Kind['variables']>): Kind => ({
  type,
  joins: true,
  options: { use_scale: as('useScale'), ...modes, causal: as('causal'), dropout: as('dropout') },
  variables,
  output: (_, query, inputs) => withFeatures(query, features(inputs[1] ?? query)),
});

export const attention = kind('attention', { score_mode: word('scoreMode', { dot: 'dot', concat: 'concat' }) }, ({ useScale, scoreMode }: Json) => [
  ...(useScale === true ? [variable('scale', [], 'scale', number)] : []),
  ...(scoreMode === 'concat' ? [variable('concat_score_weight', [], 'weight', number)] : []),
]);

export const additiveAttention = kind('additiveAttention', {}, ({ useScale }: Json, query: Shape) =>
  useScale === false ? [] : [variable('scale', [features(query)], 'weight')],
);
