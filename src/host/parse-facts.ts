import { KulpritError } from '../base/index.js';
import type { Facts } from './types.js';

type Json = Readonly<Record<string, unknown>>;
/** Checks one value and gives it in the form of Facts; throws through `fault`. */
type Reader = (value: unknown, path: string) => unknown;

/**
 * Facts somebody wrote or carried here (`kulprit facts > host.json`), as JSON text or as the object. Every fact may be absent
 * or null; `schema` may be missing; keys unknown here are left out; whole numbers may be strings (`"4096"`, `"0x41"`).
 * Throws KulpritError `bad-facts` naming the place of the fault (`cpu.flags[2]: expected a text, found a number`).
 */
export function parseFacts(input: unknown): Facts {
  const value = typeof input === 'string' ? parseJson(input) : input;
  if (!isObject(value)) throw fault('', `expected an object with facts, found ${kindOf(value)}`);
  const { schema } = value;
  if (schema !== undefined && schema !== 'kulprit/facts@1')
    throw fault('schema', `expected "kulprit/facts@1", found ${show(schema)}`);
  return { ...(fields(FACTS)(value, '') as object), schema: 'kulprit/facts@1' };
}

const text: Reader = (value, path) => {
  if (typeof value !== 'string') throw expected('a text', value, path);
  return value;
};

const integer: Reader = (value, path) => {
  const number =
    typeof value === 'string' && /^\s*-?(?:\d{1,16}|0x[\da-f]{1,13})\s*$/i.test(value)
      ? Number(value)
      : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw expected('a whole number', value, path);
  return number;
};

/** Bytes, where the words of ulimit and of /proc/self/limits stand for no limit. */
const bytes: Reader = (value, path) =>
  value === 'unlimited' || value === 'infinity' ? -1 : integer(value, path);

const truth: Reader = (value, path) => {
  if (typeof value !== 'boolean') throw expected('true or false', value, path);
  return value;
};

/** Options are texts; a number or a truth value written as such means the same. */
const option: Reader = (value, path) => {
  if (value === true || value === false) return value ? 'y' : 'n';
  return typeof value === 'number' ? String(value) : text(value, path);
};

function list(of: Reader): Reader {
  return (value, path) => {
    if (!Array.isArray(value)) throw expected('a list', value, path);
    return value.map((item, i) => of(item, `${path}[${i}]`));
  };
}

/** A list of words may be one text with spaces, as /proc prints it. */
const words: Reader = (value, path) =>
  typeof value === 'string' ? value.split(/\s/).filter(word => word !== '') : list(text)(value, path);

function table(of: Reader): Reader {
  return (value, path) => {
    if (!isObject(value)) throw expected('an object', value, path);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, of(item, join(path, key))]));
  };
}

function orNull(of: Reader): Reader {
  return (value, path) => (value === null ? null : of(value, path));
}

/** An object with these keys, each of them optional unless it is named in `required`. */
function fields(readers: Readonly<Record<string, Reader>>, required: readonly string[] = []): Reader {
  return (value, path) => {
    if (!isObject(value)) throw expected('an object', value, path);
    for (const key of required)
      if (value[key] === undefined || value[key] === null) throw fault(join(path, key), 'is missing');
    const out: Record<string, unknown> = {};
    for (const [key, reader] of Object.entries(readers)) {
      const item = value[key];
      const absent = item === undefined || (item === null && !NULLABLE.has(reader));
      if (!absent) out[key] = reader(item, join(path, key));
    }
    return out;
  };
}

const textOrNull = orNull(text);
const NULLABLE: ReadonlySet<Reader> = new Set([textOrNull]);

const FACTS: Readonly<Record<string, Reader>> = {
  uname: fields({ release: text, version: text, machine: text }),
  procVersion: text,
  versionSignature: textOrNull,
  osRelease: table(option),
  cmdline: text,
  config: table(option),
  modules: list(text),
  moduleSupport: truth,
  builtinModules: list(text),
  tainted: integer,
  cpu: fields({
    vendor: text,
    family: integer,
    model: integer,
    stepping: integer,
    modelName: text,
    microcode: option,
    flags: words,
    count: integer,
  }),
  limits: fields({ memlock: bytes }),
  memory: fields({ total: bytes, available: bytes }),
  container: textOrNull,
  virtualMachine: textOrNull,
  packages: list(fields({ name: text, version: text, running: truth }, ['name', 'version'])),
  changelog: text,
  sources: table(text),
  missing: list(fields({ fact: text, why: text }, ['fact', 'why'])),
};

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new KulpritError('bad-facts', `the facts are not JSON: ${(cause as Error).message}`, { cause });
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  const safe = /^\w{1,60}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
  return path === '' ? safe : `${path}.${safe}`;
}

function expected(what: string, value: unknown, path: string): KulpritError {
  return fault(path, `expected ${what}, found ${kindOf(value)}`);
}

function fault(path: string, says: string): KulpritError {
  return new KulpritError('bad-facts', path === '' ? `the facts: ${says}` : `the facts, at ${path}: ${says}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return show(value);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? typeof value).slice(0, 60);
}
