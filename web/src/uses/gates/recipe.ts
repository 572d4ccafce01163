// The lines of code that open the saved network and ask it.

export const recipe = (file: string): string => `import { loadModel } from 'lstm-wasm';

const response = await fetch('${file}');
const model = await loadModel(await response.arrayBuffer());

const letters = ['a', 'b', 'c', 'd', 'X', 'Y'];
const answers = ['X, X', 'X, Y', 'Y, X', 'Y, Y'];
/** Of a text with two capital letters, which they are, in order. */
async function ask(text) {
  const steps = [...text].map((letter) => letters.map((one) => Number(one === letter)));
  const { data } = await model.predict([steps]);
  return answers[data.indexOf(Math.max(...data))];
}
`;
