export { AnchorScanner } from './anchors.js';
export { LONGEST_LINE, type Region, RegionCutter } from './regions.js';
