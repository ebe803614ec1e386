/** What the first bytes of an input are. */
export type Kind =
  | 'gzip'
  | 'zstd'
  | 'xz'
  | 'bzip2'
  | 'utf16le'
  | 'utf16be'
  | 'plain'
  | 'elf'
  | 'kdump'
  | 'binary';

export interface Sniffed {
  readonly kind: Kind;
  /** For what is no log: what it is, as a noun with its article, and what reads it. */
  readonly looksLike: string | null;
}

/** Files known by their first bytes. */
const MAGIC: readonly (readonly [magic: string, looksLike: string])[] = [
  ['LPKSHHRH', 'a journald file: read it with journalctl --file FILE and give kulprit what that prints'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['\x89PNG\r\n', 'a PNG image: kulprit reads text, so type the lines off or run a text recognition over it'],
  [
    '\xff\xd8\xff',
    'a JPEG image: kulprit reads text, so type the lines off or run a text recognition over it',
  ],
  ['GIF8', 'a GIF image'],
  ['RIFF', 'a media file'],
  ['%PDF-', 'a PDF document: pdftotext makes text of it'],
  ['PK\x03\x04', 'a ZIP archive: unpack it first'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive: unpack it first'],
  ['Rar!\x1a\x07', 'a RAR archive: unpack it first'],
  ['\x04\x22\x4d\x18', 'LZ4-compressed data: unpack it with lz4 -d'],
  ['\x89LZO\0', 'LZO-compressed data: unpack it with lzop -d'],
  ['!<arch>\n', 'an ar archive (a Debian package or a static library)'],
  ['\xed\xab\xee\xdb', 'an RPM package'],
  ['ElfFile\0', 'a Windows event log'],
  ['\xd4\xc3\xb2\xa1', 'a packet capture'],
  ['\x0a\x0d\x0d\x0a', 'a packet capture'],
  ['\xd0\x0d\xfe\xed', 'a device tree blob'],
  ['\xca\xfe\xba\xbe', 'a Java class file'],
];

/** @param head the first bytes of the input; some hundred make the judgement sound */
export function sniff(head: Uint8Array): Sniffed {
  const text = latin1(head.subarray(0, 64));
  if (text.startsWith('\x1f\x8b')) return { kind: 'gzip', looksLike: null };
  if (text.startsWith('\x28\xb5\x2f\xfd') || /^[\x50-\x5f]\x2a\x4d\x18/.test(text))
    return { kind: 'zstd', looksLike: null };
  if (text.startsWith('\xfd7zXZ\0')) return { kind: 'xz', looksLike: null };
  if (/^BZh[1-9]1AY&SY/.test(text)) {
    return { kind: 'bzip2', looksLike: 'bzip2-compressed data: unpack it with bzcat' };
  }
  if (text.startsWith('\x7fELF')) return { kind: 'elf', looksLike: elfOf(head) };
  if (text.startsWith('KDUMP   ') || text.startsWith('DISKDUMP') || text.startsWith('makedumpfile\0')) {
    return {
      kind: 'kdump',
      looksLike: 'a kdump vmcore: makedumpfile --dump-dmesg FILE LOG takes the log out of it',
    };
  }
  if (text.startsWith('\xff\xfe') && !text.startsWith('\xff\xfe\0\0'))
    return { kind: 'utf16le', looksLike: null };
  if (text.startsWith('\xfe\xff')) return { kind: 'utf16be', looksLike: null };
  for (const [magic, looksLike] of MAGIC) {
    if (text.startsWith(magic)) return { kind: 'binary', looksLike };
  }
  if (latin1(head.subarray(257, 262)) === 'ustar') {
    // Logs in a tar are text between short headers, and read as well as any.
    return { kind: 'plain', looksLike: 'a tar archive: its files are read as one text' };
  }
  return byItsBytes(head.subarray(0, 8192));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** ELF's e_type (elf(5)) is two bytes at 16, in the byte order that byte 5 names. */
function elfOf(head: Uint8Array): string {
  const type = head[5] === 2 ? head[17] : head[16];
  if (type === 4)
    return 'an ELF core dump: of a kernel, makedumpfile --dump-dmesg takes the log out; of a program, a debugger reads it';
  if (type === 1) return 'an ELF object file or kernel module';
  return 'an ELF executable or library';
}

function byItsBytes(head: Uint8Array): Sniffed {
  let control = 0;
  let high = 0;
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) {
    const byte = head[i]!;
    if (byte === 0) zeros[i & 1]!++;
    else if (byte >= 0x80) high++;
    else if (byte < 0x20 && !(byte >= 7 && byte <= 13) && byte !== 0x1b) control++;
  }
  const [even, odd] = zeros as [number, number];
  const half = head.length / 2;
  // ASCII in UTF-16 has a zero in every second byte.
  if (head.length >= 16 && control * 20 < head.length) {
    if (odd > half * 0.6 && even < half * 0.05) return { kind: 'utf16le', looksLike: null };
    if (even > half * 0.6 && odd < half * 0.05) return { kind: 'utf16be', looksLike: null };
  }
  if (head.length < 32) return { kind: 'plain', looksLike: null };
  const share = (n: number) => n / head.length;
  // Consoles send zeros and escapes now and then, and other languages have high bytes; what is compiled or packed has much of all.
  if (share(control) > 0.05 || (share(even + odd) > 0.3 && share(high) > 0.02) || share(even + odd) > 0.8) {
    return { kind: 'binary', looksLike: null };
  }
  return { kind: 'plain', looksLike: null };
}
