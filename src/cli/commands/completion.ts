import { Argument, type Command } from 'commander';
import { loadBugs } from '../../bugs/index.js';
import { print } from '../output.js';

export function define(command: Command): void {
  command
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples:
  source <(kulprit completion bash)
  kulprit completion zsh > "\${fpath[1]}/_kulprit"
  kulprit completion fish > ~/.config/fish/completions/kulprit.fish
`,
    )
    .action((shell: string) => run(shell));
}

interface Described {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly { readonly long: string; readonly about: string; readonly file: boolean }[];
}

async function run(shell: string): Promise<void> {
  const { COMMANDS } = await import('../commands.js');
  const { buildCommand } = await import('../build-command.js');
  const commands: Described[] = [];
  for (const entry of COMMANDS) {
    const built = await buildCommand(entry);
    commands.push({
      name: entry.name,
      summary: entry.summary,
      options: [
        ...built.options.map(o => ({ long: o.long ?? '', about: o.description, file: o.required })),
        { long: '--help', about: 'show this help', file: false },
      ].filter(o => o.long !== ''),
    });
  }
  const ids = loadBugs().map(({ id }) => id);
  await print(
    shell === 'bash' ? bash(commands, ids) : shell === 'zsh' ? zsh(commands, ids) : fish(commands, ids),
  );
}

function bash(commands: readonly Described[], ids: readonly string[]): string {
  const cases = commands
    .map(
      ({ name, options }) =>
        `    ${name}) words="${options.map(o => o.long).join(' ')}${takesBug(name) ? ` ${ids.join(' ')}` : ''}" ;;`,
    )
    .join('\n');
  return `# bash completion for kulprit
_kulprit() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(c => c.name).join(' ')} --help --version" -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases}
    completion) words="bash zsh fish" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  case "$cur" in -*) ;; *) COMPREPLY+=($(compgen -f -- "$cur")) ;; esac
}
complete -o filenames -F _kulprit kulprit
`;
}

function zsh(commands: readonly Described[], ids: readonly string[]): string {
  const quote = (text: string) => text.replace(/'/g, '’').replace(/[[\]:]/g, ' ');
  return `#compdef kulprit
_kulprit() {
  local -a commands
  commands=(${commands.map(c => `'${c.name}:${quote(c.summary)}'`).join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[2] in
${commands
  .map(
    ({ name, options }) =>
      `    ${name}) _arguments ${options.map(o => `'${o.long}[${quote(o.about)}]${o.file ? ':file:_files' : ''}'`).join(' ')} '*:argument:${takesBug(name) ? `(${ids.join(' ')})` : name === 'completion' ? '(bash zsh fish)' : '_files'}' ;;`,
  )
  .join('\n')}
  esac
}
_kulprit "$@"
`;
}

function fish(commands: readonly Described[], ids: readonly string[]): string {
  const quote = (text: string) => text.replace(/'/g, '’');
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c kulprit -n __fish_use_subcommand -f -a ${name} -d '${quote(summary)}'`,
    ...options.map(
      o =>
        `complete -c kulprit -n '__fish_seen_subcommand_from ${name}' -l ${o.long.slice(2)} -d '${quote(o.about)}'${o.file ? ' -r' : ''}`,
    ),
    ...(takesBug(name)
      ? [`complete -c kulprit -n '__fish_seen_subcommand_from ${name}' -a '${ids.join(' ')}'`]
      : []),
  ]);
  return `${lines.join('\n')}\ncomplete -c kulprit -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n`;
}

function takesBug(command: string): boolean {
  return command === 'bugs' || command === 'check';
}
