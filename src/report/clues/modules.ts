import { readModules } from '../kernel/details/index.js';
import type { Line } from '../line.js';
import type { ClueReader } from '../reader.js';

const LINKED = 'Modules linked in:';
const TABLE = 'Size  Used by';
const ROW = /^([A-Za-z0-9_]{1,64})\s{1,64}\d{1,10}\s{1,16}-?\d{1,6}(?:\s|$)/;
const MOST = 2000;

/** The modules that were loaded, separated by blanks: from a dump's list, or from the table `lsmod` prints. */
export const modules: ClueReader = {
  name: 'modules',
  anchors: [LINKED, TABLE],
  // A list of all modules is long.
  context: 64 * 1024,
  read(lines, index) {
    const line = lines[index]!;
    if (line.text.includes(LINKED)) {
      const read = readModules(lines, index);
      // An empty list says little: everything may be built in, or the line was cut.
      if (read === null || read.names.length === 0) return [];
      return [{ name: 'modules', value: read.names.join(' '), line: line.number }];
    }
    const names = /^Module\s{1,64}Size {2}Used by$/.test(line.text.trim()) ? table(lines, index + 1) : [];
    return names.length === 0 ? [] : [{ name: 'modules', value: names.join(' '), line: line.number }];
  },
};

function table(lines: readonly Line[], from: number): string[] {
  const names: string[] = [];
  for (let i = from; i < lines.length && names.length < MOST; i++) {
    const row = lines[i]!.text.length > 2048 ? null : ROW.exec(lines[i]!.text);
    if (row === null) break;
    names.push(row[1]!);
  }
  return names;
}
