// Chance that can be had again: the same seed and number give the same input.

/** A stream of its own for input `number` of `seed` (Bob Jenkins' small fast counter, sfc32). */
export class Random {
  #a;
  #b;
  #c;
  #d = 1;

  constructor(seed, number) {
    this.#a = seed | 0;
    this.#b = (seed / 2 ** 32) | 0;
    this.#c = number | 0;
    for (let i = 0; i < 12; i++) this.bits();
  }

  bits() {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number from 0 and below `n`. */
  below(n) {
    return n <= 1 ? 0 : Math.floor((this.bits() / 2 ** 32) * n);
  }

  /** From `from` to `to`, both included. */
  between(from, to) {
    return from + this.below(to - from + 1);
  }

  /** True once in `n` times. */
  oneIn(n) {
    return this.below(n) === 0;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** Small numbers often, large ones seldom. */
  size(most) {
    return Math.max(1, Math.floor(most ** (this.bits() / 2 ** 32)));
  }
}
