import type { HostCheck } from '../bugs/index.js';
import { clean, type Look, paint, wrap } from './text.js';

const STYLE = { affected: 'red', 'not-affected': 'green', unknown: 'yellow' } as const;

/** The known bugs against one host: the open ones first, each with why. */
export function renderChecks(
  look: Look,
  hostLine: string,
  checks: readonly HostCheck[],
  explain: boolean,
): string {
  const order = ['affected', 'unknown', 'not-affected'];
  const out = [paint(look, 'bold', clean(hostLine)), ''];
  for (const check of checks.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))) {
    out.push(
      wrap(
        look,
        `${paint(look, STYLE[check.status], check.status)}  ${check.id}: ${clean(check.title)}`,
        '',
        '   ',
      ),
    );
    for (const why of check.why) out.push(wrap(look, clean(why), '   '));
    if (explain) {
      for (const { says, source, line } of check.evidence) {
        out.push(wrap(look, clean(`${says} (${source}${line === undefined ? '' : `:${line}`})`), '   + '));
      }
    }
    for (const degraded of check.degraded) out.push(wrap(look, clean(degraded), '   ? '));
  }
  return `${out.join('\n')}\n`;
}
