// The visitor's text, coloured by -log2 p of each character given those before it.
import { byId, complain, make, write } from '../../basics/dom';
import { words } from '../../basics/format';
import { workbench } from '../../parts/workbench';
import { objection, pieces, sign } from './characters';

const longest = 3000;
const full = 8; // bits of the strongest colour

const field = byId<HTMLTextAreaElement>('surprise-text');
const error = byId('surprise-error');
const page = byId('surprise-page');

export function setUpSurprise(): void {
  const scale = Array.from({ length: full + 1 }, (_, bits) => tinted(bits === full ? `${bits} +` : String(bits), bits));
  byId('surprise-scale').append('bits ', ...scale);
  byId('surprise').addEventListener('submit', (event) => {
    event.preventDefault();
    void colour();
  });
  const renew = () => {
    const { bench } = workbench;
    byId<HTMLButtonElement>('surprise-go').disabled = !bench;
    if (bench && field.value === '') field.value = bench.unseen.slice(0, 300).trim();
  };
  workbench.onChange(renew);
  renew();
}

async function colour(): Promise<void> {
  const { bench } = workbench;
  if (!bench) return;
  const text = field.value;
  const letters = pieces(text, bench.tokenizer);
  const complaint = letters.length < 2
    ? 'Type at least two characters: the first is what it reads, the next what it is surprised by.'
    : text.length > longest ? `That is ${text.length} characters. Take at most ${longest}.` : objection(text, bench.tokenizer);
  complain(error, complaint);
  field.setAttribute('aria-invalid', String(complaint !== ''));
  if (complaint) return;
  try {
    const scores = await workbench.use(({ model }) => model.score(text));
    show(letters, Array.from(scores, (score) => -score / Math.LN2), bench.tokenizer.kind === 'char' ? 'character' : 'word');
  } catch (cause) {
    if (bench === workbench.bench) complain(error, words(cause));
  }
}

/** `bits` begins with the second letter's. */
function show(letters: string[], bits: number[], noun: string): void {
  page.replaceChildren(letters[0]!, ...bits.map((value, i) => tinted(letters[i + 1]!, value)));
  const mean = bits.reduce((sum, value) => sum + value, 0) / bits.length;
  const order = [...bits.keys()].sort((a, b) => bits[b]! - bits[a]!).slice(0, 3);
  const surprises = order.map((i) => `“${letters.slice(Math.max(0, i - (noun === 'word' ? 1 : 7)), i + 2).map(sign).join('')}” (${bits[i]!.toFixed(1)} bits)`);
  write(byId('surprise-words'), `${mean.toFixed(2)} bits a ${noun} on average. It expected least the last ${noun}s of ${surprises.join(', ')}.`);
}

function tinted(character: string, bits: number): HTMLElement {
  const span = make('span', { textContent: character, className: 'tint', title: `${bits.toFixed(1)} bits` });
  span.style.setProperty('--surprise', String(Math.min(bits, full) / full));
  return span;
}
