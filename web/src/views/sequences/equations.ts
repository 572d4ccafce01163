// Equations as elements: symbols with their indices, and the same with numbers in place of symbols.
import { make } from '../../basics/dom';
import { figure } from '../../basics/format';
import type { Matrix, Vector } from './cell';

type Part = Node | string;

const token = /_\{([^}]*)\}|_(\w)|(tanh)|([a-zA-Z])/g;

/** `h_{t-1}` with its index below, letters in italics. */
export function formula(text: string): HTMLElement {
  const line = make('span', { className: 'formula' });
  let at = 0;
  for (const match of text.matchAll(token)) {
    line.append(text.slice(at, match.index));
    const [all, group, single, upright, letter] = match;
    const index = group ?? single;
    if (index !== undefined) line.append(make('sub', { textContent: index }));
    else line.append(upright ?? make('i', { textContent: letter! }));
    at = match.index + all.length;
  }
  line.append(text.slice(at));
  return line;
}

/** Numbers between brackets, a row a line. The full number is in `data-value`, for who wants to check. */
export function matrix(rows: Matrix): HTMLElement {
  const numbers = rows.flat().map((value) => {
    const shown = make('span', { textContent: figure(value, 3) });
    shown.dataset.value = String(value);
    return shown;
  });
  const brackets = make('span', { className: 'matrix' }, ...numbers);
  brackets.style.setProperty('--columns', String(rows[0]!.length));
  return brackets;
}

export const column = (v: Vector): HTMLElement => matrix(v.map((value) => [value]));

/** The name of what is computed, the equation, and its numbers; `id` names the result for who looks for it. */
export function equation(id: string, name: string, symbols: string, parts: Part[], result: HTMLElement): HTMLElement {
  result.dataset.result = id;
  const terms = parts.map((part) => (typeof part === 'string' ? make('span', { className: 'operator', textContent: part }) : part));
  return make(
    'li',
    {},
    make('p', {}, make('span', { className: 'name', textContent: name }), formula(symbols)),
    make('p', { className: 'numbers' }, ...terms, make('span', { className: 'operator', textContent: '=' }), result),
  );
}
