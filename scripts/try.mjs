// `npm run try`: from a fresh clone to a diagnosis. Installs, builds, then reads a crash log that ships with the project and this
// machine's own records.
import { build, installPackages, run } from './steps.mjs';

if (!installPackages() || !build()) process.exit(1);

for (const args of [['diagnose', 'examples/iscsi-target.log'], ['diagnose'], ['check']]) {
  console.log(`\n\x1b[1m$ kulprit ${args.join(' ')}\x1b[0m\n`);
  const status = run(process.execPath, ['bin/kulprit.js', ...args]);
  // 1 to 3 are answers (no crash found, open to a bug, not decided), not failures.
  if (status > 3) process.exit(status);
}
console.log(
  '\nkulprit works here. Put it on your PATH with `npm link`, or run `node bin/kulprit.js diagnose FILE`.',
);
