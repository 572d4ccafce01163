// Stands in front of a page's own scripts, and notes what must not happen.
window.faults = [];
addEventListener('error', ({ message, target }) => window.faults.push(message ?? `not loaded: ${target.src ?? target.href}`), true);
addEventListener('unhandledrejection', ({ reason }) => window.faults.push(`rejection: ${reason}`));
addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.faults.push(`policy: ${violatedDirective}`));
for (const kind of ['error', 'warn']) console[kind] = (...words) => void window.faults.push(`console: ${words.join(' ')}`);
