import { Command } from 'commander';
import type { CommandEntry } from './commands.js';

/** Makes commander's object for one command; it throws where commander would exit. */
export async function buildCommand(entry: CommandEntry): Promise<Command> {
  const command = new Command(`kulprit ${entry.name}`);
  command
    .description(`${entry.summary[0]!.toUpperCase()}${entry.summary.slice(1)}.`)
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError(false)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'kulprit: ')) });
  (await entry.load()).define(command);
  return command;
}
