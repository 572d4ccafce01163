// The worker of this view: it opens models of others, tries them and writes them for elsewhere, while the page goes on.
import { expose } from 'comlink';
import { open } from './open';
import { predict } from './trial';
import { written } from './write';

const importer = { open, predict, written };

export type Importer = typeof importer;

expose(importer);
