// A pattern as the automaton a backtracking engine walks: one state for each place in the pattern that takes a character.
//
// An edge counts in how many ways it can be taken: `(a*)*` goes from a to a in two ways, and that is what makes it slow. Repetitions with
// few rounds are written out; the others are loops that remember how many characters they can take.
import { RegExpParser } from '@eslint-community/regexpp';
import { JS } from 'refa';

/** Repetitions of no more rounds than this, and groups of no more states, are written out. */
const FEW_ROUNDS = 4;
const MOST_WRITTEN_OUT = 64;
/** An automaton beyond this is not built: the pattern is too large to be judged, or to be read. */
const MOST_STATES = 4000;

/**
 * @typedef {object} State
 * @property {readonly { min: number, max: number }[]} ranges the characters it takes
 * @property {number[]} loops the repetitions it stands in, as indexes
 * @property {string} raw as written
 */

/**
 * @param {string} source
 * @param {string} flags
 * @returns {{ states: State[], edges: Map<number, number>[], first: Map<number, { free: number, start: number }>,
 *   ends: Set<number>, lengths: number[], anchored: boolean }}
 *   `edges[p].get(q)` in how many ways q follows p (2 stands for many); `first` by what a match can begin, anywhere (`free`) and only at the
 *   start of the text; `ends` states behind which the match is complete, whatever follows; `lengths` of the loops, in characters
 */
export function automatonOf(source, flags) {
  const unicode = flags.includes('u');
  const unicodeSets = flags.includes('v');
  const parser = new RegExpParser({ ecmaVersion: 2025 });
  const pattern = parser.parsePattern(source, 0, source.length, { unicode, unicodeSets });
  const builder = new Builder(flags);
  const whole = builder.alternatives(pattern.alternatives);
  for (const [state, { sure }] of whole.last) if (sure) builder.ends.add(state);
  const { states, edges, ends, lengths } = builder;
  const anchored = flags.includes('y') || [...whole.first.values()].every(({ free }) => free === 0);
  return { states, edges, first: whole.first, ends, lengths, anchored };
}

const many = n => Math.min(n, 2);
const none = { sure: 0, held: 0, start: 0 };

/**
 * What a part of a pattern is to its neighbours. `empty`: in how many ways it takes nothing, always (`sure`), under a condition (`held`) or
 * at the start of the text only.
 */
class Builder {
  states = [];
  edges = [];
  lengths = [];
  ends = new Set();
  #loops = [];
  #flags;
  #multiline;
  #sets = new Map();

  constructor(flags) {
    this.#flags = flags;
    this.#multiline = flags.includes('m');
  }

  alternatives(list) {
    return list.map(alternative => this.sequence(alternative.elements)).reduce((a, b) => this.#either(a, b));
  }

  sequence(elements) {
    const empty = { first: new Map(), last: new Map(), empty: { ...none, sure: 1 } };
    return elements.reduce((before, element) => this.#then(before, this.#element(element)), empty);
  }

  #element(node) {
    switch (node.type) {
      case 'Group':
      case 'CapturingGroup':
        return this.alternatives(node.alternatives);
      case 'Quantifier':
        return this.#repeat(node);
      case 'Assertion':
        return this.#assertion(node);
      case 'Backreference':
        return this.#backreference(node);
      default:
        return this.#take(this.#rangesOf(node.raw), node.raw);
    }
  }

  #take(ranges, raw) {
    const state = this.states.length;
    if (state >= MOST_STATES) throw new RangeError(`has more than ${MOST_STATES} states`);
    this.states.push({ ranges, loops: [...this.#loops], raw });
    this.edges.push(new Map());
    return {
      first: new Map([[state, { free: 1, start: 0 }]]),
      last: new Map([[state, { ways: 1, sure: true }]]),
      empty: { ...none },
    };
  }

  #rangesOf(raw) {
    const known = this.#sets.get(raw);
    if (known !== undefined) return known;
    const flags = this.#flags.replace(/[dgy]/g, '');
    const { expression } = JS.Parser.fromLiteral({ source: raw, flags }).parse();
    const { ranges } = expression.alternatives[0].elements[0].characters;
    this.#sets.set(raw, ranges);
    return ranges;
  }

  #either(a, b) {
    const first = new Map(a.first);
    for (const [state, way] of b.first) first.set(state, way);
    const last = new Map(a.last);
    for (const [state, way] of b.last) last.set(state, way);
    return { first, last, empty: sum(a.empty, b.empty) };
  }

  #then(a, b) {
    for (const [from, { ways }] of a.last)
      for (const [to, { free }] of b.first) this.#connect(from, to, ways * free);
    const first = new Map(a.first);
    const before = a.empty.sure + a.empty.held;
    for (const [state, { free, start }] of b.first) {
      const all = before * (free + start) + a.empty.start * (free + start);
      if (all === 0) continue;
      const anywhere = many(before * free);
      first.set(state, { free: anywhere, start: many(all - before * free) });
    }
    const last = new Map(b.last);
    const behind = b.empty.sure + b.empty.held;
    if (behind > 0)
      for (const [state, { ways, sure }] of a.last)
        last.set(state, { ways: many(ways * behind), sure: sure && b.empty.sure > 0 });
    const { empty: x } = a;
    const { empty: y } = b;
    const all = (x.sure + x.held + x.start) * (y.sure + y.held + y.start);
    const free = (x.sure + x.held) * (y.sure + y.held);
    const sure = x.sure * y.sure;
    return { first, last, empty: { sure: many(sure), held: many(free - sure), start: many(all - free) } };
  }

