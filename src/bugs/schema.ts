/**
 * The schema of a record, for the build and for `kulprit bugs --validate`; nothing else loads it.
 * Records are YAML's failsafe schema: every scalar is text, so that a version 5.10 stays 5.10.
 */
import { z } from 'zod';
import { parseGoVersion, parseKernelVersion } from '../base/index.js';
import type { Bug } from './types.js';

const text = z.string().trim().min(1, 'is empty').max(4000);
const line = z.string().trim().min(1, 'is empty').max(300);
const url = z.url({ protocol: /^https?$/, error: 'is not a web address' }).max(400);
const flag = z.enum(['true', 'false'], 'is not true or false').transform(value => value === 'true');
const commit = z.string().regex(/^[0-9a-f]{12,40}$/, 'is not 12 to 40 hexadecimal digits');
const cve = z.string().regex(/^CVE-\d{4}-\d{4,7}$/, 'is not a CVE id');
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/, 'is not lower-case letters, digits, dots and dashes');
const isKernel = (value: string) => parseKernelVersion(value)?.rest === '';
const isGo = (value: string) => parseGoVersion(value)?.rest === '';
const kernel = z.string().refine(isKernel, 'is not a kernel version (write it as 5.4 or 5.4.2 or 5.4-rc1)');
const go = z.string().refine(isGo, 'is not a Go version');
/** A version, or `never` for what was not fixed. */
const orNever = (is: (value: string) => boolean, what: string) =>
  z
    .string()
    .refine(value => value === 'never' || is(value), `is neither ${what} nor the word never`)
    .transform(value => (value === 'never' ? null : value));
const truth = z.enum(['true', 'false', 'unknown']);
const pattern = z
  .string()
  .min(3, 'is too short a pattern to mean anything')
  .max(200)
  .refine(value => (value.match(/\*/g)?.length ?? 0) <= 6, 'has more than six *')
  .refine(value => !value.includes('**'), 'has two * beside each other');
const patterns = z.array(pattern).min(1);
const names = z.array(line).min(1);
const number = z
  .string()
  .regex(/^\d{1,4}(?:\.\d{1,4})?$/, 'is not a number')
  .transform(Number);
const weight = number.refine(value => value <= 1, 'is over 1');
const hex = z.string().regex(/^0x[0-9a-f]{1,12}$/, 'is not a hexadecimal number');

const range = z.strictObject({
  from: kernel,
  before: orNever(isKernel, 'a kernel version'),
  doubt: line.optional(),
  note: line.optional(),
});
const goRange = z.strictObject({
  from: go,
  before: orNever(isGo, 'a Go version'),
  note: line.optional(),
});

const change = z.strictObject({
  project: name.default('linux'),
  commit: z.union(
    [z.literal('unknown').transform(() => null), commit],
    'is neither a commit nor the word unknown',
  ),
  subject: line,
  in: line,
  stable: z.array(z.strictObject({ in: line, commit: commit.nullable().default(null) })).default([]),
});

const distribution = z.strictObject({
  name,
  ids: z.array(name).min(1),
  releases: z.array(line).min(1).optional(),
  compare: z.enum(['deb', 'rpm']),
  series: line.optional(),
  kernels: patterns.optional(),
  from: line.optional(),
  doubtFrom: line.optional(),
  fixed: orNever(value => value.trim() !== '', 'a version'),
  advisory: line.optional(),
  note: line.optional(),
});

const runtime = z.strictObject({ name: z.literal('go'), ranges: z.array(goRange).min(1) });

/** Exactly one of the keys that are tests: a condition or sign that says two things would hide one of them. */
function oneTest<T extends z.ZodRawShape>(tests: T, around: z.ZodRawShape) {
  const keys = Object.keys(tests);
  return z
    .strictObject({ ...around, ...tests })
    .refine(value => keys.filter(key => (value as Record<string, unknown>)[key] !== undefined).length === 1, {
      error: `needs exactly one of ${keys.join(', ')}`,
    });
}

