// How many ways there are through a pattern, for a text that wants to be as bad as can be.
//
// A backtracking engine that fails has gone every way there is. Their number is a matter of loops (Weber and Seidl, "On the degree of
// ambiguity of finite automata", 1991): it is exponential where a loop can be gone round in two ways with one and the same text; and it is
// multiplied by each pair of loops where one text goes round the first, round the second, and from the first to the second, for then every
// place to change over is a way of its own. The search for a place to begin is the first loop of every pattern without an anchor.
import { automatonOf } from './automaton.mjs';

/** Ways a character that are no harm: a line of 256 kB is then searched in well under a second. */
const MOST_WAYS = 256;
/** A pattern that begins at the line's start and ends somewhere may take this many steps in all. */
const MOST_STEPS = 400_000;
/** Ways more than those of the loops, through what may be there or not: `a?a?a?`. */
const MOST_WRITTEN = 32;

/**
 * @param {string} source
 * @param {string} flags
 * @returns {{ fault: string | null, ways: number }} `ways` a bound on the ways through the pattern for each character of text
 */
export function judge(source, flags) {
  try {
    return judgeAutomaton(automatonOf(source, flags));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return { fault: error.message, ways: Number.POSITIVE_INFINITY };
  }
}

function judgeAutomaton(automaton) {
  const { states, anchored } = automaton;
  const graph = graphOf(automaton);
  const loops = components(graph);
  for (const loop of loops) {
    if (!twoWaysRound(loop, graph)) continue;
    const size = lengthOf(loop, automaton);
    const how = size === Number.POSITIVE_INFINITY ? 'exponential' : `exponential in up to ${size} characters`;
    return {
      fault: `${how}: more than one way round ${show(loop.members, states)}`,
      ways: Number.POSITIVE_INFINITY,
    };
  }
  const sizes = loops.map(loop => (loop.search ? Number.POSITIVE_INFINITY : lengthOf(loop, automaton)));
  const { ways, path } = mostWays(loops, sizes, graph);
  const more = writtenOut(loops, graph);
  if (more > MOST_WRITTEN) return { fault: `${more} ways through what repeats a few times`, ways };
  if (ways === 1) return { fault: null, ways };
  const names = path.map(i => (loops[i].search ? 'the search' : show(loops[i].members, states))).join(' × ');
  if (ways === Number.POSITIVE_INFINITY) return { fault: `polynomial: ${names}`, ways };
  const reach = anchored ? longestWay(loops, sizes, states.length) : Number.POSITIVE_INFINITY;
  if (ways > MOST_WAYS && ways * reach > MOST_STEPS)
    return { fault: `${ways} ways a character: ${names}`, ways };
  return { fault: null, ways };
}

/** No way through the pattern is longer than this. */
function longestWay(loops, sizes, states) {
  return loops.reduce((n, _, i) => n + sizes[i], states);
}

/** The automaton without what cannot fail, with the search as a state of its own, and characters as bits. */
function graphOf({ states, edges, first, ends, anchored }) {
  const safe = cannotFail(edges, ends);
  const search = states.length;
  const kinds = kindsOf(states.map(({ ranges }) => ranges));
  const every = kinds.all;
  const takes = [...states.map((_, i) => (safe.has(i) ? 0n : kinds.of[i])), every];
  const next = edges.map((to, from) => (safe.has(from) ? [] : [...to].filter(([state]) => !safe.has(state))));
  const starts = [...first]
    .filter(([state]) => !safe.has(state))
    .map(([state, { free, start }]) => [state, free + start]);
  const begins = starts.filter(([state]) => first.get(state).free > 0);
  next.push(anchored ? [] : [[search, 1], ...begins]);
  return { next, takes, search, starts };
}

/** The states from which every way is complete at every step: once there, the engine never turns back. */
function cannotFail(edges, ends) {
  const safe = new Set(ends);
  for (let before = -1; before !== safe.size; ) {
    before = safe.size;
    for (const state of safe) if ([...edges[state].keys()].some(to => !safe.has(to))) safe.delete(state);
  }
  return safe;
}

