/**
 * Rust's names in traces, read back: the "v0" mangling (rust-lang RFC 2603, doc.rust-lang.org/rustc/symbol-mangling/v0.html) as the compiler
 * makes it for kernel code. Generic arguments and constants are passed over: a title does without them.
 */
const DEEPEST = 64;

/** `_RNvMs3_NtCs…_11rust_binder7processNtB5_7Process10update_ref` → `<rust_binder::process::Process>::update_ref`; others as they are. */
export function rustName(symbol: string): string {
  if (!symbol.startsWith('_R') || symbol.length > 1000) return symbol;
  const reader = new Reader(symbol.slice(2));
  const name = reader.path(0);
  return name === null || name === '' ? symbol : name;
}

const BASIC: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
  p: '_',
};

class Reader {
  readonly #text: string;
  #at = 0;
  /** Back references may nest without end: a name that wants too many steps is left as it is. */
  #steps = 0;

  constructor(text: string) {
    this.#text = text;
  }

  path(depth: number): string | null {
    if (depth > DEEPEST || ++this.#steps > 500) return null;
    switch (this.#next()) {
      case 'C': {
        this.#disambiguator();
        return this.#identifier();
      }
      case 'N': {
        const namespace = this.#next();
        const outer = this.path(depth + 1);
        this.#disambiguator();
        const name = this.#identifier();
        if (outer === null || name === null) return null;
        if (namespace === 'C') return `${outer}::{closure}`;
        return name === '' ? outer : `${outer}::${name}`;
      }
      case 'M': {
        this.#disambiguator();
        if (this.path(depth + 1) === null) return null;
        const self = this.type(depth + 1);
        return self === null ? null : `<${self}>`;
      }
      case 'X': {
        this.#disambiguator();
        if (this.path(depth + 1) === null) return null;
        return this.#as(depth);
      }
      case 'Y':
        return this.#as(depth);
      case 'I': {
        const outer = this.path(depth + 1);
        if (outer === null) return null;
        while (this.#peek() !== 'E') {
          if (this.#peek() === '' || !this.#argument(depth + 1)) return null;
        }
        this.#at++;
        return outer;
      }
      case 'B':
        return this.#back(() => this.path(depth + 1));
      default:
        return null;
    }
  }

  type(depth: number): string | null {
    if (depth > DEEPEST || ++this.#steps > 500) return null;
    const tag = this.#peek();
    const basic = BASIC[tag];
    if (basic !== undefined) {
      this.#at++;
      return basic;
    }
    if ('RQPO'.includes(tag) && tag !== '') {
      this.#at++;
      if (this.#peek() === 'L') {
        this.#at++;
        this.#base62();
      }
      const inner = this.type(depth + 1);
      const mark = { R: '&', Q: '&mut ', P: '*const ', O: '*mut ' }[tag]!;
      return inner === null ? null : mark + inner;
    }
    if (tag === 'S' || tag === 'A') {
      this.#at++;
      const inner = this.type(depth + 1);
      if (inner === null) return null;
      if (tag === 'A' && !this.#constant()) return null;
      return tag === 'S' ? `[${inner}]` : `[${inner}; _]`;
    }
    if (tag === 'T') {
      this.#at++;
      const parts: string[] = [];
      while (this.#peek() !== 'E') {
        const part = this.#peek() === '' ? null : this.type(depth + 1);
        if (part === null) return null;
        parts.push(part);
      }
      this.#at++;
      return `(${parts.join(', ')})`;
    }
    if (tag === 'B') {
      this.#at++;
      return this.#back(() => this.type(depth + 1));
    }
    return this.path(depth + 1);
  }

  #as(depth: number): string | null {
    const self = this.type(depth + 1);
    const trait = self === null ? null : this.path(depth + 1);
    return trait === null ? null : `<${self} as ${trait}>`;
  }

  #argument(depth: number): boolean {
    const tag = this.#peek();
    if (tag === 'L') {
      this.#at++;
      this.#base62();
      return true;
    }
    if (tag === 'K') {
      this.#at++;
      return this.#constant();
    }
    return this.type(depth) !== null;
  }

  #constant(): boolean {
    const tag = this.#next();
    if (tag === 'p') return true;
    if (tag === 'B') {
      this.#base62();
      return true;
    }
    if (BASIC[tag] === undefined) return false;
    const end = this.#text.indexOf('_', this.#at);
    if (end < 0) return false;
    this.#at = end + 1;
    return true;
  }

  #back(read: () => string | null): string | null {
    const to = this.#base62();
    const here = this.#at;
    // Back references only point back.
    if (to === null || to >= here - 1) return null;
    this.#at = to;
    const name = read();
    this.#at = here;
    return name;
  }

  #disambiguator(): void {
    if (this.#peek() !== 's') return;
    this.#at++;
    this.#base62();
  }

  #base62(): number | null {
    const end = this.#text.indexOf('_', this.#at);
    if (end < 0 || end - this.#at > 14) return null;
    const digits = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    if (digits === '') return 0;
    let value = 0;
    for (const digit of digits) {
      const code = digit.charCodeAt(0);
      value = value * 62 + (code < 58 ? code - 48 : code > 96 ? code - 87 : code - 29);
    }
    return value + 1;
  }

  #identifier(): string | null {
    if (this.#peek() === 'u') this.#at++;
    let digits = '';
    while (/\d/.test(this.#peek()) && digits.length < 4) digits += this.#next();
    if (digits === '') return null;
    if (this.#peek() === '_') this.#at++;
    const length = Number(digits);
    const name = this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    return name.length === length ? name : null;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    return this.#text[this.#at++] ?? '';
  }
}
