// Drawing, a few times a second and only when the browser paints anyway.

export function throttle(draw: () => void, gap = 200): () => void {
  let pending = false;
  let last = -Infinity;
  const paint = () => {
    pending = false;
    last = performance.now();
    draw();
  };
  return () => {
    if (pending) return;
    pending = true;
    const wait = Math.max(0, last + gap - performance.now());
    setTimeout(() => requestAnimationFrame(paint), wait);
  };
}
