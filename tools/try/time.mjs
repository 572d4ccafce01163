// How long a prediction takes, once it is warm.

const enough = 200; // milliseconds of trying

/** The median in milliseconds. */
export async function timeOf(predict) {
  await predict();
  const times = [];
  const begin = performance.now();
  while (times.length === 0 || performance.now() - begin < enough) {
    const start = performance.now();
    await predict();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
