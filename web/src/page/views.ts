// The views, in the order of the page's links and its address; the first is on show by default. A view is
// a row here and a folder of this name in views/: view.html, view.css, view.ts, which is loaded when it is
// first shown, and keys.ts if the address says something of it. A use is a row and a folder in uses/ likewise, but all of
// it is loaded when it is opened; the view "Uses" has a card for each.

interface Row {
  name: string;
  /** Of its link. */
  title: string;
  /** It trains networks of its own: beside it the text model waits. */
  ownNetworks?: true;
}

interface Use extends Row {
  ownNetworks: true;
  /** On its card. */
  about: string;
}

export const views: Row[] = [
  { name: 'text', title: 'Learn' },
  { name: 'write', title: 'Write' },
  { name: 'inside', title: 'Look inside' },
  { name: 'sequences', title: 'Sequences', ownNetworks: true },
  { name: 'uses', title: 'Uses' },
  { name: 'model', title: 'Your model' },
];

export const uses: Use[] = [
  {
    name: 'gestures',
    title: 'Teach it gestures',
    ownNetworks: true,
    about: 'Draw a few signs a few times. Two seconds later a network knows them, and says which one you draw while you still do.',
  },
  {
    name: 'gates',
    title: 'Why gates',
    ownNetworks: true,
    about: 'SimpleRNN, GRU and LSTM side by side on the same task, as what is asked lies further and further back. See which of them hears it.',
  },
];

/** All that the address can name. */
export const rows: Row[] = [...views, ...uses];
