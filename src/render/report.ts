import type { Frame, GoReport, KernelReport, Report } from '../report/index.js';
import { clean, cut, type Look, paint, wrap } from './text.js';

/** One report for a terminal: title, where it stands, what it says, the top of its trace. */
export function renderReport(look: Look, report: Report, number: number): string {
  const out = [
    `${paint(look, 'bold', `${number}. ${clean(report.title)}`)}`,
    paint(look, 'dim', wrap(look, about(report), '   ')),
  ];
  for (const line of body(report)) out.push(wrap(look, clean(line), '   ', '     '));
  const trace = traceLine(report, look.width - 10);
  if (trace !== '') out.push(`   ${paint(look, 'dim', 'trace')} ${trace}`);
  if (report.corrupted !== null) out.push(wrap(look, `not whole: ${report.corrupted}`, '   '));
  if (report.follows !== null) {
    const because = report.followsBecause === undefined ? '' : `: ${clean(report.followsBecause)}`;
    out.push(wrap(look, `follows from ${report.follows + 1}${because}`, '   '));
  }
  return out.join('\n');
}

function about(report: Report): string {
  const { line, endLine } = report.span;
  const parts: string[] = [report.kind, line === endLine ? `line ${line}` : `lines ${line}–${endLine}`];
  if (report.kernel?.release) parts.push(`kernel ${report.kernel.release}`);
  if (report.kind === 'kernel-bug') parts.push(...machine(report));
  if (report.panicked) parts.push('the kernel panicked');
  return clean(parts.join(' · '));
}

function machine({ details }: KernelReport): string[] {
  const parts: string[] = [];
  if (details.comm !== null)
    parts.push(details.pid === null ? details.comm : `${details.comm}[${details.pid}]`);
  if (details.cpu !== null) parts.push(`CPU ${details.cpu}`);
  if (details.hardware !== null) parts.push(details.hardware);
  if (details.faultAddress !== null) parts.push(`address ${details.faultAddress}`);
  if (details.taint !== null && details.taint.letters.length > 0) {
    parts.push(`tainted: ${details.taint.letters.map(t => `${t.letter} ${t.means}`).join(', ')}`);
  }
  return parts;
}

/** What the report says, line by line, by its kind. */
function body(report: Report): readonly string[] {
  switch (report.kind) {
    case 'kernel-bug':
      return report.details.explanation.map(({ says, line }) => `${says} (line ${line})`);
    case 'go-crash':
      return goBody(report);
    case 'go-kernel-note':
      return report.details.notes.map(noteLine);
    case 'oom-kill':
      return report.details.largest
        .slice(0, 3)
        .map(({ name, pid, rss }) => `${name}[${pid}] held ${megabytes(rss)}`)
        .concat(report.details.held.slice(0, 3).map(({ what, bytes }) => `${what}: ${megabytes(bytes)}`));
    case 'hardware-error':
    case 'storage-error':
      return [
        ...(report.details.count > 1 ? [`${report.details.count} times`] : []),
        ...Object.entries(report.details.decoded)
          .slice(0, 8)
          .map(([name, value]) => `${name}: ${value}`),
      ];
    case 'program-crash':
      return Object.entries(report.details.decoded)
        .slice(0, 8)
        .map(([name, value]) => `${name}: ${value}`);
  }
}

function goBody({ details }: GoReport): string[] {
  const lines: string[] = [];
  if (details.signal !== null) {
    const { name, addr, pc, code } = details.signal;
    lines.push(
      `signal ${name}${code ? ` code ${code}` : ''}${addr ? ` at address ${addr}` : ''}${pc ? `, pc ${pc}` : ''}`,
    );
  }
  lines.push(`${details.class}: ${details.why}`);
  for (const { says } of details.runtimeLines.slice(0, 3)) lines.push(says);
  lines.push(...details.kernelNotes.map(noteLine));
  return lines;
}

function noteLine(note: GoReport['details']['kernelNotes'][number]): string {
  const name = note.errnoName === null ? '' : ` (${note.errnoName})`;
  return `${note.says}${name} (line ${note.line})`;
}

/** `f ← g ← h`, innermost first, as many as fit. What the instruction pointer stood in comes first, though traces leave it out. */
function traceLine({ frames, blamed }: Report, width: number): string {
  const certain = frames.filter(frame => frame.certain && frame.function !== '');
  const names = certain.slice(0, 12).map(frameName);
  const top = blamed?.function ?? null;
  if (top !== null && names.length > 0 && !frames.some(frame => frame.function === top))
    names.unshift(clean(top));
  return cut(names.join(' ← '), Math.max(20, width));
}

/** The function, with its module where the name does not begin with it (as Go's and Java's do). */
function frameName({ function: name, module }: Frame): string {
  return clean(module === null || name.startsWith(module) ? name : `${name} [${module}]`);
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
}
