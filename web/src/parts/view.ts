// What the frame asks of a view, whose code is loaded when it is first shown.
import type { Controls } from './controls';

export interface View {
  /** Wait while another view is on show. */
  trainings?: Controls[];
  /** It is on show from now on. */
  show?(): void;
}
