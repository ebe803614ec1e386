import { COMMANDS, type CommandEntry } from './commands.js';
import { EXIT } from './exit.js';
import { complain } from './output.js';

/**
 * Runs `kulprit` with the arguments of a process; the exit status is left in `process.exitCode`.
 * Nothing is thrown: whatever goes wrong is said in a sentence on standard error.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of our pipe has gone (`| head`): that is no failure of ours.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  });
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  try {
    await run(argv.slice(2));
  } catch (error) {
    process.exitCode = explain(error);
  }
}

async function run(args: readonly string[]): Promise<void> {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const entry = first === 'help' ? COMMANDS.find(({ name }) => name === rest[0]) : undefined;
    if (entry !== undefined) return runCommand(entry, ['--help']);
    const { overview } = await import('./overview.js');
    process.stdout.write(overview());
    return;
  }
  if (first === '--version' || first === '-V') {
    const { version } = await import('./version.js');
    process.stdout.write(`${version()}\n`);
    return;
  }
  const entry = COMMANDS.find(({ name }) => name === first);
  if (entry === undefined) {
    const { nearest } = await import('./overview.js');
    const hint = nearest(first);
    complain(
      `there is no command ${JSON.stringify(first)}${hint === null ? '' : `; did you mean \`kulprit ${hint}\`?`} \`kulprit --help\` lists them.`,
    );
    process.exitCode = EXIT.usage;
    return;
  }
  await runCommand(entry, rest);
}

async function runCommand(entry: CommandEntry, args: readonly string[]): Promise<void> {
  const { buildCommand } = await import('./build-command.js');
  const command = await buildCommand(entry);
  await command.parseAsync([...args], { from: 'user' });
}

/** Tells an error and gives the exit status that goes with it. */
function explain(error: unknown): number {
  const { code, message, exitCode } = error as { code?: string; message?: string; exitCode?: number };
  if (code?.startsWith('commander.')) return exitCode === 0 ? EXIT.ok : EXIT.usage; // commander has said it already
  if (code === 'interrupted') return EXIT.interrupted;
  if ((error as Error).name === 'KulpritError') {
    complain(message ?? 'failed');
    return code === 'defect' ? EXIT.defect : EXIT.usage;
  }
  complain(
    `a defect of kulprit: ${message ?? String(error)}. Please report it with the input; KULPRIT_DEBUG=1 shows where.`,
  );
  if (process.env['KULPRIT_DEBUG']) process.stderr.write(`${(error as Error).stack ?? ''}\n`);
  return EXIT.defect;
}
