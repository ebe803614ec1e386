import type { Command } from 'commander';
import { KulpritError } from '../../base/index.js';
import { clean, pad, renderReport } from '../../render/index.js';
import type { Reading } from '../../report/index.js';
import { EXIT } from '../exit.js';
import { findInputs } from '../input.js';
import { complain, print, printJson, terminalLook } from '../output.js';
import { readInput } from '../read.js';

interface Options {
  readonly json?: boolean;
  readonly long?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<file...>', 'crash logs, folders of them, or - for standard input')
    .option('--json', 'one JSON document per input, one per line (kulprit/parse@1)')
    .option('-l, --long', 'show what each report says, not only its title')
    .addHelpText(
      'after',
      `
Examples:
  kulprit parse dmesg.txt
  kulprit parse --long console.log.gz
  kulprit parse --json logs/ | jq -r '.reports[].title' | sort | uniq -c

Exit status: 0 a crash was found, 1 none, 64 wrong usage or no input could be read.
`,
    )
    .action((files: string[], options: Options) => run(files, options));
}

async function run(files: readonly string[], options: Options): Promise<void> {
  let found = false;
  let failed = false;
  const inputs = await findInputs(files);
  for (const input of inputs) {
    try {
      if ('error' in input) throw input.error;
      const reading = await readInput(input);
      found ||= reading.reports.length > 0;
      if (options.json) await printJson({ schema: 'kulprit/parse@1', ...reading });
      else await print(text(reading, inputs.length > 1, options.long ?? false));
    } catch (error) {
      if (!(error instanceof KulpritError)) throw error;
      failed = true;
      complain(error.message);
      if (options.json) {
        await printJson({
          schema: 'kulprit/parse@1',
          source: input.name,
          reports: [],
          error: { code: error.code, message: error.message },
        });
      }
    }
  }
  process.exitCode = found ? EXIT.found : failed ? EXIT.usage : EXIT.nothing;
}

function text(reading: Reading, named: boolean, long: boolean): string {
  const look = terminalLook();
  const prefix = named ? `${clean(reading.source)}:` : '';
  const lines = reading.reports.map((report, index) =>
    long
      ? `${prefix}${renderReport(look, report, index + 1)}\n`
      : `${pad(`${prefix}${report.span.line}:`, 7)} ${clean(report.title)}${report.corrupted === null ? '' : ' (not whole)'}${report.follows === null ? '' : ` (follows from ${report.follows + 1})`}`,
  );
  for (const { says } of reading.problems) complain(`${reading.source}: ${says}`);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
