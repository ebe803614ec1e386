import type { Arrival } from './types.js';

/** `[pod/web-7d9/app] text`: `kubectl logs --prefix`. */
const KUBECTL = /^\[(pod\/[\w.-]{1,253}\/[\w.-]{1,63})\] /;
/** `web-1  | text`: docker compose. */
const COMPOSE = /^([\w][\w.-]{0,62}[-_]\d{1,4}) {1,32}\| /;
/** `job<tab>step<tab>2024-…Z text`: `gh run view --log`. */
const ACTIONS = /^[^\t]{1,100}\t[^\t]{1,100}\t\ufeff?(?=\d{4}-\d\d-\d\dT)/;

/** What the tools that show many containers' (or jobs') lines together put in front: the name is the writer. */
export const container: Arrival = {
  name: 'container-prefix',
  first: '',
  at: ['any'],
  strip(raw) {
    if (raw.startsWith('[pod/')) {
      const match = KUBECTL.exec(raw);
      return match === null
        ? null
        : { text: raw.slice(match[0].length), stream: match[1]!, prefixed: false, next: 'any' };
    }
    const bar = raw.indexOf(' | ');
    if (bar > 0 && bar < 96) {
      const match = COMPOSE.exec(raw);
      if (match !== null)
        return { text: raw.slice(match[0].length), stream: match[1]!, prefixed: false, next: 'any' };
    }
    const tab = raw.indexOf('\t');
    if (tab > 0 && tab <= 100) {
      const match = ACTIONS.exec(raw);
      if (match !== null)
        return { text: raw.slice(match[0].length), stream: '', prefixed: false, next: 'any' };
    }
    return null;
  },
};
