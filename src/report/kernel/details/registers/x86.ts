import { eachPair, type RegisterReader } from './dump.js';

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
const PAIR =
  /(?<![A-Za-z0-9_])([A-Za-z][A-Za-z0-9_]{1,7}): {0,3}(?:[0-9a-f]{4}:)?([0-9a-f]{4,16})(?![0-9a-fx])/g;
const KNOWN64 =
  /^(?:R(?:AX|BX|CX|DX|SI|DI|BP|SP|08|09|1[0-5])|ORIG_RAX|EFLAGS|[CDEFGS]S|knlGS|CR[0234]|DR[0-367]|PKRU)$/;
const KNOWN32 = /^(?:E(?:AX|BX|CX|DX|SI|DI|BP|SP)|EFLAGS|[CDEFGS]S|CR[0234]|DR[0-367])$/;
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
    const any = eachPair(PAIR, text, (name, value) => {
      if (KNOWN64.test(name)) found(name, value);
    });
    return any ? 'more' : null;
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
    const any = eachPair(PAIR, text, (name, value) => {
      const upper = name.toUpperCase();
      if (KNOWN32.test(upper)) found(upper, value);
    });
    return any ? 'more' : null;
  },
};
