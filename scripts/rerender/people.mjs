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
