// A model's module in PyTorch: as its layers do not change, it is written once.
import type { Model } from '../../parts/workbench';

const sources = new WeakMap<Model, Promise<string>>();

export function python(model: Model): Promise<string> {
  if (!sources.has(model)) sources.set(model, written(model));
  return sources.get(model)!;
}

async function written(model: Model): Promise<string> {
  const { toPyTorch } = await import('lstm-wasm/pytorch');
  const python = await toPyTorch(model).catch(() => undefined); // another model is here by now
  return python?.model ?? '';
}