/** Characters that no class of the pattern tells apart are one bit. */
function kindsOf(sets) {
  const borders = new Set([0]);
  for (const ranges of sets)
    for (const { min, max } of ranges) {
      borders.add(min);
      borders.add(max + 1);
    }
  const starts = [...borders].sort((a, b) => a - b);
  const bits = new Map();
  const of = sets.map(() => 0n);
  for (const start of starts) {
    const members = sets
      .map((ranges, i) => (ranges.some(({ min, max }) => min <= start && start <= max) ? i : -1))
      .filter(i => i >= 0);
    const key = members.join();
    const known = bits.get(key);
    const bit = known ?? 1n << BigInt(bits.size);
    bits.set(key, bit);
    if (known === undefined) for (const member of members) of[member] |= bit;
  }
  return { of, all: (1n << BigInt(bits.size)) - 1n };
}

/** The loops: strongly connected components with a way round, in an order in which none leads back to one before (Tarjan). */
function components({ next, search }) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const onStack = new Set();
  const found = [];
  const visit = root => {
    const work = [[root, 0]];
    while (work.length > 0) {
      const frame = work.at(-1);
      const [state, at] = frame;
      if (at === 0) {
        index.set(state, index.size);
        low.set(state, index.get(state));
        stack.push(state);
        onStack.add(state);
      }
      if (at < next[state].length) {
        frame[1]++;
        const [to] = next[state][at];
        if (!index.has(to)) work.push([to, 0]);
        else if (onStack.has(to)) low.set(state, Math.min(low.get(state), index.get(to)));
        continue;
      }
      work.pop();
      if (work.length > 0) {
        const [parent] = work.at(-1);
        low.set(parent, Math.min(low.get(parent), low.get(state)));
      }
      if (low.get(state) !== index.get(state)) continue;
      const members = [];
      for (;;) {
        const member = stack.pop();
        onStack.delete(member);
        members.push(member);
        if (member === state) break;
      }
      const round = members.length > 1 || next[state].some(([to]) => to === state);
      if (round)
        found.push({
          members: members.sort((a, b) => a - b),
          inside: new Set(members),
          search: members.includes(search),
        });
    }
  };
  for (let state = next.length - 1; state >= 0; state--) if (!index.has(state)) visit(state);
  return found.reverse();
}

/** Whether one text goes round a loop in two ways. */
function twoWaysRound({ members, inside }, { next, takes }) {
  const own = new Map(members.map(state => [state, next[state].filter(([to]) => inside.has(to))]));
  for (const state of members) if (own.get(state).some(([, ways]) => ways > 1)) return true;
  if (members.length === 1) return false;
  const forward = reach(
    members.map(state => [state, state]),
    ([a, b]) => pairs(own.get(a), own.get(b), takes),
  );
  const back = new Map(
    members.map(state => [
      state,
      members.filter(from => own.get(from).some(([to]) => to === state)).map(from => [from, 1]),
    ]),
  );
  const backward = reach(
    members.map(state => [state, state]),
    ([a, b]) => ((takes[a] & takes[b]) === 0n ? [] : pairs(back.get(a), back.get(b), null)),
  );
  for (const key of forward.keys()) {
    const [a, b] = key.split(',');
    if (a !== b && backward.has(key)) return true;
  }
  return false;
}

function pairs(as, bs, takes) {
  const found = [];
  for (const [a] of as)
    for (const [b] of bs) if (takes === null || (takes[a] & takes[b]) !== 0n) found.push([a, b]);
  return found;
}

/** What can be reached, each with the fewest steps to it. */
function reach(starts, successors) {
  const seen = new Map(starts.map(node => [node.join(), 0]));
  const work = [...starts];
  for (let i = 0; i < work.length; i++) {
    const steps = seen.get(work[i].join()) + 1;
    for (const node of successors(work[i])) {
      const key = node.join();
      if (seen.has(key)) continue;
      seen.set(key, steps);
      work.push(node);
    }
  }
  return seen;
}

