// Views of the text model say on a line which one it is and how its training goes, with a button that
// starts, holds and resumes it.
import { titleOf, workbench } from '../parts/workbench';
import { make, write } from '../basics/dom';
import { throttle } from '../basics/throttle';

export function fillBenchLines(): void {
  const lines = [...document.querySelectorAll<HTMLElement>('[data-bench]')].map(fill);
  const show = throttle(() => {
    for (const { words, button } of lines) {
      write(words, sentence());
      write(button, label());
    }
  });
  addEventListener('training', show);
  workbench.onChange(show);
  show();
}

function fill(line: HTMLElement) {
  const words = make('span');
  const button = make('button', { type: 'button' });
  button.addEventListener('click', () => workbench.training?.press());
  line.append(words, button);
  return { words, button };
}

function sentence(): string {
  const status = workbench.training?.status ?? '';
  const { bench } = workbench;
  if (!bench) return `No network has begun to learn yet. ${status}`;
  const name = titleOf(bench);
  return bench.recipe ? `${name} on ${bench.name}. ${status}` : `${name} from ${bench.name}.`;
}

/** A file's network is not in training: a start is that of another. */
function label(): string {
  const { bench, training } = workbench;
  return bench && !bench.recipe ? 'Train another' : (training?.label ?? 'Start');
}
