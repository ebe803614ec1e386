import { compareDebVersions, compareRpmVersions, parseKernelVersion } from '../base/index.js';

/** What a distribution's changelog says of one fix, for one kernel version. */
export interface ChangelogVerdict {
  /** `fixed`: an entry up to the running version has it; `reverted`: a later one took it out again; `absent`; see `covers`. */
  readonly status: 'fixed' | 'reverted' | 'absent';
  /** The entry and the item that say so. */
  readonly entry: string | null;
  readonly item: string | null;
  readonly line: number | null;
  /** Whether the changelog reaches the running version: only then does `absent` say anything. */
  readonly covers: boolean;
}

export interface Wanted {
  /** Subjects of the fixing commits, as upstream wrote them. */
  readonly subjects: readonly string[];
  /** CVE ids, bug ids and commit ids that name the fix. */
  readonly ids: readonly string[];
}

interface Entry {
  readonly version: string;
  readonly items: Item[];
}

interface Item {
  text: string;
  readonly line: number;
}

/** Debian: `linux (5.3.9-3) unstable; urgency=medium`, deb-changelog(5). */
const DEB_ENTRY = /^[a-z0-9][a-z0-9+.-]{0,80} \(([^()\s]{1,120})\) /;
/** RPM: `* Tue Mar 17 2020 Name <mail> [3.10.0-1062.18.1.el7]`, or with `- 5.3.15-300` at the end. */
const RPM_ENTRY = /^\* \w{3} \w{3} {1,2}\d{1,2} \d{4} /;
const BULLET = /^ {0,12}[*+-] /;
const PERSON = /^ {1,4}\[ [^\]]{1,100} \]\s{0,9}$/;

/**
 * Looks for a fix in a distribution's changelog, among the entries up to the running version.
 * Wrapped items are joined first: over half of Debian's CVE ids stand on the second line. Debian writes
 * `x86/fpu: …` as `[x86] fpu: …`, so subjects are compared by their letters and digits alone.
 * Only entries of the running version's own upstream series count: that 5.3.15 had the fix says nothing of 5.4.
 */
export function searchChangelog(text: string, running: string, wanted: Wanted): ChangelogVerdict {
  const { entries, compare } = readChangelog(text);
  const plain = running.replace(/\+b\d{1,3}$/, '');
  const series = seriesOf(plain);
  let covers = false;
  let newer = false;
  let older = false;
  let found: Omit<ChangelogVerdict, 'covers'> = { status: 'absent', entry: null, item: null, line: null };
  const needles = wanted.subjects.map(letters).filter(needle => needle.length >= 12);
  const hints = wanted.subjects.map(longestWord);
  for (const entry of entries.toReversed()) {
    const order = compare(entry.version, plain);
    if (order === 0) covers = true;
    if (order > 0) newer = true;
    if (order > 0 || seriesOf(entry.version) !== series) continue;
    older = true;
    for (const item of entry.items) {
      if (!names(item.text, needles, hints, wanted.ids)) continue;
      const reverted = /^(?:\[[^\]]{0,80}\] {0,3})?revert\b/i.test(item.text);
      const status = reverted ? 'reverted' : 'fixed';
      found = { status, entry: entry.version, item: item.text.slice(0, 200), line: item.line };
    }
  }
  return { ...found, covers: covers || (newer && older) };
}

function names(text: string, needles: string[], hints: string[], ids: readonly string[]): boolean {
  if (ids.some(id => mentions(text, id))) return true;
  if (!hints.some(hint => text.includes(hint))) return false;
  const flat = letters(text);
  return needles.some(needle => flat.includes(needle));
}

/** The id as a word of its own: CVE-2019-1960 is not in CVE-2019-19602. */
function mentions(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    if (!/[\w-]/.test(text[at + id.length] ?? ' ') && !/\w/.test(text[at - 1] ?? ' ')) return true;
  }
  return false;
}

function readChangelog(text: string): { entries: Entry[]; compare: (a: string, b: string) => number } {
  const entries: Entry[] = [];
  let rpm = 0;
  let item: Item | null = null;
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + 2000)).trimEnd();
    start = end + 1;
    number++;
    const version = entryVersion(line);
    if (version !== null) {
      if (line.startsWith('* ')) rpm++;
      entries.push({ version, items: [] });
      item = null;
    } else if (BULLET.test(line)) {
      item = { text: line.replace(BULLET, '').trim(), line: number };
      entries.at(-1)?.items.push(item);
    } else if (line.trim() === '' || PERSON.test(line) || line.startsWith(' -- ')) item = null;
    else if (item !== null && item.text.length < 4000) item.text += ` ${line.trim()}`;
  }
  return { entries, compare: rpm * 2 > entries.length ? compareRpmVersions : compareDebVersions };
}

function entryVersion(line: string): string | null {
  const deb = DEB_ENTRY.exec(line);
  if (deb !== null) return deb[1]!;
  if (!RPM_ENTRY.test(line)) return null;
  const last = line.split(/\s/).at(-1) ?? '';
  const version = last.replace(/^\[/, '').replace(/\]$/, '');
  return /^\d/.test(version) ? version : null;
}

function seriesOf(version: string): string | null {
  const upstream = parseKernelVersion(version.replace(/^\d{1,3}:/, ''));
  return upstream === null ? null : `${upstream.major}.${upstream.minor}`;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function longestWord(subject: string): string {
  return subject.split(/[\s"'()[\]:,]/).reduce((a, b) => (b.length > a.length ? b : a), '');
}
