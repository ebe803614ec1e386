// What mail programs, web pages, terminals and disks do to a log. Each takes the rendered log, so that they go together.
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

const lineByLine = change => text =>
  text
    .split('\n')
    .map((line, i, all) => (i === all.length - 1 && line === '' ? '' : change(line, i)))
    .join('\n');

/** Breaks a line at blanks, as mail programs do; a word that is longer stays whole. */
export function wrap(line, width) {
  const pieces = [];
  let rest = line;
  while (rest.length > width) {
    let at = rest.lastIndexOf(' ', width);
    // A break among the blanks that begin a line would leave nothing.
    if (at <= 0 || rest.slice(0, at).trim() === '')
      at = rest.indexOf(' ', Math.max(width, rest.search(/\S/)));
    if (at < 0) break;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  pieces.push(rest);
  return pieces.join('\n');
}

/** Breaks at a column, as terminals do. */
function cut(line, width) {
  const pieces = [];
  for (let at = 0; at < line.length; at += width) pieces.push(line.slice(at, at + width));
  return pieces.length === 0 ? '' : pieces.join('\n');
}

/** fold -s: breaks behind a blank, which stays. */
function fold(line, width) {
  const pieces = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width - 1) + 1;
    pieces.push(rest.slice(0, at === 0 ? width : at));
    rest = rest.slice(at === 0 ? width : at);
  }
  pieces.push(rest);
  return pieces.join('\n');
}

/** Breaks also behind hyphens inside words, drops the blanks at a break, and cuts words that are longer than a line. */
function fill(line, width) {
  const pieces = [];
  let current = '';
  for (const chunk of line.split(/(?<=[a-z]-)(?=[a-z])|(?<=\S)(?=\s)|(?<=\s)(?=\S)/)) {
    let rest = chunk;
    if (current !== '' && current.length + rest.length > width) {
      if (current.trim() !== '') pieces.push(current.trimEnd());
      current = '';
      if (rest.trim() === '') continue;
    }
    while (rest.length > width) {
      pieces.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    current += rest;
  }
  pieces.push(current.trimEnd());
  return pieces.join('\n');
}

/** RFC 2045. */
function quotedPrintable(line) {
  const escaped = line.replace(/=|[^\x20-\x7e\t]/gu, c =>
    [...Buffer.from(c)].map(b => `=${b.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
  return escaped.replace(/.{60,73}(?<!=.?)(?=..)/g, part => `${part}=\n`);
}

const html = text =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&quot;');

function serial(line, index) {
  const colour = line.replace(/^(\[[^\]]*\])/, '\x1b[32m$1\x1b[0m');
  return `${index % 40 === 7 && line.startsWith('[') ? 'debian login: ' : ''}${colour}\r\r`;
}

const tool =
  (command, ...args) =>
  text => {
    const { status, stdout, error } = spawnSync(command, args, { input: text, maxBuffer: 1 << 30 });
    if (status !== 0) throw error ?? new Error(`${command} failed`);
    return stdout;
  };

export const people = {
  quoted: lineByLine(line => `> ${line}`),
  'quoted-twice': lineByLine(line => `>> ${line}`),
  barred: lineByLine(line => `| ${line}`),
  'indented-4': lineByLine(line => `    ${line}`),
  'indented-tab': lineByLine(line => `\t${line}`),
  fenced: text => `It crashed:\n\n\`\`\`\n${text}\`\`\`\n`,
  'wrapped-72': lineByLine(line => wrap(line, 72)),
  'wrapped-76': lineByLine(line => wrap(line, 76)),
  'wrapped-80': lineByLine(line => wrap(line, 80)),
  'folded-76': lineByLine(line => fold(line, 76)),
  'filled-wrapped-76': lineByLine(line => fill(line, 76)),
  'cut-76': lineByLine(line => cut(line, 76)),
  'quoted-printable': lineByLine(quotedPrintable),
  numbered: lineByLine((line, i) => `${String(i + 1).padStart(6)}\t${line}`),
  'cut-80': lineByLine(line => cut(line, 80)),
  html: text => `<html><body><pre>\n${html(text)}</pre></body></html>\n`,
  'html-br': lineByLine(line => `${html(line).replaceAll('  ', '&nbsp; ')}<br>`),
  crlf: text => text.replaceAll('\n', '\r\n'),
  serial: lineByLine(serial),
  utf16le: text => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf16le-bare': text => Buffer.from(text, 'utf16le'),
  utf16be: text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  gzip: text => gzipSync(text),
  zstd: tool('zstd', '-q', '-c'),
  xz: tool('xz', '-c'),
};
