import type { Channel } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, following, type HardwareEvent, hexValue, hitLines } from './event.js';
import { type CpuVendor, decodeMceStatus, type MceStatus } from './mce-status.js';
import { smcaBank } from './smca.js';

/** `CPU %d: Machine Check%s: %Lx Bank %d: %016Lx` (arch/x86/kernel/cpu/mce/core.c, __print_mce; the words have stood since 2.6). */
const HEADER =
  /(?:^|[ :])CPU (\d{1,5}): Machine Check( Exception)?: {0,20}([0-9a-f]{1,16}) Bank (\d{1,3}): ([0-9a-f]{1,16})/;
/** `RIP%s %02x:<%016Lx> {symbol}` */
const RIP = /RIP( !INEXACT!)? ([0-9a-f]{2,4}):<([0-9a-f]{1,16})>(?: \{([^}]{1,200})\})?/;
/** `TSC … ADDR … MISC … PPIN … SYND … IPID …`, in this order, each but the first only when not zero. */
const REGISTER = /\b(TSC|ADDR|MISC|PPIN|SYND|IPID) ([0-9a-f]{1,16})\b/g;
/** `PROCESSOR %u:%x TIME %llu SOCKET %u APIC %x microcode %x` */
const PROCESSOR =
  /PROCESSOR (\d{1,3}):([0-9a-f]{1,8}) TIME (\d{1,20}) SOCKET (\d{1,5}) APIC ([0-9a-f]{1,8})(?: microcode ([0-9a-f]{1,8}))?/;
/** `Machine check: %s`: why the kernel gave up (arch/x86/kernel/cpu/mce/severity.c). */
const REASON = 'Machine check: ';
const PANIC = 'Kernel panic - not syncing: ';
const LOGGED = 'Machine check events logged';
const STORM = 'CMCI storm detected';
const USER_ACCESS = 'Uncorrected hardware memory error in user-access at ';

/** X86_VENDOR_* of arch/x86/include/asm/processor.h; Hygon's machine check architecture is AMD's. */
function vendorOf(number: string | undefined): CpuVendor {
  if (number === undefined) return null;
  return number === '0' ? 'intel' : number === '2' || number === '9' ? 'amd' : 'other';
}

/** Machine checks as x86's kernel prints them undecoded, and its notices about them. */
export const mce: Reader = {
  name: 'mce',
  anchors: [': Machine Check', LOGGED, STORM, USER_ACCESS],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    const notices: HardwareEvent[] = [];
    const panics = panicsAfter(channel, hits[0]?.index ?? 0);
    for (const index of hitLines(hits)) {
      const { text } = channel.lines[index]!;
      const record = HEADER.exec(text);
      if (record !== null) events.push(recordOf(channel, index, record, panics));
      else {
        const notice = noticeOf(channel, index, text);
        if (notice !== null) notices.push(notice);
      }
    }
    // `Machine check events logged` announces records; where they stand in the log it says nothing new.
    const worth = events.length > 0 ? notices.filter(({ title }) => !title.startsWith(LOGGED)) : notices;
    return foldHardware([...events, ...worth]);
  },
};

/** The panics over machine checks: the indexes of their lines, ascending. */
function panicsAfter(channel: Channel, from: number): number[] {
  const panics: number[] = [];
  for (let i = from; i < channel.lines.length; i++) {
    const { text } = channel.lines[i]!;
    if (text.startsWith(PANIC) && /machine check|kernel mode recovery/i.test(text)) panics.push(i);
  }
  return panics;
}

/** The kernel prints all records first, then panics: so many lines may stand between. */
const PANIC_WITHIN = 256;

