import * as lstm from 'lstm-wasm';
import { program } from './program.js';

program(lstm).then(
  (result) => postMessage({ result }),
  ({ message }) => postMessage({ message }),
);
