import { hexValue } from './event.js';

/**
 * AMD's scalable MCA: which part of the chip a bank belongs to, by the HWID (bits 43:32) and McaType (bits 63:48) of MCA_IPID
 * (arch/x86/kernel/cpu/mce/amd.c, smca_hwid_mcatypes and smca_names).
 */
const PARTS: Readonly<Record<string, string>> = {
  'b0/0': 'load/store unit',
  'b0/10': 'load/store unit',
  'b0/1': 'instruction fetch unit',
  'b0/2': 'L2 cache',
  'b0/3': 'decode unit',
  'b0/5': 'execution unit',
  'b0/6': 'floating point unit',
  'b0/7': 'L3 cache',
  '2e/0': 'coherent slave',
  '2e/1': 'power, interrupts etc.',
  '2e/2': 'coherent slave',
  '96/0': 'Unified Memory Controller',
  '96/1': 'Unified Memory Controller v2',
  '5/0': 'parameter block',
  'ff/0': 'platform security processor',
  'ff/1': 'platform security processor',
  '1/0': 'system management unit',
  '1/1': 'system management unit',
  '18/0': 'northbridge I/O unit',
  '46/0': 'PCI Express unit',
  '46/1': 'PCI Express unit',
};

/** Extended error codes of the first memory controller type (drivers/edac/mce_amd.c, smca_umc_mce_desc). */
const MEMORY_CONTROLLER = [
  'DRAM ECC error',
  'data poison error',
  'SDP parity error',
  'advanced peripheral bus error',
  'address/command parity error',
  'write data CRC error',
  'DCQ SRAM ECC error',
  'AES SRAM ECC error',
];

/**
 * Names the part that an AMD machine check comes from.
 * @param ipid MCA_IPID as hexadecimal text
 * @param extended the extended error code, status bits 21:16
 * @returns null without an IPID or for a part that is not known
 */
export function smcaBank(ipid: string | undefined, extended: number): string | null {
  const value = hexValue(ipid);
  if (value === null) return null;
  const hwid = ((value >> 32n) & 0xfffn).toString(16);
  const part = PARTS[`${hwid}/${(value >> 48n).toString(16)}`];
  if (part === undefined) return null;
  const error = part === 'Unified Memory Controller' ? MEMORY_CONTROLLER[extended] : undefined;
  return `${part}, ${error ?? `extended error code ${extended}`}`;
}
