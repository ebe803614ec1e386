import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../host/index.js';
import type { GoClass, Observation, OomReport, ProgramReport, Report } from '../report/index.js';
import { matchBugs } from './match.js';
import {
  COMMON,
  frame,
  goReport,
  NOTES,
  notesAlone,
  type Panic,
  reading,
  usercopyReport,
} from './reports.test.helper.js';
import type { Bug } from './types.js';
import { readRecord } from './validate.js';

const BUGS: Bug[] = [
  'x86/x86-fpu-signal-vector',
  'vdso/vdso-stack-probe',
  'scsi/libiscsi-sendpage-slab',
  'ceph/libceph-sendpage-slab',
].map(
  name =>
    readRecord(readFileSync(new URL(`../../bugs/${name}.yaml`, import.meta.url), 'utf8'), `bugs/${name}.yaml`)
      .bug!,
);

function match(
  reports: readonly Report[],
  more: { observations?: Observation[]; host?: Facts; hostIsCrashed?: boolean } = {},
) {
  const found = matchBugs(BUGS, {
    reading: reading(reports, more.observations),
    host: more.host ?? null,
    hostIsCrashed: more.hostIsCrashed ?? more.host !== undefined,
  });
  const of = (id: string) => found.find(one => one.id === id)!;
  return {
    found,
    fpu: of('x86-fpu-signal-vector'),
    vdso: of('vdso-stack-probe'),
    iscsi: of('libiscsi-sendpage-slab'),
    ceph: of('libceph-sendpage-slab'),
  };
}

describe('a usercopy panic on CentOS 7 with iSCSI', () => {
  const answer = match([usercopyReport({ comm: 'tgtd' })], {
    observations: [{ name: 'modules', value: 'xfs iscsi_tcp libiscsi_tcp libiscsi', line: 5 }],
  });

  it('is libiscsi-sendpage-slab, first of the list', () => {
    expect(answer.found[0]!.id).toBe('libiscsi-sendpage-slab');
    expect(answer.iscsi.status).toBe('match');
    expect(answer.iscsi.confidence).toBeGreaterThanOrEqual(0.9);
    expect(answer.iscsi.reports).toEqual([0]);
  });

  it('names what fixes it, and that this machine has not got it', () => {
    expect(answer.iscsi.fixedIn).toContainEqual(
      expect.objectContaining({ what: 'centos-7', version: '3.10.0-1062.13.1.el7' }),
    );
    expect(answer.iscsi.fixedIn.some(one => one.fixed === false)).toBe(true);
    expect(answer.iscsi.fixedIn.find(one => one.what === 'linux')!.commit).toMatch(/^08b11eaccfcf/);
    expect(answer.iscsi.mitigations.map(one => one.id)).toEqual([
      'upgrade',
      'replace-module',
      'hardened-usercopy-off',
    ]);
    for (const way of answer.iscsi.mitigations)
      expect(way.cost.length * way.leaves.length).toBeGreaterThan(0);
  });

  it('excludes the Ceph twin by the line of the modules', () => {
    expect(answer.ceph.status).toBe('excluded');
    expect(answer.ceph.evidence[0]).toMatchObject({ source: 'crash.log', line: 5 });
    expect(answer.ceph.evidence[0]!.says).toContain('none of them libceph, rbd, ceph');
  });

  it('matches no other bug', () => {
    expect(['match', 'possible']).not.toContain(answer.fpu.status);
    expect(['match', 'possible']).not.toContain(answer.vdso.status);
  });
});

describe('other usercopy panics', () => {
  it('with Ceph and without iSCSI are the Ceph record', () => {
    const { ceph, iscsi } = match([
      usercopyReport({
        modules: ['xfs', 'rbd', 'libceph'],
        release: '3.10.0-862.el7.x86_64',
        comm: 'msgr-worker-1',
      }),
    ]);
    expect(ceph.status).toBe('match');
    expect(iscsi.status).toBe('excluded');
  });

  it('with both are only possible for both: one cannot be told from the other', () => {
    const { ceph, iscsi } = match([
      usercopyReport({ modules: ['xfs', 'iscsi_tcp', 'libceph'], release: '3.10.0-862.el7.x86_64' }),
    ]);
    expect([ceph.status, iscsi.status]).toEqual(['possible', 'possible']);
    expect(iscsi.against.map(one => one.says).join()).toContain('libceph-sendpage-slab');
  });

  it('in the form of 4.16 and later are the same bug', () => {
    const { iscsi } = match([
      usercopyReport({
        release: '4.18.16',
        frames: ['usercopy_abort', '__check_heap_object', 'skb_copy_datagram_iter', 'tcp_recvmsg'],
        usercopy: { address: null, offset: 0, problem: 'unknown' },
      }),
    ]);
    expect(iscsi.status).toBe('match');
  });

  it('on a kernel with the fix are excluded', () => {
    const { iscsi } = match([usercopyReport({ release: '5.4.30' })]);
    expect(iscsi.status).toBe('excluded');
    expect(iscsi.evidence.map(one => one.says).join()).toContain('5.1');
  });

  it('on CentOS 7 with the fix are barely possible, because the backport may not see tail pages', () => {
    const { iscsi } = match([usercopyReport({ release: '3.10.0-1062.18.1.el7.x86_64' })]);
    expect(iscsi.status).toBe('possible');
    expect(iscsi.confidence).toBeLessThan(0.3);
    expect(iscsi.against.map(one => one.says).join()).toContain('compound_head');
    expect(iscsi.fixedIn.some(one => one.fixed === true)).toBe(true);
  });

  it('without a list of modules are possible at most', () => {
    const { iscsi } = match([usercopyReport({ modules: [] })]);
    expect(iscsi.status).toBe('possible');
    expect(iscsi.missing.join()).toContain('lsmod');
  });

  it.each<[string, Panic]>([
    ['an overwrite', { usercopy: { direction: 'overwrite' } }],
    ['an address that is no object', { usercopy: { object: null, objectSize: null, problem: 'address' } }],
    ['another cache', { usercopy: { object: 'task_struct', objectSize: null, problem: 'unknown' } }],
    ['a length that fits', { usercopy: { length: 256, problem: 'unknown' } }],
    ['another way through the kernel', { frames: ['sctp_getsockopt', 'SyS_getsockopt'] }],
    ['no usercopy at all', { usercopy: null }],
  ])('do not match with %s', (_, panic) => {
    const { iscsi, ceph } = match([usercopyReport(panic)]);
    for (const one of [iscsi, ceph]) expect(['excluded', 'unknown']).toContain(one.status);
  });
});

