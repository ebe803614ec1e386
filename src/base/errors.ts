/** Stable codes of the errors kulprit raises; a script may rely on them. */
export type ErrorCode =
  | 'usage'
  | 'input-missing'
  | 'input-unreadable'
  | 'input-directory'
  | 'input-empty'
  | 'input-binary'
  | 'input-corrupt'
  | 'unknown-bug'
  | 'bad-facts'
  | 'bad-record'
  | 'unsupported'
  | 'interrupted'
  | 'defect';

/** The one error family of kulprit: a sentence for people, a `code` for scripts, the original as `cause`. */
export class KulpritError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'KulpritError';
    this.code = code;
  }
}
