// The methods of objects in the worker, and what options these take.
import { attributeNames, languageAttributeNames } from '../api/attribution.js';
import { languageFitNames } from '../api/language-options.js';
import { loadStateDictNames, saveNames } from '../api/model-options.js';
import { compileNames, evaluateNames, fitNames, predictNames, trainOnBatchNames } from '../api/sequential-options.js';
import type { Names } from '../values/expect.js';

/** Where options stand among a method's arguments, and their names. */
type Options = readonly [place: number, names: Names<object>];
export type Methods = Record<string, Options | undefined>;

// Options are looked at before they are sent: one that nobody knows may be one that can't be.
const common: Methods = {
  countParams: undefined,
  summary: undefined,
  stateDict: undefined,
  loadStateDict: [1, loadStateDictNames],
  save: [0, saveNames],
  getLearningRate: undefined,
  setLearningRate: undefined,
};
const ofLayers: Methods = {
  ...common,
  compile: [0, compileNames],
  fit: [2, fitNames],
  trainOnBatch: [2, trainOnBatchNames],
  evaluate: [2, evaluateNames],
  predict: [1, predictNames],
  attribute: [1, attributeNames],
  inspect: undefined,
  setTrainable: undefined,
  resetStates: undefined,
  getStates: undefined,
  setStates: undefined,
};
export const methods = {
  sequential: ofLayers,
  model: ofLayers,
  languageModel: {
    ...common,
    fit: [1, languageFitNames],
    evaluate: undefined,
    score: undefined,
    attribute: [1, languageAttributeNames],
    inspect: undefined,
    nextProbabilities: undefined,
  },
  stream: { step: undefined, reset: undefined },
} satisfies Record<string, Methods>;
