import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { KulpritError } from '../../base/index.js';
import { explainBug, findBug, loadBugs, type RecordFault, validateRecord } from '../../bugs/index.js';
import { clean, count, renderBug, renderBugList } from '../../render/index.js';
import { print, printJson, terminalLook } from '../output.js';

interface Options {
  readonly json?: boolean;
  readonly search?: string;
  readonly validate?: string[];
}

export function define(command: Command): void {
  command
    .argument('[id]', 'explain this bug (an id or a CVE number)')
    .option('--search <words>', 'only bugs that speak of all these words')
    .option('--validate <file...>', 'check record files (YAML) you wrote, with line and column of each fault')
    .option('--json', 'JSON (kulprit/bugs@1)')
    .addHelpText(
      'after',
      `
Examples:
  kulprit bugs
  kulprit bugs x86-fpu-signal-vector
  kulprit bugs CVE-2019-19602 --json
  kulprit bugs --search "iscsi slab"
  kulprit bugs --validate my-bug.yaml

Exit status: 0 done, 1 nothing found or a record at fault, 64 wrong usage.
`,
    )
    .action((id: string | undefined, options: Options) => run(id, options));
}

async function run(id: string | undefined, options: Options): Promise<void> {
  if (options.validate !== undefined) return validate(options.validate, options);
  if (id !== undefined) {
    const bug = findBug(id);
    return options.json
      ? printJson({ schema: 'kulprit/bugs@1', bugs: [bug] })
      : print(renderBug(terminalLook(), explainBug(bug)));
  }
  const words = (options.search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  const bugs = loadBugs().filter(bug => {
    const text = JSON.stringify(bug).toLowerCase();
    return words.every(word => text.includes(word));
  });
  if (options.json) await printJson({ schema: 'kulprit/bugs@1', bugs });
  else await print(bugs.length === 0 ? 'No bug speaks of that.\n' : renderBugList(terminalLook(), bugs));
  process.exitCode = bugs.length === 0 ? 1 : 0;
}

async function validate(files: readonly string[], options: Options): Promise<void> {
  const faults: RecordFault[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'failed';
      throw new KulpritError('input-missing', `${file}: cannot be read (${code})`, { cause });
    }
    faults.push(...(await validateRecord(text, file)));
  }
  if (options.json) await printJson({ schema: 'kulprit/record-faults@1', faults });
  else {
    await print(faults.map(f => `${f.file}:${f.line}:${f.column}: ${clean(f.says)}\n`).join(''));
    if (faults.length === 0) await print(`${count(files.length, 'record')} sound\n`);
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
}
