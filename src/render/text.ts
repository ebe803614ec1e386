import { stripVTControlCharacters, styleText } from 'node:util';

/** How to write for a terminal. */
export interface Look {
  /** Columns; lines are wrapped to it. */
  readonly width: number;
  readonly color: boolean;
}

export type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is. */
export function paint(look: Look, style: Style, text: string): string {
  return look.color ? styleText(style, text) : text;
}

/**
 * Makes a text from a log safe to print: escape sequences, control characters and the marks that turn the direction of writing are taken
 * out, so that no log can move the cursor, rename the window or hide what it says.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\t\n]/g, ' ');
}

/** Columns a text takes: East Asian wide characters take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) {
    const code = character.codePointAt(0)!;
    width +=
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      code >= 0x20000
        ? 2
        : 1;
  }
  return width;
}

/** Wraps a text at spaces; `first` begins the first line and `rest` the others. */
export function wrap(look: Look, text: string, first = '', rest = ' '.repeat(columns(first))): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && columns(line) + 1 + columns(word) > look.width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines.join('\n');
}

/** Cuts a text to a number of columns, with a mark where something is left out. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let out = '';
  for (const character of text) {
    if (columns(out) + columns(character) > width - 1) break;
    out += character;
  }
  return `${out}…`;
}

/** Rows with aligned columns; the last column is wrapped into what is left of the width. */
export function table(look: Look, rows: readonly (readonly string[])[], indent = ''): string {
  const count = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, i) =>
    Math.min(Math.floor(look.width / 2), Math.max(0, ...rows.map(row => columns(row[i] ?? '')))),
  );
  return rows
    .map(row => {
      const head = widths.map((width, i) => pad(row[i] ?? '', width)).join('  ');
      const start = `${indent}${head}${widths.length > 0 ? '  ' : ''}`;
      return wrap(
        look,
        row[count - 1] ?? '',
        start,
        ' '.repeat(Math.min(columns(start), Math.floor(look.width / 2))),
      ).trimEnd();
    })
    .join('\n');
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** `1 report`, `3 reports`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
