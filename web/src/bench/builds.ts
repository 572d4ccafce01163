// The builds of the package that can run here.
import type { InitResult } from 'lstm-wasm/worker';
import { builds, plural } from '../basics/format';
import { Frame } from './frame';

export type Build = Pick<InitResult, 'variant' | 'threads'>;

export const nameOf = ({ variant, threads }: Build): string => `${builds[variant]}, ${plural(threads, 'thread')}`;

/** What the package chooses when it is free to. */
export async function findBest(): Promise<InitResult> {
  const frame = new Frame();
  try {
    await frame.load();
    return await frame.call('init', {});
  } finally {
    frame.close();
  }
}

/** From the plainest to the best: each has one thing that the one before it has not. */
export function buildsUpTo({ variant, threads }: Build): Build[] {
  const all: Build[] = [{ variant: 'simd', threads: 1 }];
  if (variant === 'relaxed') all.push({ variant, threads: 1 });
  if (threads > 1) all.push({ variant, threads });
  return all;
}
