// Numbers in words for the page.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const round = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const wordy = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 3 });

export const count = (value: number): string => whole.format(value);
export const about = (value: number): string => round.format(value);

export const inWords = (value: number): string => wordy.format(value);
export const plural = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** What the package's builds are called. */
export const builds = { simd: 'SIMD', relaxed: 'Relaxed SIMD' };

/** A number as it is read: with a real minus, and none before a zero. */
export function figure(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const left = Math.ceil(seconds);
  if (left < 60) return `${left} s`;
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(left / 60);
  if (minutes < 60) return `${minutes} min ${two(left % 60)} s`;
  return `${count(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
}

/** Rounded down, so that 100% means all of them. */
export const percent = (share: number): string => `${Math.floor(share * 1000) / 10}%`;

/** What went wrong, without the library's name in front. */
export function words(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const plain = message.replace(/^lstm: /, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