describe('Go crashes', () => {
  const probe: Observation = {
    name: 'stack-probe',
    value: 'orq $0x0,(%rsp)',
    parts: { function: '__vdso_clock_gettime', instruction: 'orq $0x0,(%rsp)' },
    line: 77,
  };

  it('with a stack probe of the vDSO in the text are possibly vdso-stack-probe, and nothing else', () => {
    const { vdso, found } = match([goReport('memory-corruption'), goReport('program')], {
      observations: [probe],
    });
    expect(vdso.status).toBe('possible');
    expect(vdso.evidence).toContainEqual(expect.objectContaining({ line: 77 }));
    expect(vdso.missing.join()).toContain('go runtime');
    for (const one of found) if (one.id !== vdso.id) expect(['match', 'possible']).not.toContain(one.status);
  });

  it('match it when the program was built with an older Go', () => {
    expect(
      match([goReport('memory-corruption', { goVersion: 'go1.9.2' })], { observations: [probe] }).vdso.status,
    ).toBe('match');
    expect(
      match([goReport('memory-corruption', { goVersion: 'go1.10' })], { observations: [probe] }).vdso.status,
    ).toBe('excluded');
  });

  it('are nothing known without more', () => {
    for (const one of match([goReport('memory-corruption')]).found) expect(one.status).toBe('unknown');
  });

  it('with the notes are possibly x86-fpu-signal-vector; with the kernel too, they match', () => {
    const crash = goReport('memory-corruption', { notes: NOTES });
    expect(match([crash]).fpu.status).toBe('possible');
    const affected: Facts = {
      schema: 'kulprit/facts@1',
      uname: { release: '5.3.14', machine: 'x86_64' },
      procVersion: 'Linux version 5.3.14 (b@h) (gcc version 9.2.0 (GCC)) #1 SMP',
    };
    expect(match([crash], { host: affected }).fpu.status).toBe('match');
    expect(match([goReport('memory-corruption')], { host: affected }).fpu.status).toBe('possible');
    expect(
      match([crash], { host: { ...affected, uname: { release: '5.4.30', machine: 'x86_64' } } }).fpu.status,
    ).toBe('excluded');
    expect(match([crash], { host: affected, hostIsCrashed: false }).fpu.status).toBe('possible');
  });

  it('take notes that stand alone for possible, with the way out of ENOMEM', () => {
    const { fpu } = match([notesAlone()]);
    expect(fpu.status).toBe('possible');
    expect(fpu.evidence[0]!.says).toContain('runtime: note');
    expect(fpu.mitigations.map(one => one.id)).toContain('raise-memlock');
  });

  it.each<GoClass>(['program', 'nil-dereference', 'resources'])(
    'of class %s are never a kernel bug, notes or not',
    kind => {
      for (const reports of [
        [goReport(kind)],
        [goReport(kind, { notes: NOTES })],
        [goReport(kind), notesAlone()],
      ])
        for (const one of match(reports, { observations: [probe] }).found)
          expect(['match', 'possible']).not.toContain(one.status);
    },
  );
});

describe('what is no kernel bug', () => {
  const oom: OomReport = {
    ...COMMON,
    kind: 'oom-kill',
    title: 'Out of memory: java killed',
    type: 'OOM',
    span: { line: 1, endLine: 9, offset: 0, endOffset: 99 },
    kernel: null,
    frames: [frame('oom_kill_process', 4)],
    details: {
      victim: 'java',
      pid: 1,
      invokedBy: null,
      constraint: null,
      cgroup: null,
      anonRss: null,
      totalVm: null,
      largest: [],
      held: [],
    },
  };
  const python: ProgramReport = {
    ...COMMON,
    kind: 'program-crash',
    title: 'ZeroDivisionError',
    type: 'python',
    span: { line: 1, endLine: 4, offset: 0, endOffset: 99 },
    kernel: null,
    frames: [],
    details: {
      source: 'python',
      program: null,
      pid: null,
      signal: null,
      address: null,
      error: null,
      decoded: {},
    },
  };

  it.each<[string, Report[]]>([
    ['a clean log', []],
    ['an OOM kill', [oom]],
    ['a Python traceback', [python]],
  ])('%s: nothing above unknown', (_, reports) => {
    for (const one of match(reports).found) expect(['match', 'possible']).not.toContain(one.status);
  });
});

describe('the crashed machine', () => {
  it('is not taken for this one when the log names another kernel', () => {
    const here: Facts = {
      schema: 'kulprit/facts@1',
      uname: { release: '6.1.0', machine: 'x86_64' },
      modules: [],
      procVersion: 'Linux version 6.1.0 (b@h) (gcc version 12.2.0 (GCC)) #1 SMP',
    };
    expect(match([usercopyReport()], { host: here }).iscsi.status).toBe('match');
  });
});
