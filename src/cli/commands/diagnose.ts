import { fstatSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { KulpritError } from '../../base/index.js';
import { loadBugs } from '../../bugs/index.js';
import { crashedHost, type Diagnosis, diagnose, type Known } from '../../diagnose/index.js';
import { type Facts, gatherFacts, machineRecords } from '../../host/index.js';
import { renderDiagnosis } from '../../render/index.js';
import { LogReader, type Reading } from '../../report/index.js';
import { changelogOf } from '../changelog.js';
import { EXIT } from '../exit.js';
import { readFactsFile } from '../facts-file.js';
import { findInputs, type Input, type Unreadable } from '../input.js';
import { complain, print, printJson, terminalLook } from '../output.js';
import { readInput } from '../read.js';

interface Options {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly facts?: string;
  readonly thisHost?: boolean;
}

export function define(command: Command): void {
  command
    .argument(
      '[file...]',
      'crash logs, folders of them, or - for standard input; none: this machine’s own records',
    )
    .option('--json', 'one JSON document per input, one per line (kulprit/diagnosis@1)')
    .option('--all', 'show every report, not only the first ten, and every bug that was excluded')
    .addOption(
      new Option('--facts <file>', 'facts of the crashed machine, as `kulprit facts` writes them').conflicts(
        'thisHost',
      ),
    )
    .option('--this-host', 'the logs are this machine’s, though they do not say so')
    .addHelpText(
      'after',
      `
Input may be raw dmesg, journalctl, syslog, a console, a pasted web page; compressed or not.

Examples:
  kulprit diagnose dmesg.txt
  journalctl -b -1 | kulprit diagnose -
  kulprit diagnose --facts web1.json web1-crash.log
  kulprit diagnose --json /var/crash | jq .verdict.cause
  kulprit diagnose

Exit status: 0 a crash was found, 1 none, 64 wrong usage or no input could be read.
`,
    )
    .action((files: string[], options: Options) => run(files, options));
}

async function run(files: readonly string[], options: Options): Promise<void> {
  if (files.length === 0) return diagnoseThisMachine(options);
  const given = options.facts === undefined ? null : await readFactsFile(options.facts);
  const inputs = await findInputs(files);
  let found = false;
  let failed = false;
  for (const input of inputs) {
    const reading = await readOrExplain(input);
    if (reading instanceof KulpritError) {
      failed = true;
      complain(reading.message);
      if (options.json) await printJson(failure(input.name, reading));
      continue;
    }
    found ||= reading.reports.length > 0;
    const telling = reading.reports.length + reading.observations.length > 0;
    // Packages and changelogs take a command or a large file: they are had only for a log that is this machine's.
    const known: Known = {
      given,
      thisMachine: given === null && telling ? await hereQuickly() : null,
      isThisMachine: options.thisHost === true,
    };
    const mine = crashedHost(reading, known).from === 'this-machine';
    const thisMachine = mine ? await hereOnce() : (known.thisMachine ?? null);
    const changelog = await changelogOf(given ?? (mine ? thisMachine : null), options.facts);
    await show(diagnose({ reading, bugs: loadBugs(), ...known, thisMachine, ...changelog }), options);
  }
  process.exitCode = found ? EXIT.found : failed ? EXIT.usage : EXIT.nothing;
}

async function readOrExplain(input: Input | Unreadable): Promise<Reading | KulpritError> {
  if ('error' in input) return input.error;
  try {
    return await readInput(input);
  } catch (error) {
    if (error instanceof KulpritError) return error;
    throw error;
  }
}

/** The document of an input that could not be read: no reports, and why. */
function failure(source: string, error: KulpritError): object {
  return {
    schema: 'kulprit/diagnosis@1',
    source,
    reports: [],
    bugs: [],
    verdict: { cause: 'unknown', confidence: 0, says: error.message, for: [], against: [], next: [] },
    error: { code: error.code, message: error.message },
  };
}

let quickly: Facts | null = null;
async function hereQuickly(): Promise<Facts> {
  quickly ??= here ?? (await gatherFacts({ quick: true }));
  return quickly;
}

let here: Facts | null = null;
async function hereOnce(): Promise<Facts> {
  here ??= await gatherFacts();
  return here;
}

/** With no arguments: every record this machine keeps of its own crashes, and what could not be read and why. */
async function diagnoseThisMachine(options: Options): Promise<void> {
  if (isPiped()) complain('reading this machine’s own records; for standard input say `kulprit diagnose -`');
  const facts = options.facts === undefined ? await hereOnce() : await readFactsFile(options.facts);
  let found = false;
  const unread: { name: string; why: string }[] = [];
  const quiet: { name: string; lines: number }[] = [];
  for (const record of await machineRecords()) {
    if ('missing' in record) {
      unread.push({ name: record.name, why: record.missing });
      continue;
    }
    const reading = await readRecord(record.name, record.read);
    if (reading instanceof Error) {
      unread.push({ name: record.name, why: reading.message });
      continue;
    }
    if (reading.reports.length === 0 && !options.json) {
      quiet.push({ name: record.name, lines: reading.lines });
      continue;
    }
    found ||= reading.reports.length > 0;
    await show(
      diagnose({
        reading,
        bugs: loadBugs(),
        thisMachine: facts,
        isThisMachine: true,
        ...(await changelogOf(facts, options.facts)),
      }),
      options,
    );
  }
  if (!options.json) await print(summary(quiet, unread, found));
  else for (const { name, why } of unread) complain(`${name}: ${why}`);
  process.exitCode = found ? EXIT.found : EXIT.nothing;
}

/** Whether somebody pipes a log into a command that was not told to read it. */
function isPiped(): boolean {
  try {
    return fstatSync(0).isFIFO();
  } catch {
    return false;
  }
}

async function readRecord(name: string, read: () => AsyncIterable<Uint8Array>): Promise<Reading | Error> {
  const reader = new LogReader({ source: name });
  try {
    for await (const chunk of read()) reader.push(chunk);
  } catch (error) {
    return error as Error;
  }
  return reader.end();
}

function summary(
  quiet: readonly { name: string; lines: number }[],
  unread: readonly { name: string; why: string }[],
  found: boolean,
): string {
  const out: string[] = [];
  if (quiet.length > 0) {
    out.push('Read, and no crash in it:', ...quiet.map(({ name, lines }) => `   ${name} (${lines} lines)`));
  }
  if (unread.length > 0) {
    out.push('Could not be read:', ...unread.map(({ name, why }) => `   ${name}: ${why}`));
  }
  if (!found && quiet.length > 0)
    out.push('', 'No crash in this machine’s records. `kulprit check` tells which known bugs it is open to.');
  if (!found && quiet.length === 0) out.push('', 'Nothing of this machine’s records could be read.');
  return `${out.join('\n')}\n`;
}

let shown = 0;
async function show(diagnosis: Diagnosis, options: Options): Promise<void> {
  if (options.json) return printJson(diagnosis);
  const text = renderDiagnosis(terminalLook(), diagnosis, options.all ? { all: true } : {});
  await print(shown++ === 0 ? text : `\n${text}`);
}
