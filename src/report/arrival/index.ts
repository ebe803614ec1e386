export { readLines } from './read.js';
export { ArrivalState } from './state.js';
