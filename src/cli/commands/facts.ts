import type { Command } from 'commander';
import { taintFlagsOfMask } from '../../base/index.js';
import { gatherFacts, identify } from '../../host/index.js';
import { clean, table } from '../../render/index.js';
import { print, terminalLook } from '../output.js';

interface Options {
  readonly json?: boolean;
  readonly root?: string;
}

export function define(command: Command): void {
  command
    .option(
      '--json',
      'the facts as JSON (kulprit/facts@1); this is what is written when standard output is not a terminal',
    )
    .option('--root <folder>', 'read the facts of a mounted system instead of the running one')
    .addHelpText(
      'after',
      `
Each fact says where it was read; what could not be had says why. No root is needed.

Examples:
  kulprit facts
  kulprit facts > web1.json && kulprit check --facts web1.json
  kulprit facts --json | jq .cpu.microcode
`,
    )
    .action((options: Options) => run(options));
}

async function run(options: Options): Promise<void> {
  const facts = await gatherFacts(options.root === undefined ? {} : { root: options.root });
  if (options.json || process.stdout.isTTY !== true) return print(`${JSON.stringify(facts, null, 2)}\n`);
  const identity = identify(facts);
  const look = terminalLook();
  const rows = Object.entries(identity).map(([name, known]) => {
    const value =
      known.value === null
        ? 'unknown'
        : typeof known.value === 'object'
          ? Object.values(known.value)
              .filter(v => v !== null)
              .join(' ')
          : String(known.value);
    return [name, clean(value), clean(`${known.why} (${known.source})`)];
  });
  const taint = taintFlagsOfMask(facts.tainted ?? 0).map(({ letter, means }) => `${letter} ${means}`);
  if (facts.tainted !== undefined)
    rows.push(['taint', String(facts.tainted), taint.join(', ') || 'not tainted']);
  const missing = (facts.missing ?? []).map(({ fact, why }) => [fact, clean(why)]);
  await print(
    `${table(look, rows)}\n${missing.length === 0 ? '' : `\nCould not be had:\n${table(look, missing, '  ')}\n`}\nAll facts: kulprit facts --json\n`,
  );
}
