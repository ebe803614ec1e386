/** Exit statuses (docs/exit-status.md): every command keeps to them. */
export const EXIT = {
  ok: 0,
  /** diagnose, parse: a crash was found. */
  found: 0,
  /** diagnose, parse: none was found. */
  nothing: 1,
  /** check: open to at least one bug. */
  affected: 2,
  /** check: open to none, but at least one could not be decided. */
  undecided: 3,
  usage: 64,
  defect: 70,
  interrupted: 130,
} as const;
