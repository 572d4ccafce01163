// The builds take turns at a workload, round after round: what disturbs one disturbs all.
import { words } from '../basics/format';
import { Frame } from './frame';
import type { Line } from './lines';

export interface Listener {
  onWarmUp(line: Line): void;
  onWarm(line: Line): void;
  onRounds(): void;
  onSample(line: Line): void;
}

/**
 * Fills the lines' samples, or says why not.
 * @param lines - of one workload
 */
export async function measure(lines: Line[], rounds: number, signal: AbortSignal, listener: Listener): Promise<void> {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  const orStopped = <Result>(result: Promise<Result>): Promise<Result> => Promise.race([result, stopped]);
  const running: { line: Line; frame: Frame }[] = [];
  const open = async (line: Line, frame: Frame) => {
    await frame.load();
    await frame.call('init', line.build);
    await frame.call('open', line.workload);
  };
  try {
    for (const line of lines) {
      const frame = new Frame();
      running.push({ line, frame });
      listener.onWarmUp(line);
      await orStopped(open(line, frame)).catch((error) => {
        signal.throwIfAborted();
        line.problem = words(error);
        frame.close();
        running.pop();
      });
      listener.onWarm(line);
    }
    listener.onRounds();
    for (let round = 0; round < rounds; ++round) {
      for (const { line, frame } of running) {
        line.samples.push(await orStopped(frame.call('sample')));
        listener.onSample(line);
      }
    }
  } finally {
    for (const { frame } of running) frame.close();
  }
}