  #connect(from, to, ways) {
    if (ways > 0) this.edges[from].set(to, many((this.edges[from].get(to) ?? 0) + ways));
  }

  #optional(part) {
    return { ...part, empty: { sure: 1, held: 0, start: part.empty.start } };
  }

  #repeat({ min, max, element }) {
    if (max === 0) return this.sequence([]);
    const fixed = min === max;
    const size = this.#sizeOf(element);
    const copies = fixed ? max : Math.max(max, 1);
    if (max === 1 || (max <= (fixed ? MOST_WRITTEN_OUT : FEW_ROUNDS) && copies * size <= MOST_WRITTEN_OUT)) {
      let rest = null;
      for (let i = 0; i < max - min; i++) {
        const part = this.#element(element);
        rest = this.#optional(rest === null ? part : this.#then(part, rest));
      }
      let whole = rest ?? this.sequence([]);
      for (let i = 0; i < min; i++) whole = this.#then(this.#element(element), whole);
      return whole;
    }
    const loop = this.lengths.length;
    this.lengths.push(max * longest(element));
    this.#loops.push(loop);
    const body = this.#element(element);
    this.#loops.pop();
    for (const [from, { ways }] of body.last)
      for (const [to, { free }] of body.first) this.#connect(from, to, ways * free);
    return min === 0 ? this.#optional(body) : body;
  }

  #sizeOf(node) {
    if (node.type === 'Group' || node.type === 'CapturingGroup')
      return node.alternatives.reduce(
        (n, { elements }) => n + elements.reduce((m, one) => m + this.#sizeOf(one), 0),
        0,
      );
    if (node.type === 'Quantifier') return Math.min(node.max, FEW_ROUNDS) * this.#sizeOf(node.element);
    return 1;
  }

  #assertion(node) {
    const held = { first: new Map(), last: new Map(), empty: { ...none, held: 1 } };
    if (node.kind === 'start') return this.#multiline ? held : { ...held, empty: { ...none, start: 1 } };
    if (node.kind === 'lookbehind') {
      if (longestOf(node.alternatives) > 200) throw new RangeError('looks behind without a bound');
      return held;
    }
    if (node.kind !== 'lookahead') return held;
    const body = this.alternatives(node.alternatives);
    // What it took is taken again from the next place to begin: it is no end, even where it cannot fail.
    return { ...held, first: body.first };
  }

  /** May take what its group may, which is more than it can. */
  #backreference(node) {
    const groups = Array.isArray(node.resolved) ? node.resolved : [node.resolved];
    const loop = this.lengths.length;
    this.lengths.push(Math.max(...groups.map(longest)));
    this.#loops.push(loop);
    const body = this.#take(this.#rangesOf('[^]'), node.raw);
    this.#loops.pop();
    for (const [state] of body.first) this.#connect(state, state, 1);
    return { ...body, empty: { ...none, held: 1 } };
  }
}

function sum(a, b) {
  return { sure: many(a.sure + b.sure), held: many(a.held + b.held), start: many(a.start + b.start) };
}

/** The most characters a part of a pattern can take. */
export function longest(node) {
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return longestOf(node.alternatives);
    case 'Quantifier':
      return node.max === 0 ? 0 : longest(node.element) * node.max || 0;
    case 'Assertion':
      return 0;
    case 'Backreference':
      return Math.max(...(Array.isArray(node.resolved) ? node.resolved : [node.resolved]).map(longest));
    default:
      return 1;
  }
}

function longestOf(alternatives) {
  return Math.max(...alternatives.map(({ elements }) => elements.reduce((n, one) => n + longest(one), 0)));
}
