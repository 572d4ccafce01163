// Numbers to colours. The stops are those of heat.css, which the legends are drawn with too: of
// signed values (c, h, g) two hues from a neutral zero, of gates one hue from none to full.

export type Scale = 'signed' | 'gate';

/** Colours of a scale, from its lowest value to its highest. */
export interface Colours {
  /** As a canvas keeps them: alpha, blue, green, red. */
  pixels: Uint32Array;
  /** As a style sheet writes them. */
  css: string[];
  /** The ink that can be read on each: one of the two always keeps 4.5:1. */
  ink: string[];
}

export const shades = 256;

export const dark = matchMedia('(prefers-color-scheme: dark)');

const made = new Map<string, Colours>();

/** The colours of the scheme that the page is in. */
export function colours(scale: Scale): Colours {
  const stops = getComputedStyle(document.documentElement).getPropertyValue(`--${scale}`);
  let found = made.get(stops);
  if (!found) made.set(stops, (found = mix(stops.split(',').map(parse))));
  return found;
}

/** Which of the shades a value has between two ends. */
export function shade(value: number, low: number, high: number): number {
  const place = Math.round(((value - low) / (high - low)) * (shades - 1));
  return Math.min(shades - 1, Math.max(0, place));
}

type Rgb = [number, number, number];

function parse(stop: string): Rgb {
  const hex = stop.trim().slice(1);
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function mix(stops: Rgb[]): Colours {
  const result: Colours = { pixels: new Uint32Array(shades), css: [], ink: [] };
  for (let i = 0; i < shades; i++) {
    const place = (i / (shades - 1)) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(place));
    const [r, g, b] = stops[from]!.map((start, k) => Math.round(start + (stops[from + 1]![k]! - start) * (place - from))) as Rgb;
    result.pixels[i] = (255 << 24) | (b << 16) | (g << 8) | r;
    result.css.push(`rgb(${r} ${g} ${b})`);
    result.ink.push(luminance(r, g, b) > 0.179 ? '#000' : '#fff'); // where the two are equally far
  }
  return result;
}

/** As the contrast rules define it. */
function luminance(...rgb: Rgb): number {
  const [r, g, b] = rgb.map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
