// From samples to what is told: times, ratios to ours, and the goals.
import { memoryGoal, productGoals, scalingGoal, speedGoals, threadGoals } from './goals.mjs';
import { median, spread, timesAsFast } from './statistics.mjs';

const gigaflops = ({ work }, milliseconds) => (2 * work) / milliseconds / 1e6;

/** The one of ours that all others are compared with. */
const oursOf = (results) =>
  results.find(({ name }) => name === 'ours relaxed, chromium') ?? results.find(({ name }) => name === 'ours relaxed, node');

/** @param {{ workload: object, results: import('./rounds.mjs').Result[] }} measured */
function lines({ workload, results }) {
  const ours = oursOf(results);
  return results.map(({ name, samples, memory }) => ({
    workload: workload.id,
    name,
    milliseconds: spread(samples),
    gigaflops: gigaflops(workload, median(samples)),
    oursIsFasterBy: ours && timesAsFast(ours.samples, samples),
    memory,
  }));
}

/** Share of the bare loop, round by round. */
function shares(limits) {
  const [peak, ...products] = limits;
  return products.flatMap(({ workload, results }) =>
    results.flatMap(({ name, samples }) => {
      const bare = peak.results.find((result) => result.name === name);
      if (!bare) return [];
      const speeds = samples.map((ms) => gigaflops(workload, ms));
      const limit = gigaflops(peak.workload, median(bare.samples));
      return [{ product: workload.id, name, share: spread(speeds.map((speed) => speed / limit)) }];
    }),
  );
}

/** The peers called `against`, wherever they ran: the quickest one counts. */
function speedGoal(table, { workload, against, atLeast }) {
  const peers = table.filter((line) => line.workload === workload && line.name.split(', ')[0] === against || line.workload === workload && line.name === against);
  const ratios = peers.flatMap(({ oursIsFasterBy }) => oursIsFasterBy?.median ?? []);
  return { goal: `${workload} against ${against}`, wanted: atLeast, got: ratios.length ? Math.min(...ratios) : undefined };
}

function threadGoal(measured, { workload, atLeast }) {
  const results = measured.find((one) => one.workload.id === workload)?.results ?? [];
  const one = oursOf(results);
  const two = one && results.find(({ name }) => name === one.name.replace('relaxed', 'relaxed, two threads'));
  return { goal: `${workload}, two threads against one`, wanted: atLeast, got: two && timesAsFast(two.samples, one.samples).median };
}

function goals(measured, table, productShares, scaling) {
  const memory = table.find(({ workload, name }) => workload === memoryGoal.workload && name.startsWith('ours relaxed,'))?.memory;
  const list = [
    ...productShares
      .filter(({ name }) => name.startsWith('limit'))
      .map(({ product, name, share }) => ({
        goal: `${product} of the bare loop, ${name.slice(6)}`,
        wanted: productGoals[name.split(/[ ,]/)[1]],
        got: share.median,
      })),
    ...speedGoals.map((goal) => speedGoal(table, goal)),
    ...threadGoals.map((goal) => threadGoal(measured, goal)),
  ].map((goal) => ({ ...goal, met: goal.got >= goal.wanted }));
  const least = [
    { goal: `${memoryGoal.workload}, MB of memory, at most`, wanted: memoryGoal.atMost, got: memory && memory / 2 ** 20 },
    { goal: 'scaling, largest ratio from 64 units on, at most', wanted: scalingGoal, got: evenness(scaling) },
  ].map((goal) => ({ ...goal, met: goal.got <= goal.wanted }));
  return [...list, ...least].filter(({ got }) => got !== undefined);
}

/** Picoseconds a multiply-add along each line. */
function scalingLines(measured) {
  return measured.flatMap(({ workload, results: [ours] }) =>
    ours ? [{ workload: workload.id, units: workload.units[0], batch: workload.batch, name: ours.name, picoseconds: (median(ours.samples) / workload.work) * 1e9 }] : [],
  );
}

function evenness(scaling) {
  const times = scaling.filter(({ units }) => units >= 64).map(({ picoseconds }) => picoseconds);
  return times.length ? Math.max(...times) / Math.min(...times) : undefined;
}

/** @param {{ limits: object[], models: object[], scaling: object[] }} measured - of rounds.mjs, by workload */
export function summarize({ limits, models, scaling }) {
  const table = models.flatMap(lines);
  const productShares = limits.length ? shares(limits) : [];
  const scaled = scalingLines(scaling);
  return {
    roofline: limits.flatMap(lines).map(({ oursIsFasterBy, memory, ...line }) => line),
    productShares,
    workloads: table,
    scaling: scaled,
    goals: goals(models, table, productShares, scaled),
  };
}