const conditionTests = {
  architecture: names.optional(),
  compiler: z
    .strictObject({
      kind: z.enum(['gcc', 'clang']),
      from: z
        .string()
        .regex(/^\d+(?:\.\d+){0,3}$/, 'is not a version')
        .optional(),
      before: z
        .string()
        .regex(/^\d+(?:\.\d+){0,3}$/, 'is not a version')
        .optional(),
      text: patterns.optional(),
      textNot: patterns.optional(),
      otherwise: truth,
    })
    .optional(),
  config: z
    .strictObject({ option: z.string().regex(/^CONFIG_[A-Z0-9_a-z]+$/, 'is not CONFIG_…'), is: names })
    .optional(),
  cmdline: z.strictObject({ parameter: line, is: names, absent: truth }).optional(),
  module: z.strictObject({ any: names, config: names.optional() }).optional(),
  cpu: z
    .strictObject({
      vendor: names.optional(),
      family: z.array(number).optional(),
      model: z.array(number).optional(),
      stepping: z.array(number).optional(),
      flags: names.optional(),
      microcodeBefore: hex.optional(),
    })
    .optional(),
  runtime: runtime.optional(),
  get all() {
    return z.array(conditionTest).min(1).optional();
  },
  get any() {
    return z.array(conditionTest).min(1).optional();
  },
  get not() {
    return conditionTest.optional();
  },
};
const conditionTest: z.ZodType = z.lazy(() => oneTest(conditionTests, {}));
const condition = z.lazy(() => oneTest(conditionTests, { why: line, shown: flag.optional() }));

const signTests = {
  kind: names.optional(),
  type: names.optional(),
  title: patterns.optional(),
  frames: patterns.optional(),
  modules: names.optional(),
  comm: patterns.optional(),
  explanation: patterns.optional(),
  usercopy: z
    .strictObject({
      direction: z.enum(['exposure', 'overwrite']).optional(),
      object: patterns.optional(),
      problem: z.enum(['length', 'address']).optional(),
    })
    .optional(),
  goClass: names.optional(),
  goError: patterns.optional(),
  goNote: z.strictObject({ what: names, unlessClass: names.optional() }).optional(),
  observation: z.strictObject({ name: line, value: patterns.optional() }).optional(),
  runtime: runtime.optional(),
  host: z.literal('affected').optional(),
  get all() {
    return z.array(signTest).min(1).optional();
  },
  get any() {
    return z.array(signTest).min(1).optional();
  },
  get not() {
    return signTest.optional();
  },
};
const signTest: z.ZodType = z.lazy(() => oneTest(signTests, {}));
const required = z.lazy(() => oneTest(signTests, { says: line, weight: weight.default(0) }));
const point = z.lazy(() => oneTest(signTests, { says: line, weight }));

/** What a record says; `id` and folder come from its place and are checked by the build. */
export const recordSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is not lower-case words with dashes'),
    title: line,
    summary: text,
    cause: z.enum(['kernel', 'compiler', 'hardware', 'runtime', 'program']),
    cve: z.array(cve).default([]),
    introduced: z.array(change).default([]),
    fixed: z.array(change).min(1, 'names no fix'),
    ranges: z.array(range).default([]),
    distributions: z.array(distribution).default([]),
    conditions: z.array(condition).default([]),
    signature: z.strictObject({
      requires: z.array(required).min(1, 'a signature that requires nothing matches every log'),
      points: z.array(point).min(1),
      excludes: z.array(required).default([]),
      matchAt: number,
    }),
    reproducer: name.nullable().default(null),
    mitigations: z
      .array(
        z.strictObject({
          id: name,
          what: text,
          command: line.optional(),
          cost: text,
          leaves: text,
          fixes: flag,
        }),
      )
      .min(1, 'offers no way out'),
    backport: z.strictObject({
      subjects: names,
      commits: z.array(commit).default([]),
      inadequate: z.array(z.strictObject({ before: kernel, why: text, check: text })).default([]),
    }),
    unverified: z.array(text).default([]),
    references: z.array(z.strictObject({ url, supports: text })).min(1, 'cites nothing'),
  })
  .refine(
    record =>
      record.signature.points.reduce((sum, one) => sum + Number(one['weight']), 0) >=
      record.signature.matchAt,
    {
      error: 'the weights of all points together do not reach matchAt: this record could never match',
      path: ['signature', 'matchAt'],
    },
  );

/** A valid record as the rest of kulprit sees it. */
export function asBug(record: z.output<typeof recordSchema>, subsystem: string): Bug {
  return { ...record, subsystem } as unknown as Bug;
}
