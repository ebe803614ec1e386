const assert = require('node:assert');
assert.deepStrictEqual({ id: 1, tags: ['a'] }, { id: 1, tags: ['b'] });
