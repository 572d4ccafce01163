// A loss curve of any length in a bounded number of points.

const limit = 1200; // more than the chart has pixels to show

/** A curve as plain data, which can be kept and gone on with. */
export interface CurveData {
  x: number[];
  y: number[];
  smooth: number[];
  stride: number; // steps a point
  sum: number;
  count: number;
  pushed: number;
  mean: number;
}

export class Curve {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly smooth: number[] = [];
  #stride = 1;
  #sum = 0;
  #count = 0;
  #pushed = 0;
  #mean = 0;
  readonly #memory: number;

  /** `memory`: over how many steps the smooth line looks back, once there are enough. */
  constructor(memory: number, kept?: CurveData) {
    this.#memory = memory;
    if (!kept) return;
    ({ x: this.x, y: this.y, smooth: this.smooth } = kept);
    ({ stride: this.#stride, sum: this.#sum, count: this.#count, pushed: this.#pushed, mean: this.#mean } = kept);
  }

  get data(): CurveData {
    const { x, y, smooth } = this;
    return { x, y, smooth, stride: this.#stride, sum: this.#sum, count: this.#count, pushed: this.#pushed, mean: this.#mean };
  }

  /** The smoothed loss. */
  get mean(): number {
    return this.#mean;
  }

  push(x: number, y: number): void {
    this.#mean += (y - this.#mean) / Math.min(this.#memory, 1 + this.#pushed++ / 4);
    this.#sum += y;
    this.#count += 1;
    if (this.#count < this.#stride) return;
    this.x.push(x);
    this.y.push(this.#sum / this.#count);
    this.smooth.push(this.#mean);
    this.#sum = this.#count = 0;
    if (this.x.length > limit) this.#halve();
  }

  /** Two neighbours become one: the later place, the mean height. */
  #halve(): void {
    const half = this.x.length >> 1;
    for (let i = 0; i < half; i++) {
      this.x[i] = this.x[2 * i + 1]!;
      this.y[i] = (this.y[2 * i]! + this.y[2 * i + 1]!) / 2;
      this.smooth[i] = this.smooth[2 * i + 1]!;
    }
    for (const points of [this.x, this.y, this.smooth]) points.length = half;
    this.#stride *= 2;
  }
}
