// A stack of layers that could be a state dict's, from names and shapes.
import type { Layer } from '../../api/layers.js';
import type { Module } from './modules.js';
import { type Piece, pieceOf } from './pieces.js';

export interface Guess {
  layers: Layer[];
  /** What the file does not say, and how it was taken, each in a sentence. */
  notes: string[];
}

const follows = (before: Piece | undefined, piece: Piece) =>
  before ? before.outputs === piece.inputs && piece.kind !== 'embedding' : piece.kind !== 'normalization';

/** Orders in which each piece reads what the one before gives: at most two, found within so many steps. */
function orders(pieces: readonly Piece[], steps = { left: 10_000 }, before?: Piece): Piece[][] {
  if (pieces.length === 0) return [[]];
  const found: Piece[][] = [];
  for (const piece of pieces) {
    if (found.length > 1 || --steps.left < 0) break;
    if (!follows(before, piece)) continue;
    const rest = pieces.filter((other) => other !== piece);
    found.push(...orders(rest, steps, piece).map((order) => [piece, ...order]));
  }
  return found;
}

/** The file's own order, which is PyTorch's of definition; that of names, as of safetensors, may have to be another. */
function ordered(pieces: readonly Piece[], notes: string[]): readonly Piece[] {
  const breaks = pieces.findIndex((piece, n) => !follows(pieces[n - 1], piece));
  if (breaks < 0) return pieces;
  const [only, ...others] = orders(pieces);
  if (only && others.length === 0) {
    notes.push('Guessed the order of the layers from their shapes.');
    return only;
  }
  const [before, piece] = [pieces[breaks - 1], pieces[breaks]!];
  throw new TypeError(
    `lstm: expected modules that are a chain, to guess their layers, got '${piece.name}', which reads ${piece.inputs} features` +
      (before ? `, after '${before.name}', which gives ${before.outputs}` : ' first') + '; give layers to say what lies between',
  );
}

/** Who writes text gives at every step as many numbers as there are tokens. */
const writesText = (pieces: readonly Piece[]) => pieces[0]!.kind === 'embedding' && pieces[0]!.inputs === pieces.at(-1)!.outputs;

/** Both directions end at a step of their own: what many take for it, the last row, is where the other one has just begun. */
function readOn({ name, bothWays }: Piece, everyStep: boolean): string {
  if (everyStep) return `Guessed that every step of '${name}' is read on, not the last one.`;
  return `Guessed that the last step of '${name}' is read on, not every one${bothWays ? '; of each direction its own (h_n), not out[:, -1]' : ''}.`;
}

/** @throws TypeError for modules that are no chain of layers that are here. */
export function guessed(modules: readonly Module[]): Guess {
  const notes: string[] = [];
  const pieces = ordered(modules.map(pieceOf), notes);
  const everyStep = writesText(pieces);
  const last = pieces.findLast(({ kind }) => kind === 'recurrent');
  if (last) notes.push(readOn(last, everyStep));
  const layers = pieces.map((piece, n) => {
    const hidden = (piece.kind === 'dense' && n < pieces.length - 1) || piece.kind === 'convolution';
    if (hidden) notes.push(`Guessed 'relu' after '${piece.name}'.`);
    const { kind, inputs } = piece;
    return piece.layer({
      returnSequences: everyStep || piece !== last,
      activation: hidden ? 'relu' : 'linear',
      ...(n === 0 && kind !== 'embedding' && { inputShape: kind === 'dense' ? [inputs] : [null, inputs] }),
    } as Parameters<Piece['layer']>[0]);
  });
  return { layers, notes };
}
