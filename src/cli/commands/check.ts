import type { Command } from 'commander';
import { checkAll, findBug, loadBugs } from '../../bugs/index.js';
import { type Facts, gatherFacts, identify } from '../../host/index.js';
import { renderChecks } from '../../render/index.js';
import { changelogOf } from '../changelog.js';
import { EXIT } from '../exit.js';
import { readFactsFile } from '../facts-file.js';
import { print, printJson, terminalLook } from '../output.js';

interface Options {
  readonly json?: boolean;
  readonly facts?: string;
  readonly explain?: boolean;
}

export function define(command: Command): void {
  command
    .argument('[bug...]', 'only these bugs (ids or CVE numbers)')
    .option('--facts <file>', 'check the host these facts are of, not this one (- is standard input)')
    .option('--explain', 'the evidence for each answer')
    .option('--json', 'one JSON document (kulprit/check@1)')
    .addHelpText(
      'after',
      `
Examples:
  kulprit check
  kulprit check --explain CVE-2019-19602
  ssh web1 kulprit facts | kulprit check --facts -
  kulprit check --json | jq '.bugs[] | select(.status == "affected").id'

Exit status: 0 open to none, 2 open to at least one, 3 none but at least one unknown, 64 wrong usage.
`,
    )
    .action((ids: string[], options: Options) => run(ids, options));
}

async function run(ids: readonly string[], options: Options): Promise<void> {
  const bugs = ids.length === 0 ? loadBugs() : ids.map(id => findBug(id));
  const facts = options.facts === undefined ? await gatherFacts() : await readFactsFile(options.facts);
  const checks = checkAll(bugs, facts, await changelogOf(facts, options.facts));
  if (options.json) await printJson({ schema: 'kulprit/check@1', host: hostOf(facts), bugs: checks });
  else await print(renderChecks(terminalLook(), hostLine(facts), checks, options.explain ?? false));
  process.exitCode = checks.some(({ status }) => status === 'affected')
    ? EXIT.affected
    : checks.some(({ status }) => status === 'unknown')
      ? EXIT.undecided
      : EXIT.ok;
}

/** The host as the JSON names it: what was read of it, without the long lists, and what follows from it. */
function hostOf(facts: Facts): object {
  const { config: _config, modules: _modules, changelog: _changelog, packages: _packages, ...short } = facts;
  return { ...short, identity: identify(facts) };
}

function hostLine(facts: Facts): string {
  const { release, distribution, packageVersion, upstream, compiler } = identify(facts);
  const parts = [`kernel ${release.value ?? 'unknown'}`];
  if (packageVersion.value !== null)
    parts.push(`${distribution.value?.id ?? 'package'} ${packageVersion.value}`);
  if (upstream.value !== null) parts.push(`upstream ${upstream.value}`);
  if (compiler.value !== null) parts.push(`${compiler.value.kind} ${compiler.value.version ?? ''}`.trim());
  return parts.join(' · ');
}
