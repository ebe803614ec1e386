import { type Draft, hasFrames } from './draft.js';
import { completes, isRuntimeError } from './throws.js';
import type { Message } from './tokens.js';

/** How the lines that say why a program dies come together: each function takes one more into a crash that has no stack yet. */

/** Whether a crash still awaits more of its error: neither signal nor stack has come. */
export function isOpen(draft: Draft): boolean {
  return draft.signal === null && draft.sections.length === 0;
}

/** A `fatal error:` right behind the beginning of a crash. Returns whether it belongs to it. */
export function takeFatal(draft: Draft, message: Message, line: number): boolean {
  const said = { says: message.text, line };
  if (draft.kind === 'fatal') {
    if (draft.errors.length === 0) draft.errors.push(said);
    // Several threads may die at once: each says why before one of them gets to print its stack.
    else if (draft.errors[0]!.says !== message.text)
      draft.runtimeLines.push(asLine('fatal error', message, line));
    return true;
  }
  if (draft.kind !== 'panic' || !draft.own || !message.own) return false;
  // A panic inside the runtime's own critical code: it says what the panic was, then throws (runtime/panic.go, gopanic).
  draft.kind = 'fatal';
  draft.runtimeLines.push(
    ...draft.errors.map(({ says, line: at }) => ({ says: `panic: ${says}`, line: at })),
  );
  draft.errors.splice(0, draft.errors.length, said);
  return true;
}

/** A `panic:` below another one. */
export function takePanic(draft: Draft, message: Message, line: number, adjacent: boolean): boolean {
  if (draft.kind !== 'panic' || message.kind !== 'panic' || !isOpen(draft)) return false;
  // Between the two only more lines of the first one's text may stand.
  const text = draft.errors.at(-1)?.says ?? '';
  if (!adjacent && !(draft.own && message.indented && !isRuntimeError(text))) return false;
  draft.errors.push({ says: withoutMarks(message.text), line });
  return true;
}

/** An `unexpected fault address`: the runtime prints it before it throws, and both threads of two that fault at once do. */
export function takeFault(draft: Draft, says: string, line: number): boolean {
  if (draft.kind !== 'fatal' || hasFrames(draft) || draft.signal !== null) return false;
  if (draft.runtimeLines.at(-1)?.says !== says) draft.runtimeLines.push({ says, line });
  return true;
}

/** Begins a panic's text; for net/http's, the client's address is told apart from it. */
export function beginPanic(draft: Draft, message: Message, line: number): void {
  const says = withoutMarks(message.text);
  const colon = message.kind === 'served' ? says.indexOf(': ') : -1;
  if (message.kind === 'served') draft.servedFor = colon < 0 ? says : says.slice(0, colon);
  draft.errors.push({
    says: colon < 0 ? (draft.servedFor === null ? says : '') : says.slice(colon + 2),
    line,
  });
}

const LONGEST_ERROR = 4000;

/** Takes a line that is no token as part of the error's text. Returns whether it is. */
export function takeText(draft: Draft, said: string): boolean {
  const index = draft.errors.length - 1;
  const last = draft.errors[index];
  if (last === undefined || !isOpen(draft)) return false;
  const { says, line } = last;
  const runtimes =
    draft.kind === 'fatal' ||
    says.startsWith('runtime error:') ||
    isRuntimeError(says) ||
    completes(says, said);
  // The runtime's own errors have one line; only what was broken off may go on. A program's may have many.
  if (runtimes ? !completes(says, said) : draft.kind === 'death' || draft.kind === 'trace') return false;
  if (says.length < LONGEST_ERROR)
    draft.errors[index] = { says: withoutMarks(`${says}${runtimes ? ' ' : '\n'}${said}`), line };
  return true;
}

/** Takes the beginning of a line, before its first token, as the rest of an error that the line before broke off. */
export function takeRest(draft: Draft, rest: string): void {
  const last = draft.errors.at(-1);
  if (last === undefined || !isOpen(draft) || !completes(last.says, rest)) return;
  draft.errors[draft.errors.length - 1] = { says: `${last.says} ${rest}`, line: last.line };
}

/** What one of several dying threads said, beside the error that the report is about. */
export function asLine(mark: string, message: Message, line: number): { says: string; line: number } {
  return { says: `${mark}: ${message.text}`, line };
}

/** The text of a panic without the marks that printpanics puts behind it. */
function withoutMarks(text: string): string {
  for (const mark of [' [recovered, repanicked]', ' [recovered]']) {
    if (text.endsWith(mark)) return text.slice(0, -mark.length);
  }
  return text;
}
