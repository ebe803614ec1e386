// What the scripts of the project share: running steps, counting what passed, installing what is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command in the project's folder with its output shown; returns its exit status. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? (signal ? 1 : 1);
}

/** Whether a command is on the PATH. */
export function have(command) {
  return spawnSync('sh', ['-c', 'command -v "$1" >/dev/null', 'sh', command]).status === 0;
}

/** Installs the npm packages of the lock file, unless that was done for this very lock file. */
export function installPackages() {
  const stamp = join(root, 'node_modules/.kulprit-installed');
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return true;
  console.log('installing npm packages …');
  const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status === 0) writeFileSync(stamp, lock);
  return status === 0;
}

/** Builds dist/. */
export function build() {
  return run('npm', ['run', '--silent', 'build']) === 0;
}

/** True where a file exists and is not empty. */
export function filled(path) {
  return existsSync(path) && statSync(path).size > 0;
}
