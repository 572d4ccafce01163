/** A failure the user can act on: its message says what is missing and what to do, and is shown without a stack. */
export class ToolchainError extends Error {
  name = 'ToolchainError';
}
