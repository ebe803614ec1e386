// Puts the real output of the command into README.md, between its two marks. Usage: node scripts/readme-screen.mjs [--check]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

const BEGIN = '<!-- screen: made by scripts/readme-screen.mjs -->\n';
const END = '<!-- end of screen -->';
const { stdout } = spawnSync(process.execPath, ['bin/kulprit.js', 'diagnose', 'examples/iscsi-target.log'], {
  cwd: root,
  env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
  encoding: 'utf8',
});
// Whose machine the reader compares with is the reader's matter: that one line differs everywhere.
const screen = stdout
  .replace(/^ {3}host [\s\S]*?\n\n/m, '\n')
  .split('\n')
  .slice(0, 60)
  .join('\n')
  .trimEnd();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const from = readme.indexOf(BEGIN) + BEGIN.length;
const to = readme.indexOf(END);
const fresh = `${readme.slice(0, from)}\n    $ kulprit diagnose examples/iscsi-target.log\n${screen.replace(/^(?=.)/gm, '    ')}\n\n${readme.slice(to)}`;
if (process.argv.includes('--check')) {
  if (fresh !== readme) {
    console.error(
      'README.md shows another output than the command gives: run node scripts/readme-screen.mjs',
    );
    process.exit(1);
  }
} else writeFileSync(join(root, 'README.md'), fresh);
