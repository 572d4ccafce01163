// The five sequences of two bits that contradict themselves.

export const inputs = [[1, 0], [0, 1], [1, 1], [1, 0], [0, 1]];
export const targets = [[1], [1], [0], [0], [1]];

/** One half is the best answer to a coin toss, twice in five. */
export const floor = (2 * Math.log(2)) / 5;
