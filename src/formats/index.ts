export { decoded } from './decode.js';
export { type Kind, type Sniffed, sniff } from './sniff.js';
