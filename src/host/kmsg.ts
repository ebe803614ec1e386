import { closeSync, constants, openSync, readSync } from 'node:fs';
import { reason } from './read.js';

/** The kernel's ring buffer; `lost` counts the records that newer ones had overwritten. */
export type Kmsg = { readonly bytes: Buffer; readonly lost: number } | { readonly why: string };

/** A record with its dictionary never exceeds this: PRINTKRB_RECORD_MAX and CONSOLE_EXT_LOG_MAX in the kernel's printk. */
const RECORD = 16 << 10;
/** log_buf_len is at most 2 GiB by type and a few MiB in practice. */
const LIMIT = 64 << 20;

/**
 * Every record now in /dev/kmsg as it stands there (`prio,seq,usec,flags;text`, Documentation/ABI/testing/dev-kmsg), without
 * waiting for more: a non-blocking read ends with EAGAIN. EPIPE says that records were overwritten while we read.
 */
export function readKmsg(path: string): Kmsg {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return drain(fd);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const hint = code === 'EPERM' || code === 'EACCES' ? '; kernel.dmesg_restrict leaves it to root' : '';
    return { why: `${path} ${reason(error)}${hint}` };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function drain(fd: number): { bytes: Buffer; lost: number } {
  const chunks: Buffer[] = [];
  const record = Buffer.allocUnsafe(RECORD);
  let total = 0;
  while (total < LIMIT) {
    const got = readRecord(fd, record);
    if (got === 0) break;
    if (got < 0) continue;
    chunks.push(Buffer.from(record.subarray(0, got)));
    total += got;
  }
  const bytes = Buffer.concat(chunks, total);
  const first = /^\d{1,5},(\d{1,16}),/.exec(bytes.subarray(0, 64).toString('latin1'))?.[1];
  return { bytes, lost: Number(first ?? 0) };
}

/** Bytes read; 0 at the end; -1 when the record was overwritten and the next one is to be read. */
function readRecord(fd: number, into: Buffer): number {
  try {
    return readSync(fd, into, 0, into.length, null);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'EPIPE') return -1;
    if (code === 'EAGAIN') return 0;
    throw error;
  }
}
