// A program that a browser's test needs: it ends with the test, however that ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const patience = 60_000; // ms, for a start

/** @param env - beside this process's own */
export function start(name, args, env = {}) {
  const child = spawn(name, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
  let failure;
  child.on('error', (error) => (failure = error));
  child.on('exit', (code) => (failure ??= new Error(`${name} ended with ${code}: ${said.stderr}`)));
  const kill = () => child.kill();
  process.once('exit', kill);

  /** Resolves to the first true answer; a question may fail until then. */
  async function until(ask) {
    for (const end = Date.now() + patience; ; await pause(50)) {
      const answer = await Promise.resolve().then(ask).catch((error) => void (said.last = error.message));
      if (answer) return answer;
      if (failure) throw failure;
      if (Date.now() > end) throw new Error(`${name} does not answer: ${said.last ?? ''} ${said.stderr}`);
    }
  }

  return {
    until,
    /** Waits until it says this on one of its streams. */
    says: (stream, pattern) => until(() => pattern.exec(said[stream])),
    async end() {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null) {
        kill();
        await once(child, 'exit');
      }
    },
  };
}
