// Attention: scores of every two steps, their softmax, and the sum of what is looked at.
import type { Asked, Written } from './written.js';

interface Options {
  type: 'attention' | 'additiveAttention';
  scoreMode?: 'dot' | 'concat';
  causal?: boolean;
  dropout?: number;
}

export function attention({ layer, shape }: Asked): Written {
  const { type, scoreMode, causal, dropout } = layer as unknown as Options;
  const parameters = ['scale', 'weight'].filter(shape);
  const made = parameters.map((its) => `"${its}": nn.Parameter(torch.ones(${shape(its)!.join(', ')}))`);
  return {
    ...(made.length > 0 && { module: `nn.ParameterDict({${made.join(', ')}})` }),
    run([q, v = q, k = v], [y], self) {
      const times = (parameter: string, x: string) => (parameters.includes(parameter) ? `${self}["${parameter}"] * ${x}` : x);
      const sums = `(${times('weight', `torch.tanh(${times('scale', `(${q}.unsqueeze(2) + ${k}.unsqueeze(1))`)})`)}).sum(-1)`;
      const products = times('scale', `(${q} @ ${k}.transpose(1, 2))`);
      return [
        `scores = ${type === 'attention' && scoreMode !== 'concat' ? products : sums}`,
        ...(causal ? ['scores = scores + torch.full_like(scores, -1e9).triu(1)'] : []),
        'seen = scores.softmax(-1)',
        ...(dropout ? [`seen = functional.dropout(seen, ${dropout}, self.training)`] : []),
        `${y} = seen @ ${v}`,
      ];
    },
  };
}
