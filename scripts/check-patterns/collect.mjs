// Every regular expression of the built code, with the place it was written.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'acorn';

/**
 * Literals are taken from the syntax tree. What is put together (`new RegExp(…)`) is taken as it is made while its module is loaded: so it
 * must be made there, not inside a function that runs later; one that is never made is a fault.
 * @param {string} dist the folder of built modules
 * @param {string} src the folder they were built from, to name places in
 * @returns {Promise<{ patterns: { source: string, flags: string, place: string }[], faults: string[] }>}
 */
export async function collectPatterns(dist, src) {
  const files = readdirSync(dist, { recursive: true })
    // The bundle holds the same modules once more.
    .filter(name => !name.startsWith('bundle/'))
    .map(name => join(dist, name))
    .filter(name => /\.m?js$/.test(name) && !/\.test\./.test(name))
    .sort();
  const patterns = [];
  const calls = [];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const tree = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowHashBang: true,
    });
    const original = sourceOf(file, text, dist, src);
    walk(tree, node => {
      if (node.type === 'Literal' && node.regex) {
        const { pattern, flags } = node.regex;
        const place = placeOf(file, node.loc.start.line, `/${pattern}/${flags}`, original);
        patterns.push({ source: pattern, flags, place });
      } else if (/^(?:New|Call)Expression$/.test(node.type) && node.callee.name === 'RegExp')
        calls.push({ file, from: node.loc.start, to: node.loc.end, original, made: false });
    });
  }
  for (const made of await madeOnLoad(files)) {
    const call = calls.find(one => one.file === made.file && within(one, made));
    if (call === undefined) continue;
    call.made = true;
    patterns.push({ ...made, place: placeOf(call.file, call.from.line, 'RegExp(', call.original) });
  }
  const faults = calls
    .filter(call => !call.made)
    .map(
      call =>
        `${placeOf(call.file, call.from.line, 'RegExp(', call.original)}: is not made when its module is loaded, so nobody can check it`,
    );
  return { patterns, faults };
}

function within({ from, to }, { line, column }) {
  const behind = line > from.line || (line === from.line && column >= from.column);
  return behind && (line < to.line || (line === to.line && column <= to.column));
}

/** Loads the modules with a RegExp that takes down what is made of it, and where. */
async function madeOnLoad(files) {
  const made = [];
  const Native = globalThis.RegExp;
  const own = new Set(files);
  const note = (source, flags) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 4;
    const stack = new Error().stack ?? '';
    Error.stackTraceLimit = limit;
    const frame = stack.split('\n').find(line => line.includes('file://') && !line.includes(import.meta.url));
    const at = frame === undefined ? null : Native('(file://[^)]+):([0-9]+):([0-9]+)').exec(frame);
    if (at === null) return;
    const file = fileURLToPath(at[1]);
    if (own.has(file)) made.push({ file, line: Number(at[2]), column: Number(at[3]) - 1, source, flags });
  };
  globalThis.RegExp = new Proxy(Native, {
    construct(target, args, newTarget) {
      const result = Reflect.construct(target, args, newTarget);
      note(result.source, result.flags);
      return result;
    },
    apply(target, self, args) {
      const result = Reflect.apply(target, self, args);
      note(result.source, result.flags);
      return result;
    },
  });
  try {
    for (const file of files) await import(pathToFileURL(file).href);
  } finally {
    globalThis.RegExp = Native;
  }
  return made;
}

function walk(node, visit) {
  visit(node);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (item && typeof item.type === 'string') walk(item, visit);
    } else if (value && typeof value.type === 'string') walk(value, visit);
  }
}

function sourceOf(file, built, dist, src) {
  const path = join(src, relative(dist, file).replace(/\.js$/, '.ts'));
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return { built: built.split('\n'), path: join('src', relative(src, path)), lines };
}

/** The place in the source: the same text is met as many times before it there as in the built file. */
function placeOf(file, line, text, original) {
  const { built, path, lines } = original;
  let before = 0;
  for (let i = 0; i < line - 1; i++) before += built[i].split(text).length - 1;
  for (let i = 0; i < lines.length; i++) {
    before -= lines[i].split(text).length - 1;
    if (before < 0) return `${path}:${i + 1}`;
  }
  return `${relative(process.cwd(), file)}:${line}`;
}
