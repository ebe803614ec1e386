import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KulpritError } from '../base/index.js';
import { parseFacts } from './index.js';

test('facts written by hand: any may be absent or null, the schema too', () => {
  expect(parseFacts('{}')).toEqual({ schema: 'kulprit/facts@1' });
  expect(
    parseFacts('{"uname":{"release":"5.3.14"},"versionSignature":null,"config":null,"container":null}'),
  ).toEqual({
    schema: 'kulprit/facts@1',
    uname: { release: '5.3.14' },
    versionSignature: null,
    container: null,
  });
});

test('numbers as text, flags as one text, options as they are thought of', () => {
  expect(
    parseFacts({
      schema: 'kulprit/facts@1',
      tainted: '4096',
      cpu: { family: '6', model: '0x55', flags: 'fpu  avx' },
      limits: { memlock: 'unlimited' },
      config: { CONFIG_HZ: 250, CONFIG_XFS_FS: 'm', CONFIG_KASAN: false },
      osRelease: { ID: 'centos', VERSION_ID: 7 },
      hostname: 'db1',
    }),
  ).toEqual({
    schema: 'kulprit/facts@1',
    tainted: 4096,
    cpu: { family: 6, model: 0x55, flags: ['fpu', 'avx'] },
    limits: { memlock: -1 },
    config: { CONFIG_HZ: '250', CONFIG_XFS_FS: 'm', CONFIG_KASAN: 'n' },
    osRelease: { ID: 'centos', VERSION_ID: '7' },
  });
});

test.each([
  ['{"uname":', 'the facts are not JSON'],
  ['[]', 'the facts: expected an object with facts, found a list'],
  ['"x"', 'the facts: expected an object with facts, found "x"'],
  [
    '{"schema":"kulprit/facts@2"}',
    'the facts, at schema: expected "kulprit/facts@1", found "kulprit/facts@2"',
  ],
  ['{"uname":"5.3.14"}', 'the facts, at uname: expected an object, found "5.3.14"'],
  ['{"uname":{"release":5.3}}', 'the facts, at uname.release: expected a text, found 5.3'],
  ['{"cpu":{"flags":["avx",2]}}', 'the facts, at cpu.flags[1]: expected a text, found 2'],
  ['{"modules":{}}', 'the facts, at modules: expected a list, found an object'],
  ['{"tainted":"G"}', 'the facts, at tainted: expected a whole number, found "G"'],
  ['{"limits":{"memlock":1.5}}', 'the facts, at limits.memlock: expected a whole number, found 1.5'],
  ['{"packages":[{"name":"linux"}]}', 'the facts, at packages[0].version: is missing'],
  ['{"config":{"CONFIG_X":["y"]}}', 'the facts, at config.CONFIG_X: expected a text, found a list'],
])('%s is refused with the place of the fault', (json, message) => {
  let error: unknown;
  try {
    parseFacts(json);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(KulpritError);
  expect(error).toMatchObject({ code: 'bad-facts', message: expect.stringContaining(message) });
});

test('any JSON is taken or refused as bad facts, never otherwise', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.record({ uname: fc.jsonValue(), cpu: fc.jsonValue(), config: fc.jsonValue() }),
      ),
      value => {
        try {
          expect(parseFacts(value).schema).toBe('kulprit/facts@1');
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-facts' });
        }
      },
    ),
  );
});
