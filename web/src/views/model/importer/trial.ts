// A prediction of the model that is open, for an example, and how long it takes.
import type { TensorLike } from 'lstm-wasm';
import { opened } from './open';
import { inputsOf, type ModelInput } from './said';

export interface Part {
  shape: readonly number[];
  data: Float32Array;
}

export interface Trial {
  outputs: Part[];
  /** Of one prediction, the median. */
  milliseconds: number;
  predictions: number;
}

const enough = 150; // ms of predictions

/** In -1 ... 1, of an example the same every time. */
function numbers(count: number, example: number): Float32Array {
  let state = example % 2147483646 + 1;
  return Float32Array.from({ length: count }, () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1);
}

function inputFor({ shape, tokens }: ModelInput, steps: number, example: number): TensorLike {
  const extents = [1, ...shape.map((extent) => extent ?? steps)];
  const random = numbers(extents.reduce((a, b) => a * b, 1), example);
  const data = tokens === undefined ? random : Int32Array.from(random, (x) => Math.floor(((x + 1) / 2) * tokens) % tokens);
  return { data, shape: extents };
}

/** The probabilities of what comes next; or all outputs. */
function predictor(inputs: TensorLike[]): () => Promise<Part[]> {
  const { model } = opened();
  const [x] = inputs;
  if ('nextProbabilities' in model) {
    return async () => {
      const data = await model.nextProbabilities(x!.data as Int32Array);
      return [{ data, shape: [1, data.length] }];
    };
  }
  const given = inputs.length === 1 ? x! : inputs;
  return async () => [await model.predict(given as TensorLike)].flat().map(({ shape, data }) => ({ shape, data: data as Float32Array }));
}

async function medianOf(predict: () => Promise<unknown>): Promise<{ milliseconds: number; predictions: number }> {
  const times: number[] = [];
  const begin = performance.now();
  do {
    const start = performance.now();
    await predict();
    times.push(performance.now() - start);
  } while (performance.now() - begin < enough);
  times.sort((a, b) => a - b);
  return { milliseconds: times[times.length >> 1]!, predictions: times.length };
}

/** `steps` where any number of them will do; the example's number makes its data. */
export async function predict(steps: number, example: number): Promise<Trial> {
  const { model, said } = opened();
  const run = predictor(inputsOf(said).map((input, n) => inputFor(input, steps, example + n)));
  if ('resetStates' in model) model.resetStates(); // those that are carried begin with zeros
  const outputs = await run();
  return { outputs, ...(await medianOf(run)) };
}