function recordOf(
  channel: Channel,
  index: number,
  match: RegExpExecArray,
  panics: readonly number[],
): HardwareEvent {
  const [, cpu, exception, mcgText, bank, statusText] = match;
  const first = channel.lines[index]!;
  let last = first;
  const decoded: Record<string, string> = {};
  let vendor: CpuVendor = null;
  for (const line of following(channel, index, 16)) {
    const { text } = line;
    // The next record's lines are not this one's.
    if (text.includes(': Machine Check') || text.startsWith(PANIC)) break;
    const reason = text.indexOf(REASON);
    const processor = PROCESSOR.exec(text);
    if (reason >= 0) decoded['reason'] = text.slice(reason + REASON.length, reason + 200);
    else if (processor !== null) vendor = readProcessor(processor, decoded);
    else if (!readDetail(text, decoded)) continue;
    last = line;
  }
  const next = panics.find(at => at > index);
  const panicked = next !== undefined && next - index <= PANIC_WITHIN;
  const status = hexValue(statusText) ?? 0n;
  const meaning = decodeMceStatus(status, vendor);
  const mcg = hexValue(mcgText) ?? 0n;
  const uncorrected = meaning.severity === 'fatal' || meaning.severity === 'recoverable';
  const part = smcaBank(decoded['IPID'], meaning.modelCode & 0x3f);
  return {
    title: mceTitle(part ?? meaning.error, meaning.severity),
    type: 'MCE',
    source: 'mce',
    severity: meaning.severity,
    where: `CPU ${cpu}, bank ${bank}`,
    decoded: {
      kind: exception === undefined ? 'found by polling or interrupt' : 'machine check exception',
      ...statusWords(status, meaning),
      ...(part === null ? {} : { part }),
      ...(mcg === 0n ? {} : { MCGSTATUS: mcgFlags(mcg) }),
      ...decoded,
    },
    first,
    last,
    panicked: panicked && uncorrected,
    single: uncorrected,
  };
}

/** One title for one error, whichever tool decoded it. */
export function mceTitle(error: string, severity: HardwareEvent['severity']): string {
  const word = {
    corrected: 'corrected',
    recoverable: 'uncorrected',
    fatal: 'uncorrected, fatal',
    unknown: 'not valid',
  };
  return `Machine check: ${error} (${word[severity]})`;
}

/** The status register's meaning as named fields. */
export function statusWords(status: bigint, meaning: MceStatus): Record<string, string> {
  return {
    status: `0x${status.toString(16).padStart(16, '0')}`,
    flags: meaning.flags.join(' '),
    error: meaning.error,
    'model code': `0x${meaning.modelCode.toString(16).padStart(4, '0')}`,
    ...(meaning.intelClass === null ? {} : { class: meaning.intelClass }),
    ...(meaning.correctedCount === null ? {} : { 'corrected errors': `${meaning.correctedCount}` }),
  };
}

function readDetail(text: string, decoded: Record<string, string>): boolean {
  let used = false;
  if (text.includes('TSC ')) {
    for (const [, name, value] of text.matchAll(REGISTER)) {
      if (name !== 'TSC') decoded[name!] = `0x${value}`;
      used = true;
    }
  }
  const rip = RIP.exec(text);
  if (rip !== null) {
    decoded['RIP'] = `${rip[2]}:0x${rip[3]}${rip[1] === undefined ? '' : ' (inexact)'}`;
    if (rip[4] !== undefined) decoded['function'] = rip[4];
    used = true;
  }
  return used;
}

function readProcessor(match: RegExpExecArray, decoded: Record<string, string>): CpuVendor {
  const vendor = vendorOf(match[1]);
  decoded['vendor'] = vendor ?? 'unknown';
  decoded['cpuid'] = `0x${match[2]}`;
  decoded['time'] = match[3]!;
  decoded['socket'] = match[4]!;
  decoded['APIC'] = match[5]!;
  if (match[6] !== undefined) decoded['microcode'] = `0x${match[6]}`;
  return vendor;
}

/** MCG_STATUS (arch/x86/include/asm/mce.h). */
function mcgFlags(mcg: bigint): string {
  return ['RIPV', 'EIPV', 'MCIP', 'LMCES'].filter((_, n) => (mcg >> BigInt(n)) & 1n).join(' ');
}

function noticeOf(channel: Channel, index: number, text: string): HardwareEvent | null {
  const line = channel.lines[index]!;
  const notice = { type: 'MCE', source: 'mce', where: null, first: line, last: line };
  if (text.includes(LOGGED)) {
    const decoded = { note: 'the records went to mcelog, rasdaemon or EDAC: they are not in these lines' };
    return { ...notice, title: LOGGED, severity: 'unknown', decoded };
  }
  if (text.includes(STORM))
    return { ...notice, title: 'mce: CMCI storm detected', severity: 'corrected', decoded: {} };
  const at = text.indexOf(USER_ACCESS);
  if (at < 0) return null;
  const address = text.slice(at + USER_ACCESS.length, at + USER_ACCESS.length + 16).split(/[^0-9a-f]/)[0]!;
  return {
    ...notice,
    title: 'mce: Uncorrected hardware memory error in user-access',
    severity: 'recoverable',
    decoded: { ADDR: `0x${address}` },
  };
}
