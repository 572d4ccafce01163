// How long the page's main thread was busy at a stretch, in its own time: that of a machine that is at
// work elsewhere does not count.

const categories = ['toplevel', 'devtools.timeline'];

/** Runs `work` and resolves to its longest task in milliseconds of processor time. */
export async function longestTask({ browser }, page, work) {
  await browser.startTracing(page, { categories });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const tasks = traceEvents.filter(
    ({ ph, name, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && main.some((thread) => thread.pid === pid && thread.tid === tid),
  );
  if (tasks.length === 0) throw new Error('the trace has no task of the main thread');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
