import type { RegisterReader } from './dump.js';

/**
 * x86 (arch/x86/kernel/process_64.c, process_32.c, __show_regs):
 * `RIP: 0010:func+0x87/0x250`, before 4.10 `RIP: 0010:[<addr>]  [<addr>] func+0x87/0x250`; `RAX: … RBX: … RCX: …`.
 * A selector with user privilege marks a dump of user space; Xen's paravirtual kernels run with e030 and are kernels all the same.
 */
const RIP = /^RIP: (?:([0-9a-f]{4}):)?(?:\[<([0-9a-f]{8,16})>\]|(?:0x)?(\S{1,200}))/;
const EIP = /^EIP: {1,4}(?:([0-9a-f]{4}):)?(?:\[<([0-9a-f]{8})>\]|(?:0x)?(\S{1,200}))/;
const EIP_IS_AT = /^EIP is at (\S{1,200})/;
const FIRST =
  /^(?:[RE](?:SP|AX|DX|BP|SI)|e(?:ax|si)|R(?:10|13|08)|FS|CS|DS|ds|CR[023]|DR[0-36]|PKRU|ORIG_RAX|EFLAGS): /;
const KNOWN64: ReadonlySet<string> = new Set(
  'RAX RBX RCX RDX RSI RDI RBP RSP R08 R09 R10 R11 R12 R13 R14 R15 ORIG_RAX EFLAGS CS DS ES FS GS SS knlGS CR0 CR2 CR3 CR4 DR0 DR1 DR2 DR3 DR6 DR7 PKRU'.split(
    ' ',
  ),
);
const KNOWN32: ReadonlySet<string> = new Set(
  'EAX EBX ECX EDX ESI EDI EBP ESP EFLAGS CS DS ES FS GS SS CR0 CR2 CR3 CR4 DR0 DR1 DR2 DR3 DR6 DR7'.split(
    ' ',
  ),
);
const USER_STACK = /\b[RE]SP: (?:002b|007b|0073):/;

function isUser(selector: string | undefined): boolean {
  return selector === '0033' || selector === '0023' || selector === '0073';
}

export const x86_64: RegisterReader = {
  architecture: 'x86_64',
  read(text, found) {
    const first = text.charCodeAt(0);
    if (first === 82 && text.startsWith('RIP: ')) {
      if (isUser(text.slice(5, 9))) return 'user';
      const rip = RIP.exec(text);
      if (rip === null) return null;
      found('RIP', rip[2] ?? rip[3]!);
      return 'begin';
    }
    if (!FIRST.test(text) || text.startsWith('E') || text.startsWith('e')) return null;
    if (USER_STACK.test(text)) return 'user';
    return pairs(text, found, KNOWN64, false) ? 'more' : null;
  },
};

export const i386: RegisterReader = {
  architecture: 'i386',
  read(text, found) {
    if (text.startsWith('EIP')) {
      const at = EIP_IS_AT.exec(text);
      if (at !== null) {
        found('EIP', at[1]!);
        return 'more';
      }
      const eip = EIP.exec(text);
      if (eip === null) return null;
      if (isUser(eip[1])) return 'user';
      found('EIP', eip[2] ?? eip[3]!);
      return 'begin';
    }
    if (!FIRST.test(text) || text.startsWith('R')) return null;
    if (USER_STACK.test(text)) return 'user';
    return pairs(text, found, KNOWN32, true) ? 'more' : null;
  },
};

const COLON = 58;

function isName(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  );
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
}

/** `NAME: value`, `NAME: selector:value`, with up to three blanks between; true when the line has one, known or not. */
function pairs(
  text: string,
  found: (name: string, value: string) => void,
  known: ReadonlySet<string>,
  upper: boolean,
): boolean {
  let any = false;
  let at = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', at)) {
    let name = colon;
    while (name > at && isName(text.charCodeAt(name - 1))) name--;
    let from = colon + 1;
    while (from < colon + 4 && text.charCodeAt(from) === 32) from++;
    let to = hexEnd(text, from);
    if (to - from === 4 && text.charCodeAt(to) === COLON) {
      from = to + 1;
      to = hexEnd(text, from);
    }
    at = Math.max(to, colon + 1);
    // `0x…` is no value of a dump.
    if (to - from < 4 || to - from > 16 || text.charCodeAt(to) === 120 || colon - name < 2) continue;
    any = true;
    const word = upper ? text.slice(name, colon).toUpperCase() : text.slice(name, colon);
    if (known.has(word)) found(word, text.slice(from, to));
  }
  return any;
}

function hexEnd(text: string, from: number): number {
  let to = from;
  while (isHex(text.charCodeAt(to))) to++;
  return to;
}
