// What the view is about: the model of the files that were opened last, or the text network on the bench.
import { workbench, type Bench } from '../../parts/workbench';
import { benchOf, plainName, stem } from './file';
import type { Opened } from './importer/open';
import type { Given } from './importer/write';

/** A model that was opened. */
export interface Model extends Opened {
  name: string;
  /** Of a state dict the layers that were confirmed, as code. */
  layers?: string;
  /** Of one of text, which goes on the bench. */
  bench?: Bench;
}

let model: Model | undefined;

const ofFile = ({ bytes, learningRate }: Model): Given => ({ bytes, learningRate });

async function givenOf({ model: its }: Bench, optimizer: boolean): Promise<Given> {
  return { bytes: await its.save({ optimizer }), learningRate: await its.getLearningRate() };
}

export const subject = {
  /** The one that was opened, unless another network is on the bench in its place. */
  get opened(): Model | undefined {
    return model?.bench && model.bench !== workbench.bench ? undefined : model;
  },

  /** A model of text takes the place of the one on the bench, whose training stops. */
  async put({ ...next }: Model): Promise<void> {
    if (next.isText) next.bench = await benchOf(next.bytes, next.name);
    model = next;
    if (!next.bench) return;
    await workbench.training?.stop();
    workbench.put(next.bench);
  },

  close(): void {
    model = undefined;
  },

  /** Of its files, without an ending; none where there is nothing yet. */
  get name(): string | undefined {
    const { opened } = subject;
    if (opened && !opened.bench) return stem(opened.name);
    return workbench.bench && plainName(workbench.bench);
  },

  /** The model, with all that it needs to go on learning or without; the bench's training waits meanwhile. */
  async given(optimizer: boolean): Promise<Given> {
    const { opened } = subject;
    return opened && !opened.bench ? ofFile(opened) : workbench.use((bench) => givenOf(bench, optimizer));
  },

  /** The same for what its weights do not matter to: nothing waits. */
  async asItIs(): Promise<Given> {
    const { opened } = subject;
    return opened && !opened.bench ? ofFile(opened) : givenOf(workbench.bench!, false);
  },
};
