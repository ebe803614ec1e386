import { describe, expect, it } from 'vitest';
import { decodeMceStatus } from './mce-status.js';
import { smcaBank } from './smca.js';

describe('MCi_STATUS', () => {
  it.each([
    // VAL and the code alone: the compound codes of Intel's manual, one of each form.
    [0x0000n, 'no error code'],
    [0x0001n, 'unclassified error'],
    [0x0005n, 'internal parity error'],
    [0x0400n, 'internal timer error'],
    [0x0410n, 'internal unclassified error'],
    [0x0e0bn, 'I/O error'],
    [0x000en, 'L2 cache hierarchy error'],
    [0x0015n, 'data TLB L1 error'],
    [0x1015n, 'data TLB L1 error'],
    [0x0090n, 'memory controller: memory read error, channel 0'],
    [0x00cfn, 'memory controller: memory scrubbing error, channel unspecified'],
    [0x0134n, 'data cache L0 data read error'],
    [0x0150n, 'instruction cache L0 instruction fetch error'],
    [0x017an, 'generic cache L2 eviction error'],
    [0x0f0fn, 'bus/interconnect error: generic, other transaction, generic participant, timed out'],
    [0xe000n, 'error code 0xe000'],
  ])('reads code %s of an Intel processor', (code, error) => {
    expect(decodeMceStatus((1n << 63n) | code, 'intel').error).toBe(error);
  });

  it.each([
    [0x011bn, 'generic cache L3 read error'],
    [0x0400n, 'internal error'],
    [0x0013n, 'instruction TLB L3 error'],
    [0x0091n, 'error code 0x0091'],
  ])('reads code %s of an AMD processor', (code, error) => {
    expect(decodeMceStatus((1n << 63n) | code, 'amd').error).toBe(error);
  });

  it.each([
    [0x0n, 'unknown', null],
    [0x9c00004000010091n, 'corrected', null],
    [0xbe00000000800400n, 'fatal', 'fatal: processor context corrupt'],
    [0xbd80000000100134n, 'recoverable', 'SRAR: software recoverable, action required'],
    [0xbd000000001000c0n, 'recoverable', 'SRAO: software recoverable, action optional'],
    [0xbc000000001000c0n, 'recoverable', 'UCNA: uncorrected, no action required'],
  ])('grades %s', (status, severity, intelClass) => {
    const meaning = decodeMceStatus(status, 'intel');
    expect([meaning.severity, meaning.intelClass]).toEqual([severity, intelClass]);
  });

  it("takes AMD's deferred errors for uncorrected ones, and names no vendor's bits without the vendor", () => {
    const status = (1n << 63n) | (1n << 44n) | (1n << 53n) | 0x011bn;
    expect(decodeMceStatus(status, 'amd')).toMatchObject({
      severity: 'recoverable',
      flags: ['VAL', 'SyndV', 'Deferred'],
    });
    expect(decodeMceStatus(status, null)).toMatchObject({ severity: 'corrected', flags: ['VAL'] });
  });

  it('counts corrected errors on Intel only', () => {
    expect(decodeMceStatus(0x8c000f4000010091n, 'intel').correctedCount).toBe(61);
    expect(decodeMceStatus(0x8c000f4000010091n, 'amd').correctedCount).toBeNull();
  });
});

describe('AMD parts', () => {
  it('names the part by MCA_IPID', () => {
    expect(smcaBank('0x9600050f00', 0)).toBe('Unified Memory Controller, DRAM ECC error');
    expect(smcaBank('0x1000b000000000', 1)).toBe('load/store unit, extended error code 1');
    expect(smcaBank('0x123', 0)).toBeNull();
    expect(smcaBank(undefined, 0)).toBeNull();
  });
});
