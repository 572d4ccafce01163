// Lets the browser do what it has to between two parts of a longer work.

export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