/** The most ways that loops one behind the other make, and which loops those are. */
function mostWays(loops, sizes, graph) {
  const leads = loops.map(loop =>
    reach(
      loop.members.map(state => [state]),
      ([state]) => graph.next[state].map(([to]) => [to]),
    ),
  );
  const best = loops.map((_, i) => ({ ways: 1, path: [i] }));
  for (let i = loops.length - 1; i >= 0; i--)
    for (let j = i + 1; j < loops.length; j++) {
      if (!leads[i].has(String(loops[j].members[0]))) continue;
      const period = changesOver(loops[i], loops[j], graph);
      const ways = best[j].ways * Math.max(1, Math.ceil(Math.min(sizes[i], sizes[j]) / period));
      const path = period === Number.POSITIVE_INFINITY ? best[j].path : [i, ...best[j].path];
      if (ways > best[i].ways) best[i] = { ways, path };
    }
  return best.reduce((a, b) => (b.ways > a.ways ? b : a), { ways: 1, path: [] });
}

/**
 * In how many ways a text of one character over and over goes through what is written out, each loop taken once: `a?a?a?b` has a few for every
 * one that the loops make.
 */
function writtenOut(loops, { next, takes, search, starts }) {
  const loopOf = new Map(loops.flatMap((loop, i) => loop.members.map(state => [state, i])));
  const inLoop = (from, to) => loopOf.has(from) && loopOf.get(from) === loopOf.get(to);
  const forward = next.map((to, from) =>
    from === search ? starts : to.filter(([state]) => !inLoop(from, state)),
  );
  let most = 1;
  for (let kind = 1n; kind <= takes[search]; kind <<= 1n) {
    /** In how many ways each state goes on with so many characters. */
    let ways = forward.map(() => 1);
    for (let left = next.length; left > 0 && ways.some(n => n > 0); left--) {
      ways = forward.map(to =>
        to.reduce(
          (sum, [state, times]) => ((takes[state] & kind) === 0n ? sum : sum + times * ways[state]),
          0,
        ),
      );
      most = ways.reduce((a, b) => Math.max(a, b), most);
    }
  }
  return most;
}

/** The length of the shortest text that goes round loop `a`, round loop `b`, and from `a` to `b`; infinite where there is none. */
function changesOver(a, b, { next, takes }) {
  const rounds = ({ inside, search }, state) =>
    next[state].filter(([to]) => inside.has(to) && (!search || to === state));
  let shortest = Number.POSITIVE_INFINITY;
  for (const p of a.members)
    for (const q of b.members) {
      const seen = reach([[p, p, q]], ([x, y, z]) => {
        const found = [];
        for (const [x2] of rounds(a, x))
          for (const [z2] of rounds(b, z)) {
            const both = takes[x2] & takes[z2];
            if (both === 0n) continue;
            for (const [y2] of next[y]) if ((both & takes[y2]) !== 0n) found.push([x2, y2, z2]);
          }
        return found;
      });
      shortest = Math.min(shortest, seen.get(`${p},${q},${q}`) ?? shortest);
    }
  return shortest;
}

/** Characters a loop can take: those of the outermost repetition that makes it. */
function lengthOf({ members, inside }, { states, lengths }) {
  const shared = states[members[0]].loops.filter(loop =>
    members.every(state => states[state].loops.includes(loop)),
  );
  const candidates = shared.length > 0 ? shared : members.flatMap(state => states[state].loops);
  return Math.max(...candidates.map(loop => lengths[loop]), inside.size);
}

function show(members, states) {
  const text = members
    .slice(0, 4)
    .map(state => states[state]?.raw ?? '')
    .join('');
  return `\`${text}${members.length > 4 ? '…' : ''}\``;
}
