import type { Reading } from '../../src/report/index.js';

/** What is wrong with the reading of an input of so many bytes, as sentences. */
export function faultsOf(reading: Reading, bytes: number): string[];
/** What is wrong with a text for a terminal. */
export function faultsOfText(rendered: string): string[];
