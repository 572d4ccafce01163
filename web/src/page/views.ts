// The views, in the order of the page's links and its address; the first is on show by default. A view is
// a row here and a folder of this name in views/: view.html, view.css, view.ts, which is loaded when it is
// first shown, and keys.ts if the address says something of it.

interface Row {
  name: string;
  /** Of its link. */
  title: string;
  /** It trains networks of its own: beside it the text model waits. */
  ownNetworks?: true;
}

export const views: Row[] = [
  { name: 'text', title: 'Learn' },
  { name: 'write', title: 'Write' },
  { name: 'inside', title: 'Look inside' },
  { name: 'sequences', title: 'Sequences', ownNetworks: true },
  { name: 'model', title: 'Your model' },
];
