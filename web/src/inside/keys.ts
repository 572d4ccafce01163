// What the address says of the look inside.

export const keys = {};
