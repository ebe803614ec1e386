// What the tests need beyond npm packages. Installs it with apt where that is possible; what is not there in the end is named, loudly.
// Usage: node scripts/setup.mjs   (exit status 0 even when something is missing: the tests that need it say so themselves)
import { spawnSync } from 'node:child_process';
import { have } from './steps.mjs';

/** command (or file test) → Debian package that brings it. */
const NEEDS = [
  { name: 'go', packages: ['golang-go'], present: () => have('go') },
  { name: 'gcc', packages: ['gcc', 'libc6-dev'], present: () => have('gcc') },
  { name: 'python3', packages: ['python3'], present: () => have('python3') },
  { name: 'qemu-system-x86_64', packages: ['qemu-system-x86'], present: () => have('qemu-system-x86_64') },
  { name: 'busybox (static)', packages: ['busybox-static'], present: () => have('busybox') },
  { name: 'cpio', packages: ['cpio'], present: () => have('cpio') },
  { name: 'zstd', packages: ['zstd'], present: () => have('zstd') },
  { name: 'xz', packages: ['xz-utils'], present: () => have('xz') },
];

export function setup() {
  const missing = NEEDS.filter(need => !need.present());
  if (missing.length > 0 && have('apt-get') && process.getuid?.() === 0) {
    const packages = missing.flatMap(need => need.packages);
    console.log(`installing with apt: ${packages.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  }
  const absent = NEEDS.filter(need => !need.present());
  for (const { name } of absent) console.error(`MISSING: ${name} — the tests that need it will be SKIPPED`);
  return absent.map(({ name }) => name);
}

if (import.meta.url === `file://${process.argv[1]}`) setup();
