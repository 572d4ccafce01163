// From samples to what is told: times, ratios to ours, and the goals.
import { memoryGoal, nativeGoals, productGoals, scalingGoal, speedGoals, threadGoals } from './goals.mjs';
import { gigaflops, median, spread, timesAsFast } from './statistics.mjs';

const isOurs = (place) => ({ name }) => name === `ours relaxed, ${place}`;

/** The one of ours that all others are compared with. */
const oursOf = (results) => results.find(isOurs('chromium')) ?? results.find(isOurs('node'));

/** @param {import('./rounds.mjs').Result[]} results - of one workload */
function lines(results) {
  const ours = oursOf(results);
  return results.map(({ workload, name, samples, memory }) => ({
    workload: workload.id,
    name,
    milliseconds: spread(samples),
    gigaflops: gigaflops(workload, median(samples)),
    oursIsFasterBy: ours && timesAsFast(ours.samples, samples),
    memory,
  }));
}

const sharesOf = ({ work }, samples, bare) =>
  spread(samples.map((milliseconds, round) => (work / milliseconds / bare.workload.work) * bare.samples[round]));

/** The speed of each product as a share of the bare loop's in the same round. */
function roofline(limits) {
  return limits.map(({ workload, name, samples }) => {
    const bare = limits.find((other) => other.name === name && other.workload.kind === 'multiply-adds');
    return {
      workload: workload.id,
      name,
      gigaflops: spread(samples.map((milliseconds) => gigaflops(workload, milliseconds))),
      share: bare && workload.kind === 'product' ? sharesOf(workload, samples, bare) : undefined,
    };
  });
}

/** Wherever `against` ran: the quickest one counts. */
function speedGoal(table, { workload, against, atLeast }) {
  const isPeer = (name) => name === against || name.replace(/, (chromium|node)$/, '') === against;
  const peers = table.filter((line) => line.workload === workload && isPeer(line.name));
  const ratios = peers.flatMap(({ oursIsFasterBy }) => oursIsFasterBy?.median ?? []);
  const got = ratios.length ? Math.min(...ratios) : undefined;
  return { goal: `${workload} against ${against}`, wanted: atLeast, got };
}

const resultsOf = (models, workload) => models.find(([{ workload: { id } }]) => id === workload) ?? [];

function nativeGoal(models, { workload, atLeast }) {
  const results = resultsOf(models, workload);
  const [ours, peer] = ['ours native', 'PyTorch'].map((who) => results.find(({ name }) => name === who));
  const got = ours && peer && timesAsFast(ours.samples, peer.samples).median;
  return { goal: `${workload}, native against PyTorch`, wanted: atLeast, got };
}

function threadGoal(models, { workload, atLeast }) {
  const results = resultsOf(models, workload);
  const one = oursOf(results);
  const two = one && results.find(({ name }) => name === one.name.replace('relaxed', 'relaxed, two threads'));
  const got = two && timesAsFast(two.samples, one.samples).median;
  return { goal: `${workload}, two threads against one`, wanted: atLeast, got };
}

const productGoalOf = ({ workload, name, share }) => ({
  goal: `${workload} of the bare loop, ${name}`,
  wanted: productGoals[name.match(/relaxed|simd/)[0]],
  got: share.median,
});

/** Each with what was wanted, what came, and whether that will do; those not measured are left out. */
function goals(models, table, limits, scaling) {
  const { workload: trained, atMost } = memoryGoal;
  const memory = table.find(({ workload, name }) => workload === trained && name.startsWith('ours relaxed,'))?.memory;
  const lower = [
    ...limits.filter(({ share, name }) => share && name.startsWith('ours wasm')).map(productGoalOf),
    ...speedGoals.map((goal) => speedGoal(table, goal)),
    ...nativeGoals.map((goal) => nativeGoal(models, goal)),
    ...threadGoals.map((goal) => threadGoal(models, goal)),
  ].map((goal) => ({ ...goal, met: goal.got >= goal.wanted }));
  const upper = [
    { goal: `${trained}, MB of memory, at most`, wanted: atMost, got: memory && memory / 2 ** 20 },
    ...['T', 'B', 'H'].map((size) => scalingLineGoal(scaling, size)),
  ].map((goal) => ({ ...goal, met: goal.got <= goal.wanted }));
  return [...lower, ...upper].filter(({ got }) => got !== undefined);
}

/** Picoseconds a multiply-add along each line. */
const scalingLine = ({ workload, name, samples }) => ({
  workload: workload.id,
  units: workload.units[0],
  name,
  picoseconds: (median(samples) / workload.work) * 1e9,
});

function scalingLineGoal(scaling, size) {
  const line = scaling.filter(({ workload, units }) => workload.startsWith(`${size}=`) && units >= 64);
  const times = line.map(({ picoseconds }) => picoseconds);
  const got = times.length ? Math.max(...times) / Math.min(...times) : undefined;
  return { goal: `scaling with ${size}, slowest over quickest, at most`, wanted: scalingGoal, got };
}

/**
 * @typedef {import('./rounds.mjs').Result[]} Results
 * @param {{ limits: Results, models: Results[], scaling: Results[] }} measured - models and scaling: a
 *   list a workload
 */
export function summarize({ limits, models, scaling }) {
  const table = models.flatMap(lines);
  const limit = roofline(limits);
  const scaled = scaling.flat().map(scalingLine);
  return { roofline: limit, workloads: table, scaling: scaled, goals: goals(models, table, limit, scaled) };
}
