// WebKitGTK calls its language "C" where the system's locale is, and Intl refuses that: uPlot asks Intl for
// it as it is loaded, so this stands before it.

try {
  new Intl.Locale(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}
