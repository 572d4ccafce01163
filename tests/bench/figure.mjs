// How a measured number is told: three digits, and no fractions of thousands.
export const figure = (value) => (value >= 1000 ? Math.round(value).toString() : value.toPrecision(3));
