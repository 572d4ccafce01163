// How fast the package means to be: `ours` is the relaxed build in Chromium, or in Node where there
// is no browser. A goal is met when ours takes `against`'s time divided by `atLeast`, or less.

/** @type {{ workload: string, against: string, atLeast: number }[]} */
export const speedGoals = [
  { workload: 'W1', against: 'PyTorch', atLeast: 1.15 },
  { workload: 'W2', against: 'PyTorch', atLeast: 0.85 },
  { workload: 'W3', against: 'PyTorch', atLeast: 0.9 },
  { workload: 'W4', against: 'PyTorch', atLeast: 80 },
  { workload: 'W5', against: 'PyTorch', atLeast: 10 },
  { workload: 'W6', against: 'PyTorch', atLeast: 0.7 },
  { workload: 'W1', against: 'TensorFlow.js', atLeast: 25 },
  { workload: 'W2', against: 'TensorFlow.js', atLeast: 25 },
  { workload: 'W3', against: 'TensorFlow.js', atLeast: 25 },
  { workload: 'W5', against: 'TensorFlow.js', atLeast: 20 },
  { workload: 'W6', against: 'TensorFlow.js', atLeast: 5 },
  { workload: 'W5', against: 'ONNX Runtime web', atLeast: 5 },
  { workload: 'W6', against: 'ONNX Runtime web', atLeast: 2 },
  { workload: 'W4', against: 'neataptic', atLeast: 2 },
  ...['W1', 'W2', 'W3', 'W4', 'W5', 'W6'].map((workload) => (
    { workload, against: 'ours native, SSE', atLeast: 0.8 }
  )),
];

/** Of the native build over PyTorch. */
export const nativeGoals = [
  { workload: 'W1-GRU', atLeast: 1 },
  { workload: 'W1-RNN', atLeast: 1 },
];

/** Of two threads over one. */
export const threadGoals = [
  { workload: 'W1', atLeast: 1.7 },
  { workload: 'W3', atLeast: 1.7 },
];

/** Share of the bare loop's speed that a product reaches. */
export const productGoals = { relaxed: 0.9, simd: 0.75 };

/** Megabytes (2^20) of WebAssembly memory after training W3 on one thread. */
export const memoryGoal = { workload: 'W3', atMost: 96 };

/** Largest ratio of two times a multiply-add, from 64 units on. */
export const scalingGoal = 1.5;
