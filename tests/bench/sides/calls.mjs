// Calls to an agent in another process, one at a time; the process's end answers what is open.

/**
 * @param {(call: { method: string, argument?: unknown }) => void} send
 * @returns `call`, and for what comes back: `answer({ result } or { error })` and `fail(error)`
 */
export function calls(send) {
  let open;
  let failure;
  const settle = (how, value) => {
    open?.[how](value);
    open = undefined;
  };
  return {
    call: (method, argument) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        open = { resolve, reject };
        send({ method, argument });
      }),
    answer: ({ result, error }) => (error ? settle('reject', new Error(error)) : settle('resolve', result)),
    fail(error) {
      failure = error;
      settle('reject', error);
    },
  };
}

/** The side of an agent that `call` reaches. */
export const sideOf = (call, job, close) => ({
  open: () => call('open', job),
  sample: () => call('sample'),
  memory: () => call('memory'),
  close,
});
