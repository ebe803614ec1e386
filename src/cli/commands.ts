import type { Command } from 'commander';

/** A command's file: it describes itself to commander and does its work. */
export interface CommandModule {
  /** Adds arguments, options, help and action. */
  define(command: Command): void;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, one file each, loaded when it is asked for. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'diagnose',
    summary: 'read crash logs (or this machine’s records), match known bugs, give a verdict',
    load: () => import('./commands/diagnose.js'),
  },
  {
    name: 'parse',
    summary: 'only the reading: every crash report in a log, with its title',
    load: () => import('./commands/parse.js'),
  },
  {
    name: 'check',
    summary: 'which known bugs this host is open to, and which not, and why',
    load: () => import('./commands/check.js'),
  },
  {
    name: 'facts',
    summary: 'this host as JSON, to carry elsewhere',
    load: () => import('./commands/facts.js'),
  },
  {
    name: 'bugs',
    summary: 'the knowledge base: list, search, explain one, validate a record',
    load: () => import('./commands/bugs.js'),
  },
  {
    name: 'completion',
    summary: 'completions for bash, zsh or fish',
    load: () => import('./commands/completion.js'),
  },
];
