import type { Severity } from './event.js';

export type CpuVendor = 'intel' | 'amd' | 'other' | null;

/** What an MCi_STATUS register says. */
export interface MceStatus {
  /** The flags that are set, by the manuals' names: `VAL`, `OVER`, `UC`, `EN`, `MISCV`, `ADDRV`, `PCC` … */
  readonly flags: readonly string[];
  readonly severity: Severity;
  /** The compound or simple error code (bits 15:0) in words. */
  readonly error: string;
  /** Intel's class of an uncorrected error: UCNA, SRAO, SRAR or fatal; null for corrected ones and other vendors. */
  readonly intelClass: string | null;
  /** Corrected errors counted by the bank (bits 52:38), Intel; null where not told. */
  readonly correctedCount: number | null;
  /** The model specific code: bits 31:16. */
  readonly modelCode: number;
}

const bit = (status: bigint, n: number) => ((status >> BigInt(n)) & 1n) === 1n;

/**
 * Bits both vendors share: Intel SDM vol. 3B, chapter "Machine-Check Architecture" (IA32_MCi_STATUS MSRs); AMD APM vol. 2, chapter
 * "Machine Check Architecture"; arch/x86/include/asm/mce.h.
 */
const SHARED: readonly (readonly [number, string])[] = [
  [63, 'VAL'],
  [62, 'OVER'],
  [61, 'UC'],
  [60, 'EN'],
  [59, 'MISCV'],
  [58, 'ADDRV'],
  [57, 'PCC'],
];
/** Intel with MCG_CAP.MCG_SER_P (software error recovery). */
const INTEL: readonly (readonly [number, string])[] = [
  [56, 'S'],
  [55, 'AR'],
];
/** AMD: arch/x86/include/asm/mce.h, drivers/edac/mce_amd.c (amd_decode_mce). */
const AMD: readonly (readonly [number, string])[] = [
  [55, 'TCC'],
  [53, 'SyndV'],
  [46, 'CECC'],
  [45, 'UECC'],
  [44, 'Deferred'],
  [43, 'Poison'],
  [40, 'Scrub'],
];

/**
 * Decodes a bank's status register.
 * @param vendor who made the CPU, from the `PROCESSOR` line; null decodes only what all share
 */
export function decodeMceStatus(status: bigint, vendor: CpuVendor): MceStatus {
  const own = vendor === 'amd' ? AMD : vendor === 'intel' ? INTEL : [];
  const uncorrected = bit(status, 61);
  // Bits 52:38 count corrected errors where the bank supports CMCI: not on AMD, and not with an uncorrected error.
  const corrected = vendor === 'intel' && !uncorrected ? Number((status >> 38n) & 0x7fffn) : 0;
  return {
    flags: [...SHARED, ...own].filter(([n]) => bit(status, n)).map(([, name]) => name),
    severity: severityOf(status, vendor),
    error: errorCode(Number(status & 0xffffn), vendor),
    intelClass: vendor === 'intel' && uncorrected ? intelClass(status) : null,
    correctedCount: corrected > 0 ? corrected : null,
    modelCode: Number((status >> 16n) & 0xffffn),
  };
}

function severityOf(status: bigint, vendor: CpuVendor): Severity {
  if (!bit(status, 63)) return 'unknown';
  if (bit(status, 61)) return bit(status, 57) ? 'fatal' : 'recoverable';
  // AMD's deferred errors are uncorrected data that nobody has used yet.
  if (vendor === 'amd' && bit(status, 44)) return 'recoverable';
  return 'corrected';
}

/** Intel SDM vol. 3B, "UCR Error Classification". */
function intelClass(status: bigint): string {
  if (bit(status, 57)) return 'fatal: processor context corrupt';
  if (!bit(status, 56)) return 'UCNA: uncorrected, no action required';
  return bit(status, 55)
    ? 'SRAR: software recoverable, action required'
    : 'SRAO: software recoverable, action optional';
}

const REQUEST = [
  'generic',
  'read',
  'write',
  'data read',
  'data write',
  'instruction fetch',
  'prefetch',
  'eviction',
  'snoop',
];
const TRANSACTION = ['instruction', 'data', 'generic'];
const LEVEL = ['L0', 'L1', 'L2', 'generic-level'];
/** AMD's third level is L3 (drivers/edac/mce_amd.c, ll_msgs); Intel calls it LG, generic. */
const AMD_LEVEL = ['reserved-level', 'L1', 'L2', 'L3'];
const PARTICIPANT = [
  'this processor asked',
  'this processor responded',
  'this processor observed',
  'generic participant',
];
const BUS_KIND = ['memory access', 'reserved', 'I/O', 'other transaction'];
const MEMORY_ACTION = [
  'undefined request',
  'memory read error',
  'memory write error',
  'address/command error',
  'memory scrubbing error',
];

/** Intel SDM vol. 3B, "Simple Error Codes". */
const SIMPLE: Readonly<Record<number, string>> = {
  0: 'no error code',
  1: 'unclassified error',
  2: 'microcode ROM parity error',
  3: 'external error',
  4: 'functional redundancy check error',
  5: 'internal parity error',
  6: 'SMM handler code access violation',
  1024: 'internal timer error',
  3595: 'I/O error',
};

/**
 * MCACOD, bits 15:0: Intel SDM vol. 3B, "Compound Error Codes" (checked against mcelog's p4.c; 0x280 is MCACOD_EXT_MEM_ERR of
 * drivers/edac/skx_common.h); AMD's codes are the same but for the internal errors and the memory controller (drivers/edac/mce_amd.h). Bit 12 (F) says that the hardware filters further reports; it is no part of the code.
 */
function errorCode(code: number, vendor: CpuVendor): string {
  const amd = vendor === 'amd';
  const mca = amd ? code : code & 0xefff;
  const level = (amd ? AMD_LEVEL : LEVEL)[mca & 3]!;
  const kind = TRANSACTION[(mca >> 2) & 3] ?? 'reserved';
  const request = REQUEST[(mca >> 4) & 15] ?? 'reserved';
  if (amd && (mca & 0xf4ff) === 0x0400) return 'internal error';
  if (!amd && SIMPLE[mca] !== undefined) return SIMPLE[mca]!;
  if (mca === 0) return 'no error code';
  if ((mca & 0xfffc) === 0x000c) return `${level} cache hierarchy error`;
  if ((mca & 0xfff0) === 0x0010) return `${kind} TLB ${level} error`;
  if (!amd && (mca & 0xff80) === 0x0080) return memoryController(mca, '');
  if (!amd && (mca & 0xff80) === 0x0280) return memoryController(mca, ' (memory as cache)');
  if ((mca & 0xff00) === 0x0100) return `${kind} cache ${level} ${request} error`;
  if (!amd && (mca & 0xfc00) === 0x0400) return 'internal unclassified error';
  if ((mca & 0xf800) === 0x0800) {
    const timeout = (mca >> 8) & 1 ? ', timed out' : '';
    return `bus/interconnect error: ${request}, ${BUS_KIND[(mca >> 2) & 3]}, ${PARTICIPANT[(mca >> 9) & 3]}${timeout}`;
  }
  return `error code 0x${code.toString(16).padStart(4, '0')}`;
}

function memoryController(mca: number, suffix: string): string {
  const channel = mca & 15;
  const action = MEMORY_ACTION[(mca >> 4) & 7] ?? 'reserved request';
  return `memory controller: ${action}, ${channel === 15 ? 'channel unspecified' : `channel ${channel}`}${suffix}`;
}
