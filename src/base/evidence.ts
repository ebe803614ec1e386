/**
 * A reason somebody can check: what it says, and where that stands.
 * `source` is the input's name, a path of the host (`/proc/version`), or `record ID`; `line` counts from 1.
 */
export interface Evidence {
  readonly says: string;
  readonly source: string;
  readonly line?: number;
}
