// Why gates: the same task for three cells side by side, as the gap grows.
import { byId, write } from '../../basics/dom';
import { count, percent } from '../../basics/format';
import { Controls, type Phase } from '../../parts/controls';
import { radios, typed } from '../../parts/fields';
import type { Run } from '../../parts/run';
import { setUpTakeAway } from '../../parts/take-away';
import type { View } from '../../parts/view';
import { keys, lengths, settings } from './keys';
import { Panel } from './panel';
import { race, type Result, type Team } from './race';
import { recipe } from './recipe';
import { cells, type Cell, type Runner } from './runner';

const panels = Object.fromEntries(cells.map((cell) => [cell, new Panel(cell)])) as Record<Cell, Panel>;
const away = setUpTakeAway('gates', { file: 'which-came-first', code: recipe, bytes: () => team?.lstm.save() });
let team: Team | undefined;
let length: number = lengths[0];

const sentence: Record<Phase, () => string> = {
  running: () => 'Learning.',
  paused: () => `Paused at ${length} steps.`,
  finished: () => `Done, up to ${length} steps.`,
  stopped: () => (team ? `Stopped at ${length} steps.` : 'Ready.'),
  failed: () => 'That did not work.',
};

const controls = new Controls({ name: 'gates', start: learn, describe: (phase) => sentence[phase]() });

radios(keys, 'gap');
typed(keys, 'race');
byId('gates-form').addEventListener('submit', (event) => event.preventDefault());

export const view: View = { trainings: [controls] };

async function learn(run: Run): Promise<void> {
  const { gap, race: seed } = settings;
  for (const each of gap === 'all' ? lengths : [gap]) {
    length = each;
    for (const cell of cells) panels[cell].begin(each);
    await race(each, seed, run, {
      onTeam: take,
      onBatch: (cell, runner) => panels[cell].batch(runner),
      onHeard: (cell, heard) => panels[cell].hear(heard),
      onResult: show,
    });
  }
}

/** From now on; the networks before are gone. */
function take(next: Team): void {
  if (team) for (const cell of cells) team[cell].dispose();
  team = next;
  away.show(true);
}

function show(cell: Cell, runner: Runner, result: Result): void {
  panels[cell].end(runner, result);
  const place = byId(`gap-${length}-${cell}`);
  write(place, `${percent(result.right)}${runner.isThere ? ' after' : ', not in'} ${count(runner.batches)}`);
  place.dataset.learned = String(runner.isThere);
}
