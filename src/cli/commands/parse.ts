import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { KulpritError } from '../../base/index.js';
import { clean, pad, renderReport } from '../../render/index.js';
import { LogReader, type Reading, type Report } from '../../report/index.js';
import { EXIT } from '../exit.js';
import { follow, type Growth } from '../follow.js';
import { findInputs } from '../input.js';
import { complain, print, printJson, terminalLook } from '../output.js';
import { readInput } from '../read.js';

interface Options {
  readonly json?: boolean;
  readonly long?: boolean;
  readonly follow?: boolean;
}

export function define(command: Command): void {
  command
    .argument('<file...>', 'crash logs, folders of them, or - for standard input')
    .option('--json', 'one JSON document per input, one per line (kulprit/parse@1)')
    .option('-l, --long', 'show what each report says, not only its title')
    .option(
      '-f, --follow',
      'go on reading as the log grows (one file or -), and print each report when it is whole',
    )
    .addHelpText(
      'after',
      `
Examples:
  kulprit parse dmesg.txt
  kulprit parse --long console.log.gz
  kulprit parse --follow /var/log/kern.log
  kulprit parse --json logs/ | jq -r '.reports[].title' | sort | uniq -c

Exit status: 0 a crash was found, 1 none, 64 wrong usage or no input could be read.
`,
    )
    .action((files: string[], options: Options) => run(files, options));
}

async function run(files: readonly string[], options: Options): Promise<void> {
  if (options.follow) return followLog(files, options);
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

/** Prints reports as they come; with --json one report a line. Ends only when it is interrupted or the pipe ends. */
async function followLog(files: readonly string[], options: Options): Promise<void> {
  const [name, ...others] = files;
  if (name === undefined || others.length > 0) {
    throw new KulpritError('usage', '--follow takes one log (or - for standard input)');
  }
  let found = 0;
  const waiting: string[] = [];
  const reader = new LogReader({
    source: name,
    onReport: report => {
      found++;
      waiting.push(
        options.json ? `${JSON.stringify(report)}\n` : line(report, found, '', options.long ?? false),
      );
    },
  });
  for await (const growth of name === '-' ? pipe() : follow(name)) {
    if (growth === 'quiet') reader.flush();
    else reader.push(growth);
    for (const text of waiting.splice(0)) await print(text);
  }
  reader.end();
  for (const text of waiting.splice(0)) await print(text);
  process.exitCode = found > 0 ? EXIT.found : EXIT.nothing;
}

/** Standard input as it comes, with a word when nothing came for a while. */
async function* pipe(): AsyncGenerator<Growth> {
  const chunks = (process.stdin as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  let next = chunks.next();
  for (;;) {
    const timer = new AbortController();
    const won = await Promise.race([
      next,
      sleep(1500, 'quiet' as const, { signal: timer.signal }).catch(() => 'quiet' as const),
    ]);
    timer.abort();
    if (won === 'quiet') {
      yield 'quiet';
      const late = await next;
      if (late.done) return;
      yield late.value;
    } else {
      if (won.done) return;
      yield won.value;
    }
    next = chunks.next();
  }
}

function line(report: Report, number: number, prefix: string, long: boolean): string {
  if (long) return `${prefix}${renderReport(terminalLook(), report, number)}\n`;
  const remarks = `${report.corrupted === null ? '' : ' (not whole)'}${report.follows === null ? '' : ` (follows from ${report.follows + 1})`}`;
  return `${pad(`${prefix}${report.span.line}:`, 7)} ${clean(report.title)}${remarks}\n`;
}

function text(reading: Reading, named: boolean, long: boolean): string {
  const prefix = named ? `${clean(reading.source)}:` : '';
  const lines = reading.reports.map((report, index) => line(report, index + 1, prefix, long));
  for (const { says } of reading.problems) complain(`${reading.source}: ${says}`);
  return lines.join('');
}
